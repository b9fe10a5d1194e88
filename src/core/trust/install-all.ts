import type { Outcome } from '../../ipc/schemas';
import { gathered } from '../system/elevate-together';
import type { RootCertificate, StoreAction, StoreOutcome, TrustStore } from './trust-store';

/** Called as each store begins (without an outcome) and ends (with one). */
export type StoreListener = (store: TrustStore, outcome: Outcome | undefined) => void;

async function attempt(store: TrustStore, root: RootCertificate, action: StoreAction): Promise<StoreOutcome> {
  try {
    return await (action === 'install' ? store.install(root) : store.remove(root));
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return {
      outcome: 'failed',
      message: `Could not ${action} the root: ${said}`,
      hint: 'Check this store again; if it is not as you want it, use the commands.',
      commands: store.change(root, action).commands,
    };
  }
}

/** Removing is believed only when the store, asked again, does not have the root. */
async function verifyGone(store: TrustStore, root: RootCertificate, outcome: StoreOutcome): Promise<StoreOutcome> {
  if (outcome.outcome !== 'done') return outcome;
  const { state } = await store.status(root).catch((): { state: 'unknown' } => ({ state: 'unknown' }));
  // A locked database answered "done" for a root that it showed to be gone; "locked" then only says that it has a password.
  if (state === 'absent' || state === 'locked') return outcome;
  return {
    outcome: 'failed',
    message: `The removal reported success, but ${store.label} then answered "${state}".`,
    hint: 'Check this store again; if the root is still there, use the commands.',
    commands: store.change(root, 'remove').commands,
  };
}

/**
 * One after the other, but for those that need administrator rights: these go first and together, so that there is one question
 * for all of them. The outcomes come in the order of the list.
 */
async function each(
  stores: readonly TrustStore[],
  root: RootCertificate,
  action: StoreAction,
  listener: StoreListener,
): Promise<Outcome[]> {
  const outcomes = new Map<TrustStore, Outcome>();
  const work = async (store: TrustStore, acting = store) => {
    listener(store, undefined);
    const result = await attempt(acting, root, action);
    const checked = action === 'remove' ? await verifyGone(store, root, result) : result;
    const outcome: Outcome = { storeId: store.id, label: store.label, location: store.location, ...checked };
    outcomes.set(store, outcome);
    listener(store, outcome);
  };
  const elevated = stores.filter(({ privileged, rights }) => privileged && rights !== undefined);
  const [first] = elevated;
  if (first?.rights !== undefined && elevated.length > 1) {
    const gates = gathered(first.rights.elevate, elevated.length);
    await Promise.all(
      elevated.map(async (store, index) => {
        const gate = gates[index];
        await work(store, gate === undefined ? store : store.rights?.with(gate.elevate)).finally(gate?.ended);
      }),
    );
  }
  for (const store of stores) if (!outcomes.has(store)) await work(store);
  return stores.flatMap((store) => outcomes.get(store) ?? []);
}

/** Installs in every store. One outcome a store; a store that fails, or throws, never stops the others. Never throws itself. */
export function installAll(
  stores: readonly TrustStore[],
  root: RootCertificate,
  listener: StoreListener,
): Promise<Outcome[]> {
  return each(stores, root, 'install', listener);
}

/** Removes from every store, and asks each again whether the root is gone. One outcome a store; never throws. */
export function removeAll(
  stores: readonly TrustStore[],
  root: RootCertificate,
  listener: StoreListener,
): Promise<Outcome[]> {
  return each(stores, root, 'remove', listener);
}
