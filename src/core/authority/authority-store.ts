import type { Dirent } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import { createFolderWhole, ensureFolder, moveFolder, sweepTemporary } from '../system/atomic-file';
import { errnoOf, explainFsError } from '../system/fs-error';
import { type AuthorityRecord, authorityRecordSchema, isId } from './record';

const rootFile = 'root.pem';
const keyFile = 'root-key.pem';
const recordFile = 'authority.json';
const pendingPrefix = '.pending-';
const pendingMs = 600_000;

/** What lies in the folder of one authority, read without judging it; `inspect.ts` judges. */
export interface AuthorityFolder {
  id: string;
  folder: string;
  record: AuthorityRecord | undefined;
  rootPem: string | undefined;
  /** `exposed`: accounts other than the owner's may read it. */
  keyFile: { text: string; sha256: string; exposed: boolean } | undefined;
}

/** The text, or undefined when there is no such file. One that is there and cannot be read gives an empty text: damaged. */
async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    return errnoOf(error) === 'ENOENT' ? undefined : '';
  }
}

/** The only reader and writer of `authorities/` in the data folder. Writers hold the folder's lock. */
export class AuthorityStore {
  readonly folder: string;
  private readonly bin: string;

  constructor(
    dataFolder: string,
    /** False on Windows, where the profile's access list makes the folder private and mode bits say nothing. */
    private readonly modeBits: boolean,
  ) {
    this.folder = join(dataFolder, 'authorities');
    this.bin = join(dataFolder, 'bin');
  }

  async prepare(): Promise<void> {
    await ensureFolder(this.folder);
    await ensureFolder(this.bin);
  }

  paths(id: string): { folder: string; root: string; key: string } {
    const folder = join(this.folder, id);
    return { folder, root: join(folder, rootFile), key: join(folder, keyFile) };
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
    const { folder, root, key } = this.paths(id);
    const [recordText, rootPem, keyText] = await Promise.all([
      readIfThere(join(folder, recordFile)),
      readIfThere(root),
      readIfThere(key),
    ]);
    return {
      id,
      folder,
      record: parseRecord(recordText),
      rootPem,
      keyFile:
        keyText === undefined
          ? undefined
          : { text: keyText, sha256: sha256Hex(keyText), exposed: await this.exposed(key) },
    };
  }

  private async exposed(path: string): Promise<boolean> {
    return this.modeBits && ((await stat(path)).mode & 0o077) !== 0;
  }

  /** Writes a whole authority or nothing. The key file is encrypted already. */
  async create(
    record: Omit<AuthorityRecord, 'keyFileSha256'>,
    rootPem: string,
    encryptedKeyPem: string,
  ): Promise<AuthorityRecord> {
    const whole: AuthorityRecord = { ...record, keyFileSha256: sha256Hex(encryptedKeyPem) };
    await createFolderWhole(this.folder, record.id, [
      // The root certificate is public, and the tools that install it may run as another user.
      { name: rootFile, data: rootPem, mode: 0o644 },
      { name: keyFile, data: encryptedKeyPem, mode: 0o600 },
      { name: recordFile, data: `${JSON.stringify(whole, null, 2)}\n`, mode: 0o600 },
    ]);
    return whole;
  }

  /** The text of the encrypted key file. Throws `authority-damaged` when it is gone or is not the one that was written. */
  async readKeyFile(record: AuthorityRecord): Promise<string> {
    const { key } = this.paths(record.id);
    const text = await readIfThere(key);
    if (text === undefined) {
      throw new AppError('authority-damaged', `The key file of ${record.name} is gone: ${key}.`, {
        hint: 'Put root-key.pem back from a backup. Nothing new is made in its place.',
      });
    }
    if (sha256Hex(text) !== record.keyFileSha256) {
      throw new AppError(
        'authority-damaged',
        `The key file of ${record.name} is not the one that was written: ${key}.`,
        {
          hint: 'Put the right root-key.pem back from a backup. Nothing new is made in its place.',
        },
      );
    }
    return text;
  }

  async makePrivate(id: string): Promise<void> {
    const { folder, key } = this.paths(id);
    try {
      await chmod(folder, 0o700);
      await chmod(key, 0o600);
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

  /** Says on disk that a passphrase is about to enter the keychain, so that a kill in between leaves no orphan for ever. */
  async markPending(id: string): Promise<void> {
    try {
      await writeFile(join(this.folder, pendingPrefix + id), '', { mode: 0o600 });
    } catch (error) {
      throw explainFsError(error, `write in ${this.folder}`);
    }
  }

  async clearPending(id: string): Promise<void> {
    await rm(join(this.folder, pendingPrefix + id), { force: true });
  }

  /**
   * Ids whose making was cut short: a keychain entry may exist, the folder does not. A mark younger than ten minutes may be
   * that of a living process, which needs two at the most.
   */
  async pending(now: Date): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => [] as string[]);
    const marks = await Promise.all(
      names
        .filter((name) => name.startsWith(pendingPrefix))
        .map(async (name) => ({ name, at: (await stat(join(this.folder, name)).catch(() => undefined))?.mtimeMs })),
    );
    return marks
      .filter(({ at }) => at !== undefined && now.getTime() - at > pendingMs)
      .map(({ name }) => name.slice(pendingPrefix.length));
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
  }
}

function parseRecord(text: string | undefined): AuthorityRecord | undefined {
  if (text === undefined) return undefined;
  try {
    return authorityRecordSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
