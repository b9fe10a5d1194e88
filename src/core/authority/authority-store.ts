import type { Dirent } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import { createFolderWhole, ensureFolder, moveFolder, sweepTemporary, writeFileAtomic } from '../system/atomic-file';
import { mkdir, readdir, rm, stat } from '../system/file-calls';
import { errnoOf, explainFsError } from '../system/fs-error';
import { shellQuote } from '../trust/shell-quote';
import { readIfThere, unchangedPlainKeys } from './authority-files';
import { KeychainMarks } from './keychain-marks';
import {
  type AuthorityRecord,
  effectiveRecord,
  isId,
  type KeyFileFacts,
  readAuthorityRecord,
  withFacts,
} from './record';

const rootFile = 'root.pem';
const keyFile = 'root-key.pem';
const recordFile = 'authority.json';
const chainFile = 'chain.pem';
/** The self-signed root above an intermediate, by itself: what trust stores take. Named as beside the certificates. */
const topFile = 'ca.pem';

/** What lies in the folder of one authority, read without judging it; `inspect.ts` judges. */
export interface AuthorityFolder {
  id: string;
  folder: string;
  record: AuthorityRecord | undefined;
  /** Its own certificate, an intermediate's too. */
  rootPem: string | undefined;
  /** What stands above an intermediate, up to the root; undefined when there is no such file. */
  chainPem: string | undefined;
  /** The unencrypted keys that it was adopted from, as long as those files are still the ones that were seen then. */
  plainKeyFiles: string[];
  /** Files of it that are there and that this account has no right to read. */
  noRight: string[];
  /** `exposed`: accounts other than the owner's may read it. */
  keyFile: { text: string; sha256: string; exposed: boolean } | undefined;
}

/** The only reader and writer of `authorities/` in the data folder. Writers hold the folder's lock. */
export class AuthorityStore {
  readonly folder: string;
  private madeMarks: KeychainMarks | undefined;
  private readonly bin: string;

  constructor(
    dataFolder: string,
    /** False on Windows, where the profile's access list makes the folder private and mode bits say nothing. */
    private readonly modeBits: boolean,
  ) {
    this.folder = join(dataFolder, 'authorities');
    this.bin = join(dataFolder, 'bin');
  }

  /** Which entries of the keychain are about to come or go. */
  get marks(): KeychainMarks {
    this.madeMarks ??= new KeychainMarks(this.folder);
    return this.madeMarks;
  }

  async prepare(): Promise<void> {
    await ensureFolder(this.folder);
    await ensureFolder(this.bin);
  }

  paths(id: string): { folder: string; root: string; key: string; chain: string; top: string } {
    const folder = join(this.folder, id);
    return {
      folder,
      root: join(folder, rootFile),
      key: join(folder, keyFile),
      chain: join(folder, chainFile),
      top: join(folder, topFile),
    };
  }

  async list(): Promise<AuthorityFolder[]> {
    const entries = await this.entries();
    const ids = entries.filter((entry) => entry.isDirectory() && isId(entry.name)).map((entry) => entry.name);
    return Promise.all(ids.sort().map((id) => this.read(id)));
  }

  /** A folder that cannot be read is not an empty one: it must never look as if there were no root. */
  private async entries(): Promise<Dirent[]> {
    try {
      return await readdir(this.folder, { withFileTypes: true });
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return [];
      throw new AppError('read-only', `The folder ${this.folder} cannot be read.`, {
        hint: 'Give your account the right to read it, then try again.',
        cause: error,
      });
    }
  }

  async read(id: string): Promise<AuthorityFolder> {
    const found = await this.readOnce(id);
    const { record, keyFile: file } = found;
    // Another process may be changing the passphrase between our two looks; damage is there at the second one too.
    const apart = record !== undefined && file !== undefined && record.keyFileSha256 !== file.sha256;
    return apart ? this.readOnce(id) : found;
  }

  private async readOnce(id: string): Promise<AuthorityFolder> {
    const { folder, root, key, chain } = this.paths(id);
    const noRight: string[] = [];
    const [recordText, rootPem, keyText, chainPem] = await Promise.all(
      [join(folder, recordFile), root, key, chain].map((path) => readIfThere(path, noRight)),
    );
    const keyHash = keyText === undefined ? undefined : sha256Hex(keyText);
    const record = effectiveRecord(parseRecord(recordText), keyHash);
    return {
      id,
      folder,
      record,
      rootPem,
      chainPem,
      plainKeyFiles: await unchangedPlainKeys(record),
      noRight: noRight.sort(),
      keyFile:
        keyText === undefined || keyHash === undefined
          ? undefined
          : { text: keyText, sha256: keyHash, exposed: await this.exposed(key) },
    };
  }

  private async exposed(path: string): Promise<boolean> {
    return this.modeBits && ((await stat(path)).mode & 0o077) !== 0;
  }

  /** Writes a whole authority or nothing. The key file is encrypted already; `chain` is what stands above an intermediate. */
  async create(
    record: Omit<AuthorityRecord, 'keyFileSha256'>,
    rootPem: string,
    encryptedKeyPem: string,
    chain: readonly string[] = [],
  ): Promise<AuthorityRecord> {
    const whole: AuthorityRecord = { ...record, keyFileSha256: sha256Hex(encryptedKeyPem) };
    const top = chain[chain.length - 1];
    await createFolderWhole(this.folder, record.id, [
      // The certificates are public, and the tools that install them may run as another user.
      { name: rootFile, data: rootPem, mode: 0o644 },
      { name: keyFile, data: encryptedKeyPem, mode: 0o600 },
      { name: recordFile, data: recordText(whole), mode: 0o600 },
      ...(top === undefined
        ? []
        : [
            { name: chainFile, data: chain.join(''), mode: 0o644 },
            { name: topFile, data: top, mode: 0o644 },
          ]),
    ]);
    return whole;
  }

  /** The record as it counts now (see `effectiveRecord`). Throws `authority-damaged` when it cannot be read. */
  async readRecord(id: string): Promise<AuthorityRecord> {
    const { record, folder } = await this.read(id);
    if (record === undefined) throw recordDamaged(folder);
    return record;
  }

  /** Replaces the record, as a whole. What it says of the key file must be what lies there. */
  async writeRecord(record: AuthorityRecord): Promise<void> {
    await writeFileAtomic(join(this.folder, record.id, recordFile), recordText(record));
  }

  /**
   * Replaces the key file and what the record says of it, so that a kill at any moment leaves a whole authority: the record
   * first names both files, then the new file takes the old one's place by a rename, then the record forgets the old one.
   */
  async replaceKeyFile(record: AuthorityRecord, pem: string, facts: Omit<KeyFileFacts, 'keyFileSha256'>) {
    const next: KeyFileFacts = { ...facts, keyFileSha256: sha256Hex(pem) };
    await this.writeRecord({ ...record, next });
    await writeFileAtomic(this.paths(record.id).key, pem);
    const replaced = withFacts(record, next);
    // The new file counts from here on, by `next`; that the record still names the old one harms nothing.
    await this.writeRecord(replaced).catch(() => undefined);
    return replaced;
  }

  /**
   * The encrypted key file with the record that it belongs to, both as they lie there now. Throws `authority-damaged` when it is
   * gone or is not the one that was written.
   */
  async readKeyFile(id: string): Promise<{ record: AuthorityRecord; text: string }> {
    const { key } = this.paths(id);
    const { record, keyFile: file, folder, noRight } = await this.read(id);
    if (noRight.includes(keyFile)) {
      throw new AppError(
        'file-unreadable',
        `Your account may not read the key file of ${record?.name ?? id}: ${key}.`,
        {
          hint: `Give it back: chmod 600 ${shellQuote(key)}.`,
        },
      );
    }
    if (record === undefined) throw recordDamaged(folder);
    if (file === undefined) {
      throw new AppError('authority-damaged', `The key file of ${record.name} is gone: ${key}.`, {
        hint: 'Put root-key.pem back from a backup. Nothing new is made in its place.',
      });
    }
    if (file.sha256 !== record.keyFileSha256) {
      throw new AppError(
        'authority-damaged',
        `The key file of ${record.name} is not the one that was written: ${key}.`,
        {
          hint: 'Put the right root-key.pem back from a backup. Nothing new is made in its place.',
        },
      );
    }
    return { record, text: file.text };
  }

  async makePrivate(id: string): Promise<void> {
    const { folder, key, root, chain, top } = this.paths(id);
    const ifThere = (path: string, mode: number) =>
      chmod(path, mode).catch((error: unknown) => {
        if (errnoOf(error) !== 'ENOENT') throw error;
      });
    try {
      await chmod(folder, 0o700);
      await chmod(key, 0o600);
      await ifThere(join(folder, recordFile), 0o600);
      for (const path of [root, chain, top]) await ifThere(path, 0o644);
    } catch (error) {
      throw explainFsError(error, `make ${key} private`);
    }
  }

  /** Moves the authority's folder into the bin and gives back where it lies now. */
  async setAside(id: string, at: Date): Promise<string> {
    const target = join(this.bin, `${id}-set-aside-${at.getTime()}`);
    await moveFolder(join(this.folder, id), target);
    return target;
  }

  /** Whether an authority of this id was set aside: its passphrase may be needed again. */
  async isSetAside(id: string): Promise<boolean> {
    const names = await readdir(this.bin).catch(() => [] as string[]);
    return names.some((name) => name.startsWith(`${id}-set-aside-`));
  }

  /** Takes back an authority that was written a moment ago, in the same work that now fails. Best effort. */
  async discard(id: string): Promise<void> {
    await rm(join(this.folder, id), { recursive: true, force: true }).catch(() => undefined);
  }

  async exists(id: string): Promise<boolean> {
    return stat(join(this.folder, id)).then(
      () => true,
      () => false,
    );
  }

  async sweep(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await sweepTemporary(this.folder);
    for (const { name } of await this.entries()) if (isId(name)) await sweepTemporary(join(this.folder, name));
  }
}

function recordDamaged(folder: string): AppError {
  return new AppError(
    'authority-damaged',
    `The record of this authority is gone or damaged: ${join(folder, recordFile)}.`,
    {
      hint: 'Put it back from a backup, or set this authority aside.',
    },
  );
}

const recordText = (record: AuthorityRecord) => `${JSON.stringify(record, null, 2)}\n`;

function parseRecord(text: string | undefined): AuthorityRecord | undefined {
  if (text === undefined) return undefined;
  try {
    return readAuthorityRecord(text);
  } catch {
    return undefined;
  }
}
