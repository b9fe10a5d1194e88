import type { Outcome } from '../../ipc/schemas';
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

/** One after the other: so there is one prompt at a time, and the order of progress is the order of the list. */
async function each(
  stores: readonly TrustStore[],
  root: RootCertificate,
  action: StoreAction,
  listener: StoreListener,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const store of stores) {
    listener(store, undefined);
    const result = await attempt(store, root, action);
    const checked = action === 'remove' ? await verifyGone(store, root, result) : result;
    const outcome: Outcome = { storeId: store.id, label: store.label, location: store.location, ...checked };
    outcomes.push(outcome);
    listener(store, outcome);
  }
  return outcomes;
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
