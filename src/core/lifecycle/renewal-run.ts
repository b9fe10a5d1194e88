import type { BatchProgress } from '../../ipc/issue-schemas';
import type { RenewalReport, RenewalResult } from '../../ipc/renewal-schemas';
import type { Certificate } from '../../ipc/schemas';
import type { SigningAuthority } from '../authority/authorities';
import { AppError } from '../errors';
import { type Renewed, renewGroup } from './renew-group';
import type { RenewalOptions } from './renewal';
import { refusal } from './renewal-due';
import { authorityOf, type Reading } from './renewal-reading';

export interface RenewManyControl {
  /** Whether the key stays. Unless told it is new, but where its files are written side by side (`RenewalOptions.keepsKey`). */
  sameKey?: boolean | undefined;
  /** Another authority that signs, e.g. the root that replaces theirs; each one's own unless told. */
  authorityId?: string | undefined;
  /** Called after each group that was written. */
  progress?: ((progress: BatchProgress) => void) | undefined;
  /** Cancels: nothing new is begun; what was renewed stays. */
  signal?: AbortSignal | undefined;
}

export interface RunOptions extends RenewManyControl {
  /** Without a person: a key that would have to be asked for is a failure, and the history says "automatic". */
  unasked: boolean;
  /** True for one whose end is the reason to renew it. */
  mustLast: (old: Certificate) => boolean;
}

/** What became of each, in the order of the ids; `errors` has what the problem of a report was made of. */
export interface RunOutcome {
  report: RenewalReport;
  errors: Map<string, unknown>;
}

const reasonOf = (error: unknown): NonNullable<RenewalResult['problem']> => {
  if (!(error instanceof AppError)) {
    return {
      code: 'internal',
      message: `Renewing failed: ${error instanceof Error ? error.message : 'unknown error'}.`,
    };
  }
  const { code, message, hint } = error;
  return { code, message, ...(hint === undefined ? {} : { hint }) };
};

/** Why this one is not even tried, or undefined. Throws nothing. */
function refused(id: string, reading: Reading, elsewhere: boolean): AppError | undefined {
  const old = reading.certificates.get(id);
  if (old === undefined) {
    return new AppError('not-found', `There is no certificate ${id} here.`, {
      hint: 'It may have been deleted in another window or on the command line; look at the list again.',
    });
  }
  switch (refusal(old, elsewhere || authorityOf(old, reading) !== undefined)) {
    case 'replaced':
      return new AppError('already-exists', `${id} was renewed already: ${old.replacedBy} took its place.`, {
        hint: `Renew ${old.replacedBy} instead.`,
      });
    case 'revoked':
      return new AppError('certificate-revoked', `${id} was revoked, so it is not renewed.`, {
        hint: 'Issue a new certificate for these names instead: New certificate, or “sealwax issue NAME…”.',
      });
    case 'no-authority':
      return new AppError('no-authority', `The authority that signed ${id} (${old.issuer}) is not on this machine.`, {
        hint: 'Bring it back under Authorities, or issue a certificate for the same names from another one.',
      });
    default:
      return undefined;
  }
}

/** Renews these certificates with each authority's key opened once. The caller holds the lock of the renewals. It does not throw. */
export async function runRenewals(
  ids: readonly string[],
  reading: Reading,
  options: RenewalOptions,
  run: RunOptions,
): Promise<RunOutcome> {
  const results = new Map<string, RenewalResult>();
  const errors = new Map<string, unknown>();
  const known = reading.certificates;
  const nameOf = (id: string) => known.get(id)?.commonName ?? id;
  const wanted = [...new Set(ids)];
  const tally: BatchProgress = { done: 0, failed: 0, total: wanted.length };

  const fail = (id: string, error: unknown) => {
    if (results.has(id)) return;
    tally.failed += 1;
    errors.set(id, error);
    results.set(id, { id, name: nameOf(id), problem: reasonOf(error) });
  };
  const settle = async (group: readonly Renewed[]) => {
    for (const each of group) {
      const { id } = each.old;
      if ('error' in each) {
        fail(id, each.error);
        continue;
      }
      const { record } = each.made;
      tally.done += 1;
      const certificate = { id: record.id, notAfter: record.notAfter };
      const warning = await follow(options, id, record.id);
      results.set(id, { id, name: nameOf(id), certificate, ...(warning === undefined ? {} : { warning }) });
    }
    run.progress?.({ ...tally });
  };

  for (const id of wanted) {
    const error = refused(id, reading, run.authorityId !== undefined);
    if (error !== undefined) fail(id, error);
  }
  const open = wanted.flatMap((id) => (results.has(id) ? [] : (known.get(id) ?? [])));
  const signerOf = (each: Certificate) => run.authorityId ?? each.authorityId;
  for (const authorityId of new Set(open.map(signerOf))) {
    const olds = open.filter((each) => signerOf(each) === authorityId);
    try {
      const authority = await options.authorities.forSigning(authorityId);
      if (run.unasked) refuseLocked(options, authority);
      const crlUrl = await options.certificates.crlUrlOf(authority);
      await options.keys.use(authority.record, (key) =>
        renewGroup(olds, {
          ...options,
          ...{
            authority,
            key,
            crlUrl,
            settle,
            signal: run.signal,
            mustLast: run.mustLast,
            sameKey: async ({ id }) => run.sameKey ?? (await options.keepsKey?.(id)) ?? false,
          },
          write: (group) =>
            options.certificates.keepAll(group, {
              journal: run.unasked ? options.automaticJournal : undefined,
              also: async (kept) => {
                await options.store.changeHeld(({ wishes, troubles }) => {
                  for (const { record } of kept) {
                    const old = record.renews ?? '';
                    const wish = wishes[old];
                    if (wish !== undefined) wishes[record.id] = wish;
                    delete troubles[old];
                  }
                });
              },
            }),
        }),
      );
    } catch (error) {
      for (const { id } of olds) fail(id, error);
      run.progress?.({ ...tally });
    }
  }
  const inOrder = wanted.flatMap((id) => results.get(id) ?? []);
  const cancelled = inOrder.some(({ problem }) => problem?.code === 'cancelled');
  return { report: { renewed: tally.done, failed: tally.failed, cancelled, results: inOrder }, errors };
}

function refuseLocked({ keys }: RenewalOptions, { record, summary }: SigningAuthority): void {
  if (keys.opensUnasked(record)) return;
  throw new AppError('passphrase-needed', `The key of ${summary.name} is locked, and only you have its passphrase.`, {
    hint:
      record.keep === 'every-use'
        ? 'It is asked for at each use, so renew by hand, or let the keychain keep its passphrase (under Authorities).'
        : 'Unlock it at the foot of the window; what is due is renewed at once then.',
  });
}

/** What hangs on the certificate follows; when that fails the certificate is renewed all the same, and it is said. */
async function follow(
  { renewed, certificates }: RenewalOptions,
  oldId: string,
  id: string,
): Promise<string | undefined> {
  if (renewed === undefined) return undefined;
  try {
    await renewed(oldId, await certificates.get(id));
    return undefined;
  } catch (error) {
    return reasonOf(error).message;
  }
}
