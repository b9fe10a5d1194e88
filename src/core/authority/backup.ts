import { z } from 'zod';
import type { Authority, Keep } from '../../ipc/schemas';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import type { RootKeys } from '../keychain/root-keys';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import { spkiOfPrivateKey } from '../pki/keys';
import { parseCertificate } from '../pki/parsed-certificate';
import { isRevocationRecord, mergeRecords, type RevocationRecord } from '../revocation/revocation-record';
import type { RevocationStore } from '../revocation/revocation-store';
import type { FolderLock } from '../system/lock';
import { chainAbove, checkAdoptable } from './adopt-checks';
import type { Authorities } from './authorities';
import { openBackup, sealBackup, unreadable } from './backup-file';
import { foreignDraft } from './foreign-draft';
import { checkLabel } from './label';
import type { Draft, NewAuthorities } from './new-authorities';
import { checkPassphrase } from './passphrase-rule';
import { authorityRecordSchema } from './record-schemas';

export interface BackupOptions {
  authorities: Authorities;
  newAuthorities: NewAuthorities;
  keys: RootKeys;
  journal: Journal;
  lock: FolderLock;
  revocations: Pick<RevocationStore, 'read' | 'write'>;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

/**
 * The content of a backup: one line of JSON, then the keys (PKCS#8, DER) one after the other, as bytes: bytes can be wiped, and
 * texts cannot.
 */
const contentSchema = z.object({
  authorities: z
    .array(
      z.object({
        record: authorityRecordSchema,
        certificatePem: z.string(),
        chain: z.array(z.string()),
        /** What it has revoked, and the number of its last list; not written before version 0.4. */
        revocation: z.custom<RevocationRecord>(isRevocationRecord).optional(),
        keyBytes: z
          .number()
          .int()
          .min(1)
          .max(64 * 1024),
      }),
    )
    .min(1)
    .max(100),
});
type Saved = z.infer<typeof contentSchema>['authorities'][number];

/** Authorities in one encrypted file, and back. */
export class Backup {
  constructor(private readonly options: BackupOptions) {}

  /**
   * The named authorities with their keys as one file, encrypted with a passphrase of the user's. The caller wipes the
   * passphrase, and tells `noteWritten` once the file stands. Throws `passphrase-weak`, `not-found`, `authority-damaged`, and what opening their keys throws.
   */
  async write(ids: readonly string[], passphrase: Buffer): Promise<Buffer> {
    checkPassphrase(passphrase);
    const { authorities, keys, random } = this.options;
    const saved: Saved[] = [];
    const pkcs8s: Buffer[] = [];
    try {
      // In the order of the list, the default one first: the first becomes the default where there is none.
      const listed = (await authorities.list()).map(({ id }) => id).filter((id) => ids.includes(id));
      for (const id of new Set([...listed, ...ids])) {
        const { issuerPem, chainPems, rootPem, summary } = await authorities.get(id);
        if (issuerPem === undefined || rootPem === undefined) throw await whyNot(authorities, id);
        await keys.lendBytes(id, async (pkcs8, record) => {
          const chain = summary.kind === 'root' ? [] : [...chainPems.slice(1), rootPem];
          const revocation = await this.options.revocations.read(id);
          saved.push({
            ...{ record, certificatePem: issuerPem, chain, keyBytes: pkcs8.length },
            ...(revocation === undefined ? {} : { revocation: portable(revocation) }),
          });
          pkcs8s.push(Buffer.from(pkcs8));
        });
      }
      const text = Buffer.from(`${JSON.stringify({ authorities: saved } satisfies z.input<typeof contentSchema>)}\n`);
      const content = Buffer.concat([text, ...pkcs8s]);
      try {
        return await sealBackup(content, passphrase, random);
      } finally {
        content.fill(0);
      }
    } finally {
      for (const pkcs8 of pkcs8s) pkcs8.fill(0);
    }
  }

  /** Notes in the journal that a backup of these authorities was written. */
  async noteWritten(ids: readonly string[]): Promise<void> {
    const { lock, journal } = this.options;
    await lock.hold(async () => {
      for (const id of new Set(ids)) await journal.note('authority.backed-up', id);
    });
  }

  /** Whether the passphrase opens the backup. Throws as `read` does before it writes anything. */
  async check(bytes: Buffer, passphrase: Buffer): Promise<void> {
    (await openBackup(bytes, passphrase)).fill(0);
  }

  /**
   * Writes the authorities of a backup that are not here yet: all of them or none, their keys encrypted anew under this
   * machine's keychain or a passphrase that is asked for. `already` are the names of those that were left as they are. Throws
   * `passphrase-wrong`, `file-unreadable`, `file-too-large`, what `checkAdoptable` and `chainAbove` throw, `newer-format`, `keychain-…`, `cancelled`, `disk-full`, `read-only`.
   */
  async read(bytes: Buffer, passphrase: Buffer, keep: Keep): Promise<{ restored: Authority[]; already: string[] }> {
    const { authorities, newAuthorities } = this.options;
    const content = await openBackup(bytes, passphrase);
    try {
      const here = await authorities.list();
      const nameHere = (fingerprint: string) => here.find((each) => each.fingerprint === fingerprint)?.name;
      const all = draftsOf(content, this.options.now());
      const already = all.flatMap(({ record }) => nameHere(record.fingerprint) ?? []);
      const drafts = all.filter(({ record }) => nameHere(record.fingerprint) === undefined);
      if (drafts.length === 0) return { restored: [], already };
      const ids = new Map([...here, ...drafts.map(({ record }) => record)].map((each) => [each.fingerprint, each.id]));
      // First: an authority must not be here without what it has revoked.
      await this.takeRevoked(drafts);
      await newAuthorities.write(
        drafts.map((draft) => withParent(draft, ids)),
        { keep, what: 'authority.restored', refuse: async () => undefined },
      );
      await authorities.settleDefault(drafts.map(({ record }) => record.id));
      const found = await Promise.all(drafts.map(({ record }) => authorities.get(record.id)));
      return { restored: found.map(({ summary }) => summary), already };
    } finally {
      content.fill(0);
    }
  }

  /**
   * What the backup says was revoked is added to what this machine knows already of the same authority, e.g. since it was set
   * aside after the backup: nothing that was revoked comes back, and no number of a list is used twice.
   */
  private async takeRevoked(drafts: readonly RestoredDraft[]): Promise<void> {
    const { revocations, lock } = this.options;
    await lock.hold(async () => {
      for (const { record, revocation } of drafts) {
        if (revocation === undefined) continue;
        const saved = { ...portable(revocation), authorityId: record.id, authorityFingerprint: record.fingerprint };
        const here = await revocations.read(record.id);
        await revocations.write(here === undefined ? saved : mergeRecords(here, saved));
      }
    });
  }
}

/** Without what is of one machine: the list's file, and the port that it is served on. */
function portable({ version, authorityId, authorityFingerprint, entries, number }: RevocationRecord): RevocationRecord {
  return { version, authorityId, authorityFingerprint, entries, number };
}

interface RestoredDraft extends Draft {
  revocation: RevocationRecord | undefined;
}

async function whyNot(authorities: Authorities, id: string): Promise<unknown> {
  return authorities.forSigning(id).then(
    () => new AppError('authority-damaged', 'Its certificate cannot be read.', { hint: 'Put root.pem back.' }),
    (error: unknown) => error,
  );
}

function draftsOf(content: Buffer, now: Date): RestoredDraft[] {
  const end = content.indexOf(0x0a);
  const read = contentSchema.safeParse(parseJson(content.subarray(0, Math.max(end, 0)).toString('utf8')));
  if (!read.success) throw unreadable('what it holds is not what a backup holds');
  let at = end + 1;
  return read.data.authorities.map((saved) => {
    const pkcs8 = content.subarray(at, at + saved.keyBytes);
    at += saved.keyBytes;
    return { ...draftOf(saved, pkcs8, now), revocation: saved.revocation };
  });
}

/**
 * Nothing is taken on trust: whoever can write a backup must not smuggle in a key that does not belong to its certificate, nor say
 * of an authority what its certificate does not. From the record comes only what the user called it. An authority whose time is
 * over may come back; it is judged as of its last day. Throws as `checkAdoptable` and `chainAbove`.
 */
function draftOf({ record, certificatePem, chain }: Saved, pkcs8: Buffer, now: Date): Draft {
  const certificate = viewCertificate(certificatePem);
  const fits =
    certificate.fingerprint256 === record.fingerprint &&
    spkiOfPrivateKey(pkcs8).equals(parseCertificate(certificate.der).spki);
  if (!fits) throw unreadable(`the key or the certificate of ${record.name} is not the one that its record names`);
  const candidates = chain.map((pem) => viewCertificate(pem));
  const at = within([certificate, ...candidates], now);
  checkAdoptable(certificate, pkcs8, at);
  const above = chainAbove(certificate, candidates, at);
  const draft = foreignDraft({ certificate, chain: above, pkcs8, origin: 'restored', parentId: undefined, now });
  return { ...draft, record: { ...draft.record, ...labelOf(record.label) } };
}

/** Now, or the nearest moment at which all of them are valid. */
function within(views: readonly CertificateView[], now: Date): Date {
  const from = Math.max(...views.map(({ notBefore }) => notBefore.getTime()));
  const until = Math.min(...views.map(({ notAfter }) => notAfter.getTime()));
  return new Date(Math.min(Math.max(now.getTime(), from), until));
}

/** A label that could not have been typed here could make it look like another authority. */
function labelOf(label: string | undefined): { label?: string } {
  try {
    return label === undefined ? {} : { label: checkLabel(label) };
  } catch {
    return {};
  }
}

function withParent(draft: Draft, ids: ReadonlyMap<string, string>): Draft {
  const parentId = ids.get(draft.record.chain?.[0] ?? '');
  return parentId === undefined ? draft : { ...draft, record: { ...draft.record, parentId } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
