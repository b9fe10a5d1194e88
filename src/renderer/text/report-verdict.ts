import type { ProveReport } from '../../ipc/schemas';

/** What a report says: a check in which no client could run has proven nothing, but it has not failed either. */
export type ReportVerdict = 'passed' | 'failed' | 'unchecked';

export function reportVerdict({ passed, proofs }: ProveReport): ReportVerdict {
  if (passed) return 'passed';
  return proofs.some(({ result }) => result === 'failed') ? 'failed' : 'unchecked';
}
