import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../system/atomic-file';

const prefix = '.pending-';
const abandonedMs = 600_000;

/** One making or change that touches the keychain. */
export interface KeychainMark {
  /** The authority's. */
  id: string;
  file: string;
  /** The entries that are about to come or go. */
  accounts: string[];
}

/**
 * Marks beside the authorities' folders: they say which entries of the keychain are about to come or go, so that a kill in
 * between leaves no orphan for ever. Each work has a mark of its own, and nobody takes away what another one is about to use.
 */
export class KeychainMarks {
  constructor(private readonly folder: string) {}

  /** Under the lock, as another process may be sweeping up half-written files. Throws `disk-full` or `read-only`. */
  async set(id: string, accounts: string[]): Promise<KeychainMark> {
    const file = join(this.folder, `${prefix}${id}~${randomBytes(4).toString('hex')}`);
    await writeFileAtomic(file, JSON.stringify(accounts));
    return { id, file, accounts };
  }

  async clear({ file }: KeychainMark): Promise<void> {
    await rm(file, { force: true });
  }

  /** Whether it stands as it was set: nobody took it over in the meantime, to tidy up. */
  async stands({ file }: KeychainMark): Promise<boolean> {
    return stat(file).then(
      () => true,
      () => false,
    );
  }

  /**
   * Takes over an abandoned mark, under the lock: whoever set it finds it gone and stops. Undefined when it is gone already. The
   * file keeps its age, so a later start goes on where this one is killed.
   */
  async claim(mark: KeychainMark): Promise<KeychainMark | undefined> {
    const file = join(this.folder, `${prefix}${mark.id}~${randomBytes(4).toString('hex')}`);
    return rename(mark.file, file).then(
      () => ({ ...mark, file }),
      () => undefined,
    );
  }

  /** Marks older than ten minutes: a younger one may be that of a living process, which needs two at the most. */
  async abandoned(now: Date): Promise<KeychainMark[]> {
    const names = (await readdir(this.folder).catch(() => [] as string[])).filter((name) => name.startsWith(prefix));
    const marks = await Promise.all(
      names.map(async (name) => {
        const file = join(this.folder, name);
        const at = (await stat(file).catch(() => undefined))?.mtimeMs;
        const id = name.slice(prefix.length).replace(/~.*$/, '');
        return at !== undefined && now.getTime() - at > abandonedMs
          ? [{ id, file, accounts: await accountsIn(file, id) }]
          : [];
      }),
    );
    return marks.flat();
  }
}

/** Version 0.1.0 wrote empty marks, for the entry of that id. */
async function accountsIn(file: string, id: string): Promise<string[]> {
  try {
    return z.array(z.string()).parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return [id];
  }
}
