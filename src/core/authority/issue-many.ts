import type { BatchProgress, BatchReport, BatchResult, BatchRow, IssueOptions } from '../../ipc/issue-schemas';
import type { NameLimits, Validity } from '../../ipc/schemas';
import { AppError } from '../errors';
import { checkNames } from '../pki/names';
import { mapBounded, paced } from '../system/bounded';
import { tooManyNames } from './batch-file';
import type { NewCertificate } from './certificate-store';
import { acceptNames, type LeafPlan } from './issue';

/** A row to issue. One that carries a problem already is reported with it and not issued. */
export type BatchInput = Omit<BatchRow, 'problem'> & { problem?: BatchRow['problem'] };

export interface IssueManyControl {
  /** Called after each group that was written. */
  progress?: ((progress: BatchProgress) => void) | undefined;
  /** Cancels: nothing new is begun; what was issued stays. */
  signal?: AbortSignal | undefined;
}

export interface IssueManyWork {
  limits: NameLimits;
  make: (plan: LeafPlan) => Promise<NewCertificate>;
  /** Writes a group durably; one entry for each in order, undefined when it is on disk, else why not. */
  write: (group: readonly NewCertificate[]) => Promise<unknown[]>;
}

type Problem = NonNullable<BatchRow['problem']>;

/** Certificates that are flushed together. More make the disk no faster; fewer keep the lock shorter for other processes. */
const groupSize = 32;
/** A group of slow keys (RSA 4096 takes a second) is written after this long, so that progress moves (milliseconds). */
const groupMs = 200;
/** Keys and signatures under way: the thread pool has four threads, and the main thread prepares the next meanwhile. */
const atOnce = 6;

const cancelled: Problem = {
  code: 'cancelled',
  message: 'Not issued: the batch was cancelled before it.',
  hint: 'Issue it again with the rows that are left.',
};

/**
 * Issues one certificate for each row, in order, in groups: while one group is written the next is made. A disk that is full or
 * cannot be written ends it; the rows that are left get that reason.
 */
export async function issueMany(
  rows: readonly BatchInput[],
  options: Omit<IssueOptions, 'authorityId'> & { validity: Validity },
  { progress, signal }: IssueManyControl,
  work: IssueManyWork,
): Promise<BatchReport> {
  const results = new Array<BatchResult | undefined>(rows.length);
  const tally: BatchProgress = { done: 0, failed: 0, total: rows.length };
  const pause = paced();
  let next = 0;
  /** Why the rows that are left are not tried any more. */
  let halt: Problem | undefined;

  const settle = (index: number, outcome: Pick<BatchResult, 'certificate' | 'problem'>) => {
    const { line, names } = rows[index] as BatchInput;
    results[index] = { line, names, ...outcome };
    if (outcome.problem === undefined) tally.done += 1;
    else tally.failed += 1;
  };

  const makeRow = async (index: number): Promise<{ index: number; made: NewCertificate } | undefined> => {
    const row = rows[index] as BatchInput;
    if (row.problem !== undefined) {
      settle(index, { problem: row.problem });
      return undefined;
    }
    try {
      return { index, made: await work.make(planOf(row, options, work.limits)) };
    } catch (error) {
      settle(index, { problem: problemOf(error) });
      return undefined;
    }
  };

  const makeGroup = async () => {
    const started = performance.now();
    const made: { index: number; made: NewCertificate }[] = [];
    await mapBounded(new Array<undefined>(atOnce).fill(undefined), atOnce, async () => {
      while (next < rows.length && halt === undefined && signal?.aborted !== true) {
        if (made.length >= groupSize || performance.now() - started > groupMs) return;
        const index = next;
        next += 1;
        const one = await makeRow(index);
        if (one !== undefined) made.push(one);
        await pause();
      }
    });
    return made;
  };

  const writeGroup = async (group: readonly { index: number; made: NewCertificate }[]) => {
    if (halt === undefined && signal?.aborted === true) halt = cancelled;
    const failures =
      halt === undefined && group.length > 0
        ? await work.write(group.map(({ made }) => made)).catch((error: unknown) => group.map(() => error))
        : [];
    for (const [position, { index, made }] of group.entries()) {
      const failure = failures[position];
      const problem = halt ?? (failure === undefined ? undefined : problemOf(failure));
      settle(index, problem === undefined ? { certificate: issuedPart(made) } : { problem });
    }
    const fatal = failures.find((failure) => failure !== undefined);
    if (fatal !== undefined) halt ??= problemOf(fatal);
    progress?.({ ...tally });
  };

  let writing: Promise<void> = Promise.resolve();
  while (next < rows.length && halt === undefined && signal?.aborted !== true) {
    const group = await makeGroup();
    await writing;
    writing = writeGroup(group);
  }
  await writing;
  const rest = halt ?? cancelled;
  for (let index = 0; index < rows.length; index += 1)
    if (results[index] === undefined) settle(index, { problem: rest });
  progress?.({ ...tally });
  const whole = results.filter((result): result is BatchResult => result !== undefined);
  return {
    issued: tally.done,
    failed: tally.failed,
    cancelled: whole.some(({ problem }) => problem?.code === 'cancelled'),
    results: whole,
  };
}

function planOf(
  row: BatchInput,
  options: Omit<IssueOptions, 'authorityId'> & { validity: Validity },
  limits: NameLimits,
): LeafPlan {
  const purpose = row.purpose ?? options.purpose ?? 'server';
  const tooMany = tooManyNames(row.names);
  if (tooMany !== undefined) throw new AppError('too-many-names', tooMany.message, { hint: tooMany.hint });
  return {
    names: acceptNames(checkNames(row.names, { limits, purpose })),
    purpose,
    key: { kind: 'new', keyType: options.keyType ?? 'ecdsa-p256' },
    subject: options.subject,
    validity: options.validity,
  };
}

function issuedPart({ record }: NewCertificate): NonNullable<BatchResult['certificate']> {
  return { id: record.id, fingerprint: record.fingerprint, notAfter: record.notAfter };
}

function problemOf(error: unknown): Problem {
  if (error instanceof AppError) {
    const { code, message, hint } = error;
    return { code, message, ...(hint === undefined ? {} : { hint }) };
  }
  return { code: 'internal', message: `Issuing failed: ${error instanceof Error ? error.message : 'unknown error'}.` };
}
