import { binLifetimeMs } from '../authority/certificate-store';
import { AppError } from '../errors';
import type { RenewalOptions } from './renewal';

/**
 * Moves replaced certificates into the bin once they have expired; there they can be brought back for thirty days. Those for mail
 * stay: their keys open old letters. One that was moved while the clock was ahead comes back when the clock is right again.
 * Throws `busy`, `disk-full`, `read-only`.
 */
export async function retireReplaced(options: RenewalOptions): Promise<void> {
  const { certificates, store, automaticJournal, now } = options;
  const time = now();
  const { retired } = await store.read();
  const over = (await certificates.list()).filter(
    // One that a person brought back out of the bin is left where it is.
    ({ id, status, replacedBy, purpose }) =>
      retired[id] === undefined && status === 'expired' && replacedBy !== undefined && purpose !== 'email',
  );
  const early = Object.entries(retired).filter(([, { notAfter }]) => Date.parse(notAfter) > time.getTime());
  if (over.length === 0 && early.length === 0) return;
  // Before the move: a kill in between then leaves an entry without a move, which brings back nothing.
  await store.change((state) => {
    for (const { id, notAfter } of over) state.retired[id] = { at: time.toISOString(), notAfter };
  });
  await certificates.retire(over, automaticJournal);
  for (const [id] of early) {
    await certificates.restore(id).catch((error: unknown) => {
      if (!(error instanceof AppError && error.code === 'not-found')) throw error;
    });
  }
  await store.change((state) => {
    for (const [id] of early) delete state.retired[id];
    // Out of the bin for good by now.
    for (const [id, { at }] of Object.entries(state.retired)) {
      if (time.getTime() - Date.parse(at) > binLifetimeMs) delete state.retired[id];
    }
  });
}
