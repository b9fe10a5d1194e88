import type { RenewalReport } from '../../ipc/renewal-schemas';
import { AppError } from '../errors';
import type { JournalNote } from '../journal';
import { waitAfter } from './back-off';
import type { RenewalOptions } from './renewal';
import { inputsIn, isDueByTime, type Reading } from './renewal-reading';
import type { Trouble } from './renewal-store';

/** Failures that say nothing of the certificate, or that a person chose: they are not tried again. */
const notKept: readonly string[] = ['cancelled', 'not-found', 'already-exists', 'not-allowed', 'busy'];

/**
 * Writes down what failed of those that are due, with the moment of the next try, and forgets what is gone. The history gets a line
 * for a failure, and none for each further try that fails alike. A disk that cannot be written loses no more than the wait. Throws
 * nothing of that kind.
 */
export async function keepTroubles(
  { results }: RenewalReport,
  reading: Reading,
  { keys, store, now, journal, automaticJournal }: RenewalOptions,
  unasked: boolean,
): Promise<void> {
  const failed = new Map<string, Pick<Trouble, 'code' | 'message' | 'inputs'> & { hint?: string }>();
  const there = new Set<string>();
  for (const { id, renews } of reading.certificates.values())
    for (const each of [id, renews]) if (each) there.add(each);
  for (const { id, problem, certificate: made } of results) {
    if (made !== undefined) there.add(made.id);
    const certificate = reading.certificates.get(id);
    if (problem === undefined || certificate === undefined) continue;
    if (notKept.includes(problem.code) || !isDueByTime(reading, certificate)) continue;
    const { code, message, hint } = problem;
    const inputs = await inputsIn(reading, certificate, keys);
    failed.set(id, { code, message, inputs, ...(hint === undefined ? {} : { hint }) });
  }
  const at = now();
  const notes: JournalNote[] = [];
  const note = () => (unasked ? automaticJournal : journal).noteAll(notes);
  await store
    .change(({ troubles, wishes }) => {
      for (const [id, failure] of failed) {
        const before = troubles[id];
        if (before?.code !== failure.code) {
          const names = reading.certificates.get(id)?.names.map(({ value }) => value) ?? [];
          notes.push({ what: 'renewal.failed', subject: id, data: { names, reason: failure.message } });
        }
        const attempts = (before?.inputs === failure.inputs ? before.attempts : 0) + 1;
        const next = new Date(at.getTime() + waitAfter(attempts)).toISOString();
        troubles[id] = { at: at.toISOString(), next, attempts, ...failure };
      }
      for (const entries of [troubles, wishes]) {
        for (const id of Object.keys(entries)) if (!there.has(id)) delete entries[id];
      }
    }, note)
    .catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
    });
}
