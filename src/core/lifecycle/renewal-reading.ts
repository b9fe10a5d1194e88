import type { RenewalTrouble, RenewalView, RenewalWish } from '../../ipc/renewal-schemas';
import type { Certificate } from '../../ipc/schemas';
import type { Settings } from '../../ipc/settings-schemas';
import type { InspectedAuthority } from '../authority/inspect';
import type { RenewalOptions } from './renewal';
import { dueFrom, type Standing, standingOf } from './renewal-due';
import { renewalInputs } from './renewal-inputs';
import type { RenewalState, Trouble } from './renewal-store';

/** Who wants it: for a command the switch for automatic renewal does not count, only the wish of each certificate. */
export type RenewedBy = 'itself' | 'command';

/** All that decides about renewals, as it was at one moment. */
export interface Reading {
  /** Milliseconds since 1970. */
  now: number;
  certificates: ReadonlyMap<string, Certificate>;
  authorities: readonly InspectedAuthority[];
  settings: Settings;
  state: RenewalState;
}

export async function readRenewals(options: RenewalOptions): Promise<Reading> {
  const { certificates, authorities, settings, store, now } = options;
  const [listed, known, chosen, state] = await Promise.all([
    certificates.list(),
    authorities.inspectAll(),
    settings.read(),
    store.read(),
  ]);
  return {
    now: now().getTime(),
    certificates: new Map(listed.map((each) => [each.id, each])),
    authorities: known,
    settings: chosen,
    state,
  };
}

/** The authority that signed it; undefined when it is not on this machine. */
export const authorityOf = ({ authorityId }: Certificate, { authorities }: Pick<Reading, 'authorities'>) =>
  authorities.find(({ summary }) => summary.id === authorityId);

/** A new certificate inherits the wish of the one it replaced, also when the program ended before that was written down. */
export const wishOf = ({ id, renews }: Certificate, { wishes }: RenewalState): RenewalWish =>
  wishes[id] ?? (renews === undefined ? undefined : wishes[renews]) ?? 'default';

export function standingIn(reading: Reading, certificate: Certificate, by: RenewedBy): Standing {
  const { now, settings, state } = reading;
  return standingOf(certificate, {
    now,
    daysBefore: settings.renewDaysBefore,
    automatic: by === 'command' || settings.renewAutomatically,
    wish: wishOf(certificate, state),
    authorityHere: authorityOf(certificate, reading) !== undefined,
  });
}

/** Whether time alone makes it due, whatever else speaks against it. */
export const isDueByTime = ({ now, settings }: Reading, { notBefore, notAfter }: Certificate): boolean =>
  now >= dueFrom(Date.parse(notBefore), Date.parse(notAfter), settings.renewDaysBefore);

export function inputsIn(reading: Reading, certificate: Certificate, keys: RenewalOptions['keys']): Promise<string> {
  const authority = authorityOf(certificate, reading);
  const opensUnasked = authority?.record !== undefined && keys.opensUnasked(authority.record);
  return renewalInputs(certificate, authority, opensUnasked);
}

/** When something is to be done next, milliseconds since 1970; undefined when nothing is foreseen. */
export function nextMoment(reading: Reading): number | undefined {
  let least: number | undefined;
  for (const each of reading.certificates.values()) {
    const moment = momentOf(reading, each);
    if (moment !== undefined && moment > reading.now && (least === undefined || moment < least)) least = moment;
  }
  return least;
}

function momentOf(reading: Reading, certificate: Certificate): number | undefined {
  // The millisecond after its end it leaves the list.
  if (certificate.replacedBy !== undefined) return Date.parse(certificate.notAfter) + 1;
  const standing = standingIn(reading, certificate, 'itself');
  if (standing.kind === 'later') return standing.from;
  const trouble = reading.state.troubles[certificate.id];
  return standing.kind === 'due' && trouble !== undefined ? Date.parse(trouble.next) : undefined;
}

/** How one stands, as the window shows it. */
export function viewIn(reading: Reading, certificate: Certificate): RenewalView {
  const { id, replacedBy } = certificate;
  const trouble = reading.state.troubles[id];
  const next = replacedBy === undefined ? undefined : reading.certificates.get(replacedBy);
  return {
    id,
    wish: wishOf(certificate, reading.state),
    standing: shownStanding(standingIn(reading, certificate, 'itself')),
    ...(trouble === undefined ? {} : { trouble: shownTrouble(certificate, trouble) }),
    ...(next === undefined ? {} : { replacedBy: { id: next.id, notAfter: next.notAfter } }),
  };
}

function shownStanding(standing: Standing): RenewalView['standing'] {
  switch (standing.kind) {
    case 'due':
      return { kind: 'due', since: new Date(standing.since).toISOString() };
    case 'later':
      return { kind: 'later', from: new Date(standing.from).toISOString() };
    case 'never':
      return standing;
  }
}

export function shownTrouble({ id, commonName }: Certificate, trouble: Trouble): RenewalTrouble {
  const { at, next, attempts, code, message, hint } = trouble;
  return { id, name: commonName, at, nextTry: next, attempts, code, message, ...(hint === undefined ? {} : { hint }) };
}
