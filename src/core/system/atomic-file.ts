import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explainFsError } from './fs-error';

/** Everything half-written carries this prefix until it is whole; `sweepTemporary` removes what a kill left behind. */
const temporaryPrefix = '.tmp-';

const temporaryName = () => `${temporaryPrefix}${randomBytes(8).toString('hex')}`;

/**
 * Makes a rename durable: the entry lives in the folder, so the folder is flushed too (fsync(2), notes). Windows cannot
 * open folders for that and does not need it for its journalled metadata.
 */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EISDIR' && code !== 'EPERM' && code !== 'EINVAL') throw error;
  } finally {
    await handle?.close();
  }
}

async function writeDurable(path: string, data: string | Uint8Array, mode: number): Promise<void> {
  // 'wx': a file of that name that somebody else put there is never written through.
  const handle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates a private folder (0700) and its parents. Throws `read-only` or `disk-full`. */
export async function ensureFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw explainFsError(error, `create the folder ${folder}`);
  }
}

/**
 * Replaces a file so that a reader, or a power cut, sees the old one or the new one, never a part. `mode` is that of the
 * new file, whatever the old one had. Throws `disk-full` or `read-only`; the old file then stands as it was.
 */
export async function writeFileAtomic(path: string, data: string | Uint8Array, mode = 0o600): Promise<void> {
  const temporary = join(dirname(path), temporaryName());
  try {
    await writeDurable(temporary, data, mode);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw explainFsError(error, `write ${path}`);
  }
}

export interface FolderFile {
  name: string;
  data: string | Uint8Array;
  mode: number;
}

/**
 * Creates a folder with all its files, or nothing: written under a temporary name, flushed, then renamed. Throws when
 * the folder exists already, and `disk-full` or `read-only`.
 */
export async function createFolderWhole(parent: string, name: string, files: readonly FolderFile[]): Promise<string> {
  const temporary = join(parent, temporaryName());
  const final = join(parent, name);
  try {
    await mkdir(temporary, { mode: 0o700 });
    await Promise.all(files.map((file) => writeDurable(join(temporary, file.name), file.data, file.mode)));
    await syncFolder(temporary);
    await rename(temporary, final);
    await syncFolder(parent);
    return final;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw explainFsError(error, `create ${final}`);
  }
}

/** Moves a folder to another place on the same disk, durably on both sides. */
export async function moveFolder(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
    await syncFolder(dirname(to));
    await syncFolder(dirname(from));
  } catch (error) {
    throw explainFsError(error, `move ${from} to ${to}`);
  }
}

/**
 * Appends whole lines and flushes them. When a kill tore the last line off, its remains are ended by a line break first, so
 * that the new line stands by itself.
 */
export async function appendDurable(path: string, lines: string): Promise<void> {
  try {
    const handle = await open(path, 'a+', 0o600);
    try {
      const { size } = await handle.stat();
      let repair = '';
      if (size > 0) {
        const last = Buffer.alloc(1);
        await handle.read(last, 0, 1, size - 1);
        if (last[0] !== 0x0a) repair = '\n';
      }
      await handle.appendFile(repair + lines);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw explainFsError(error, `write ${path}`);
  }
}

/** Removes what a kill left half-written in a folder. Call it only with the lock held: a living writer works under it. */
export async function sweepTemporary(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const left = names.filter((name) => name.startsWith(temporaryPrefix));
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
  return left.length;
}
