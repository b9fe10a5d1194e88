import { z } from 'zod';
import type { Authority, Keep } from '../../ipc/schemas';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import type { RootKeys } from '../keychain/root-keys';
import { viewCertificate } from '../pki/certificate-view';
import { spkiOfPrivateKey } from '../pki/keys';
import { parseCertificate } from '../pki/parsed-certificate';
import type { FolderLock } from '../system/lock';
import type { Authorities } from './authorities';
import { openBackup, sealBackup, unreadable } from './backup-file';
import type { Draft, NewAuthorities } from './new-authorities';
import { checkPassphrase } from './passphrase-rule';
import { authorityRecordSchema } from './record';

export interface BackupOptions {
  authorities: Authorities;
  newAuthorities: NewAuthorities;
  keys: RootKeys;
  journal: Journal;
  lock: FolderLock;
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
   * passphrase. Throws `passphrase-weak`, `not-found`, `authority-damaged`, and what opening their keys throws.
   */
  async write(ids: readonly string[], passphrase: Buffer): Promise<Buffer> {
    checkPassphrase(passphrase);
    const { authorities, keys, random, lock, journal } = this.options;
    const saved: Saved[] = [];
    const pkcs8s: Buffer[] = [];
    try {
      for (const id of new Set(ids)) {
        const { issuerPem, chainPems, rootPem, summary } = await authorities.get(id);
        if (issuerPem === undefined || rootPem === undefined) throw await whyNot(authorities, id);
        await keys.lendBytes(id, async (pkcs8, record) => {
          const chain = summary.kind === 'root' ? [] : [...chainPems.slice(1), rootPem];
          saved.push({ record, certificatePem: issuerPem, chain, keyBytes: pkcs8.length });
          pkcs8s.push(Buffer.from(pkcs8));
        });
      }
      const text = Buffer.from(`${JSON.stringify({ authorities: saved } satisfies z.input<typeof contentSchema>)}\n`);
      const content = Buffer.concat([text, ...pkcs8s]);
      try {
        const file = await sealBackup(content, passphrase, random);
        await lock.hold(async () => {
          for (const { record } of saved) await journal.note('authority.backed-up', record.id);
        });
        return file;
      } finally {
        content.fill(0);
      }
    } finally {
      for (const pkcs8 of pkcs8s) pkcs8.fill(0);
    }
  }

  /** Whether the passphrase opens the backup. Throws as `read` does before it writes anything. */
  async check(bytes: Buffer, passphrase: Buffer): Promise<void> {
    (await openBackup(bytes, passphrase)).fill(0);
  }

  /**
   * Writes the authorities of a backup that are not here yet: all of them or none, their keys encrypted anew under this
   * machine's keychain or a passphrase that is asked for. `already` are the names of those that were left as they are. Throws
   * `passphrase-wrong`, `file-unreadable`, `file-too-large`, `newer-format`, `keychain-…`, `cancelled`, `disk-full`, `read-only`.
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
      const ids = new Set([...here.map(({ id }) => id), ...drafts.map(({ record }) => record.id)]);
      await newAuthorities.write(
        drafts.map((draft) => withKnownParent(draft, ids)),
        { keep, what: 'authority.restored', refuse: async () => undefined },
      );
      await authorities.settleDefault(drafts.map(({ record }) => record.id));
      const found = await Promise.all(drafts.map(({ record }) => authorities.get(record.id)));
      return { restored: found.map(({ summary }) => summary), already };
    } finally {
      content.fill(0);
    }
  }
}

async function whyNot(authorities: Authorities, id: string): Promise<unknown> {
  return authorities.forSigning(id).then(
    () => new AppError('authority-damaged', 'Its certificate cannot be read.', { hint: 'Put root.pem back.' }),
    (error: unknown) => error,
  );
}

function draftsOf(content: Buffer, now: Date): Draft[] {
  const end = content.indexOf(0x0a);
  const read = contentSchema.safeParse(parseJson(content.subarray(0, Math.max(end, 0)).toString('utf8')));
  if (!read.success) throw unreadable('what it holds is not what a backup holds');
  let at = end + 1;
  return read.data.authorities.map((saved) => {
    const pkcs8 = content.subarray(at, at + saved.keyBytes);
    at += saved.keyBytes;
    return draftOf(saved, pkcs8, now);
  });
}

/** Nothing is taken on trust: whoever can write a backup must not smuggle in a key that does not belong to its certificate. */
function draftOf({ record, certificatePem, chain }: Saved, pkcs8: Buffer, now: Date): Draft {
  const view = viewCertificate(certificatePem);
  const { spki } = parseCertificate(view.der);
  const fits =
    view.fingerprint256 === record.fingerprint &&
    record.id.endsWith(view.fingerprint256.slice(0, 16)) &&
    spki.equals(Buffer.from(record.rootSpki, 'base64')) &&
    chain.map((pem) => viewCertificate(pem).fingerprint256).join() === (record.chain ?? []).join() &&
    spkiOfPrivateKey(pkcs8).equals(spki);
  if (!fits) throw unreadable(`the key or the certificate of ${record.name} is not the one that its record names`);
  // How the other machine kept the key, and what lay on its disk, says nothing about this one.
  const { keep, keychainAccount, keyFileSha256, next, plainKey, caroot, ...rest } = record;
  return { record: { ...rest, origin: 'restored', createdAt: now.toISOString() }, certificatePem, chain, pkcs8 };
}

function withKnownParent(draft: Draft, ids: ReadonlySet<string>): Draft {
  const { parentId, ...record } = draft.record;
  return parentId !== undefined && ids.has(parentId) ? draft : { ...draft, record };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
