import { isAbsolute, join } from 'node:path';
import { AppError } from '../errors';
import { createFolderWhole, ensureFolder } from '../system/atomic-file';
import { readBounded } from '../system/bounded-file';
import { stat } from '../system/file-calls';
import type { FolderLock } from '../system/lock';

/** Bytes of a file of a pair. */
const maxBytes = 4 * 1024 * 1024;

export interface KeptPair {
  /** The item whose files they were. */
  item: string;
  /** Of the certificate that took their place. */
  fingerprint: string;
  files: { path: string; data: Buffer; mode: number }[];
}

interface Meta {
  item: string;
  fingerprint: string;
  files: { path: string; mode: number }[];
}

/**
 * What lay in the place of a certificate that was renewed there, in the bin of the data folder, which is emptied of what has lain in it
 * for 30 days (`CertificateStore.sweep`).
 */
export class KeptPairs {
  private readonly bin: string;

  constructor(
    dataFolder: string,
    private readonly lock: FolderLock,
  ) {
    this.bin = join(dataFolder, 'bin');
  }

  folder(name: string): string {
    return join(this.bin, name);
  }

  /** Copies the files, whole and private, and gives the name by which they are read again. */
  async keep(item: string, paths: readonly string[], fingerprint: string, now: Date): Promise<string> {
    const files: KeptPair['files'] = [];
    for (const path of paths) {
      files.push({ path, data: await readBounded(path, maxBytes), mode: (await stat(path)).mode & 0o777 });
    }
    const name = `watched-${fingerprint.slice(0, 12)}-${now.getTime().toString(36)}`;
    const meta: Meta = { item, fingerprint, files: files.map(({ path, mode }) => ({ path, mode })) };
    await this.lock.hold(async () => {
      await ensureFolder(this.bin);
      await createFolderWhole(this.bin, name, [
        ...files.map(({ data }, index) => ({ name: `file-${index}`, data, mode: 0o600 })),
        { name: 'meta.json', data: `${JSON.stringify(meta, null, 2)}\n`, mode: 0o600 },
      ]);
    });
    for (const { data } of files) data.fill(0);
    return name;
  }

  /** Throws `not-found`. */
  async read(name: string): Promise<KeptPair> {
    const folder = this.folder(name);
    try {
      // Nothing in the name can climb out of the bin.
      if (!/^watched-[0-9a-z-]{1,80}$/.test(name)) throw new Error('no name of a kept pair');
      const meta = JSON.parse((await readBounded(join(folder, 'meta.json'), maxBytes)).toString('utf8')) as Meta;
      if (!meta.files.every(({ path }) => isAbsolute(path))) throw new Error('a path that leads nowhere');
      const files = await Promise.all(
        meta.files.map(async ({ path, mode }, index) => ({
          path,
          mode: mode & 0o777,
          data: await readBounded(join(folder, `file-${index}`), maxBytes),
        })),
      );
      return { item: meta.item, fingerprint: meta.fingerprint, files };
    } catch (cause) {
      throw new AppError('not-found', `The old files ${name} are no longer kept.`, {
        hint: 'They are kept for 30 days; take them from a backup of yours.',
        cause,
      });
    }
  }
}
