import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { mapBounded } from './bounded';
import { closeFile, flushFile, mkdir, openFile, readAt, readdir, rename, rm, sizeOf, writeAll } from './file-calls';
import { explainFsError } from './fs-error';
import { makeFolders } from './make-folders';

/** Everything half-written carries this prefix until it is whole; `sweepTemporary` removes what a kill left behind. */
const temporaryPrefix = '.tmp-';

/** A name beside the file, for what is not whole yet. */
export const temporaryName = () => `${temporaryPrefix}${randomBytes(8).toString('hex')}`;

/**
 * Makes a rename durable: the entry lives in the folder, so the folder is flushed too (fsync(2), notes). Windows cannot
 * open folders for that and does not need it for its journalled metadata.
 */
export async function syncFolder(folder: string): Promise<void> {
  let fd: number | undefined;
  try {
    fd = await openFile(folder, 'r');
    await flushFile(fd);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EISDIR' && code !== 'EPERM' && code !== 'EINVAL') throw error;
  } finally {
    if (fd !== undefined) await closeFile(fd);
  }
}

/** Writes a new file and flushes it. Throws EEXIST for one that is there, and leaves its part of a file when it fails otherwise. */
export async function writeDurable(path: string, data: string | Uint8Array, mode: number): Promise<void> {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
  // 'wx': a file of that name that somebody else put there is never written through.
  const fd = await openFile(path, 'wx', mode);
  try {
    await writeAll(fd, bytes);
    await flushFile(fd);
  } finally {
    await closeFile(fd);
  }
}

/** Creates a private folder (0700) and its parents. Throws `read-only` or `disk-full`. */
export const ensureFolder = (folder: string): Promise<void> => makeFolders(folder, 0o700);

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

export interface NewFolder {
  name: string;
  files: readonly FolderFile[];
}

/** Files of one folder are written at once, and folders of a group so many at a time: 8 × 5 open files, far below any limit. */
const foldersAtOnce = 8;

/**
 * Creates a folder with all its files, or nothing: written under a temporary name, flushed, then renamed. Throws when
 * the folder exists already, and `disk-full` or `read-only`.
 */
export async function createFolderWhole(parent: string, name: string, files: readonly FolderFile[]): Promise<string> {
  const [failure] = await createFoldersWhole(parent, [{ name, files }]);
  if (failure !== undefined) throw failure;
  return join(parent, name);
}

/**
 * Creates several folders, each whole or not at all, with one flush of their parent for all of them. The answer has one entry
 * for each, in order: undefined for a folder that is durably there, else why it is not (`disk-full`, `read-only`, …).
 */
export async function createFoldersWhole(parent: string, folders: readonly NewFolder[]): Promise<unknown[]> {
  const failures = await mapBounded(folders, foldersAtOnce, (folder) =>
    createOne(parent, folder).then(
      () => undefined,
      (error: unknown) => explainFsError(error, `create ${join(parent, folder.name)}`) ?? error,
    ),
  );
  if (failures.every((failure) => failure !== undefined)) return failures;
  try {
    await syncFolder(parent);
    return failures;
  } catch (error) {
    return failures.map((failure) => failure ?? explainFsError(error, `write ${parent}`) ?? error);
  }
}

async function createOne(parent: string, { name, files }: NewFolder): Promise<void> {
  const temporary = join(parent, temporaryName());
  try {
    await mkdir(temporary, { mode: 0o700 });
    await allDone(files.map((file) => writeDurable(join(temporary, file.name), file.data, file.mode)));
    await syncFolder(temporary);
    await rename(temporary, join(parent, name));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

/** Waits for all, then throws the first failure: nothing is still being written when the caller tidies up. */
async function allDone(work: readonly Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(work);
  const failed = ended.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
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
 * that the new line stands by itself. Gives the size of the file afterwards (bytes).
 */
export async function appendDurable(path: string, lines: string): Promise<number> {
  try {
    const fd = await openFile(path, 'a+', 0o600);
    try {
      const size = await sizeOf(fd);
      const torn = size > 0 && (await readAt(fd, 1, size - 1))[0] !== 0x0a;
      const added = Buffer.from(torn ? `\n${lines}` : lines, 'utf8');
      await writeAll(fd, added);
      await flushFile(fd);
      return size + added.length;
    } finally {
      await closeFile(fd);
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
