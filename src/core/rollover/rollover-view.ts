import type { Rollover, RolloverHand, RolloverStep } from '../../ipc/rollover-schemas';
import type { Authority, Certificate } from '../../ipc/schemas';
import { dayMs } from '../pki/profile';
import type { StoreState } from '../trust/trust-store';

/** Half a year leaves time for devices that are seldom used (milliseconds). */
const earliestMs = 183 * dayMs;

/** Whether a root is to be replaced: in the last half year of its life, or in the last third of a short one. Milliseconds since 1970. */
export const isRolloverDue = (notBefore: number, notAfter: number, now: number): boolean =>
  notAfter - now < Math.min(earliestMs, (notAfter - notBefore) / 3);

export interface StoreReading {
  id: string;
  label: string;
  old: StoreState;
  /** Undefined while there is no new root. */
  next: StoreState | undefined;
  /** Another store fills it: it is changed there. */
  follows: boolean;
}

export interface LeafReading {
  certificate: Certificate;
  /** The certificate that was issued in its place under the new root. */
  nextId: string | undefined;
  problem?: { reason: string; hint?: string };
}

export interface RolloverFacts {
  old: Authority;
  next: Authority | undefined;
  stores: readonly StoreReading[];
  /** Those that the old root signed, itself or through an intermediate, and that still count. */
  leaves: readonly LeafReading[];
  hands: readonly RolloverHand[];
  now: Date;
}

const holds = (state: StoreState | undefined) => state === 'trusted' || state === 'present';

export const isDue = ({ kind, notBefore, notAfter }: Authority, now: Date): boolean =>
  kind === 'root' && isRolloverDue(Date.parse(notBefore), Date.parse(notAfter), now.getTime());

/** The stores in which the new root is missing beside the old one. */
export const lackingStores = (stores: readonly StoreReading[]): StoreReading[] =>
  stores.filter(({ old, next, follows }) => holds(old) && !holds(next) && !follows);

function storeState({ old, next }: StoreReading): Rollover['stores'][number]['state'] | undefined {
  if (holds(old)) return holds(next) ? 'both' : 'old-only';
  if (holds(next)) return 'next-only';
  return old === 'absent' ? undefined : 'cannot-tell';
}

/** How far the rollover has come; a pure function of what is known. A step waits while one before it is to do. */
export function rolloverOf({ old, next, stores, leaves, hands, now }: RolloverFacts): Rollover {
  const lacking = lackingStores(stores);
  const waiting = leaves.filter(({ nextId }) => nextId === undefined);
  const openHands = hands.filter(({ done }) => !done);
  const holding = stores.filter((store) => holds(store.old) && !store.follows);
  const facts: [RolloverStep['id'], done: boolean, message: string][] = [
    [
      'new-root',
      next !== undefined,
      next === undefined
        ? `A new root with the name limits of ${old.name} is to be made.`
        : `${next.name} is made. It is valid until ${day(next.notAfter)}.`,
    ],
    [
      'trust',
      next !== undefined && lacking.length === 0,
      lacking.length === 0
        ? 'The new root is trusted wherever the old one is.'
        : `${count(lacking.length, 'store trusts', 'stores trust')} the old root and not the new one: ${labels(lacking)}.`,
    ],
    [
      'certificates',
      waiting.length === 0,
      leaves.length === 0
        ? 'The old root has no certificate that is still in use.'
        : waiting.length === 0
          ? `Every certificate in use was issued anew: ${leaves.length}.`
          : `${count(waiting.length, 'certificate is', 'certificates are')} still to be issued anew.`,
    ],
    [
      'hands',
      openHands.length === 0,
      openHands.length === 0
        ? 'All that needs a hand is ticked.'
        : `${count(openHands.length, 'thing needs', 'things need')} a hand.`,
    ],
    [
      'remove-old',
      next !== undefined && holding.length === 0,
      holding.length === 0
        ? 'No store trusts the old root.'
        : `${count(holding.length, 'store still trusts', 'stores still trust')} the old root: ${labels(holding)}.`,
    ],
  ];
  let blocked = false;
  const steps = facts.map(([id, done, message]): RolloverStep => {
    const state = done && !blocked ? 'done' : blocked ? 'waiting' : 'to-do';
    if (!done) blocked = true;
    return { id, state, message };
  });
  return {
    old: { id: old.id, name: old.name, notAfter: old.notAfter },
    ...(next === undefined ? {} : { next: { id: next.id, name: next.name, notAfter: next.notAfter } }),
    due: isDue(old, now),
    steps,
    stores: stores.flatMap((store) => {
      const state = storeState(store);
      return state === undefined ? [] : [{ id: store.id, label: store.label, state }];
    }),
    certificates: leaves.map(({ certificate, nextId, problem }) => ({
      id: certificate.id,
      name: certificate.names[0]?.display ?? certificate.commonName,
      state: nextId !== undefined ? 'issued-anew' : problem === undefined ? 'to-do' : 'failed',
      ...(nextId === undefined ? {} : { nextId }),
      ...(problem === undefined ? {} : problem),
    })),
    hands: [...hands],
  };
}

const day = (instant: string) => instant.slice(0, 10);
const count = (number: number, singular: string, plural: string) => `${number} ${number === 1 ? singular : plural}`;
const labels = (stores: readonly StoreReading[]) => stores.map(({ label }) => label).join(', ');
