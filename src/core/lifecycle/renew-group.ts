import type { webcrypto } from 'node:crypto';
import type { Certificate } from '../../ipc/schemas';
import type { SigningAuthority } from '../authority/authorities';
import type { NewCertificate } from '../authority/certificate-store';
import type { Certificates } from '../authority/certificates';
import { type LeafPlan, makeCertificate } from '../authority/issue';
import { AppError } from '../errors';
import { validityOf } from '../pki/validity';
import { mapBounded } from '../system/bounded';

/** Certificates that are written together: few enough that progress moves, and that a cancel is quick. */
const groupSize = 16;
/** Keys and signatures under way, as for a batch that is issued. */
const atOnce = 6;

/** What became of one: the new certificate, or why there is none. */
export type Renewed = { old: Certificate; made: NewCertificate } | { old: Certificate; error: unknown };

export interface RenewGroupWork {
  certificates: Pick<Certificates, 'planRenewal'>;
  /** Where clients look for the authority's revocation list. */
  crlUrl: string | undefined;
  authority: SigningAuthority;
  key: webcrypto.CryptoKey;
  now: () => Date;
  random: (bytes: number) => Buffer;
  /** Whether its key stays; asked for each. */
  sameKey: (old: Certificate) => Promise<boolean>;
  signal: AbortSignal | undefined;
  /** True for one whose end is the reason to renew it: what replaces it must last longer. */
  mustLast: (old: Certificate) => boolean;
  /** Writes a group durably; one entry for each in order, undefined when it is on disk, else why not. */
  write: (group: readonly NewCertificate[]) => Promise<unknown[]>;
  /** Called for each group once it is settled. */
  settle: (group: readonly Renewed[]) => Promise<void>;
}

const cancelled = () =>
  new AppError('cancelled', 'Not renewed: it was stopped before.', { hint: 'Renew it again; the others are done.' });

/**
 * Renews the certificates of one authority in groups, with its key open. A disk that cannot be written ends it: the rest gets
 * that reason. It does not throw.
 */
export async function renewGroup(olds: readonly Certificate[], work: RenewGroupWork): Promise<void> {
  let halt: unknown;
  for (let start = 0; start < olds.length; start += groupSize) {
    const group = olds.slice(start, start + groupSize);
    if (work.signal?.aborted === true) halt ??= cancelled();
    if (halt !== undefined) {
      await work.settle(group.map((old) => ({ old, error: halt })));
      continue;
    }
    const tried = await mapBounded(group, atOnce, (old) => makeOne(old, work));
    const made = tried.flatMap((each) => ('made' in each ? [each.made] : []));
    const failures = made.length === 0 ? [] : await work.write(made).catch((error: unknown) => made.map(() => error));
    halt = failures.find((failure) => failure !== undefined);
    await work.settle(
      tried.map((each) => {
        const failure = 'made' in each ? failures[made.indexOf(each.made)] : undefined;
        return failure === undefined ? each : { old: each.old, error: failure };
      }),
    );
  }
}

async function makeOne(old: Certificate, work: RenewGroupWork): Promise<Renewed> {
  const { authority, key, random, certificates, crlUrl, sameKey } = work;
  try {
    const { limits } = authority.summary;
    const plan = await certificates.planRenewal(old.id, { sameKey: await sameKey(old), limits });
    const now = work.now();
    if (work.mustLast(old)) refuseShort(old, plan, authority, now);
    return { old, made: await makeCertificate(plan, { authority, key, now, random, crlUrl }) };
  } catch (error) {
    return { old, error };
  }
}

/** An authority that ends itself cuts what it signs: renewing would then change nothing but the key. */
function refuseShort(old: Certificate, { validity }: LeafPlan, { summary }: SigningAuthority, now: Date): void {
  const issuer = { notBefore: new Date(summary.notBefore), notAfter: new Date(summary.notAfter) };
  if (validityOf(validity, now, issuer).notAfter.getTime() > Date.parse(old.notAfter)) return;
  throw new AppError(
    'root-too-short',
    `A new certificate would last no longer than ${old.commonName} does: its authority ${summary.name} ends on ${summary.notAfter.slice(0, 10)}.`,
    { hint: 'Make a new authority under Authorities, and issue a certificate for the same names from it.' },
  );
}
