import { createReadStream } from 'node:fs';
import { lstat, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../core/errors';
import type { UnfinishedFiles } from '../core/export/unfinished';
import { temporaryName, writeDurable } from '../core/system/atomic-file';
import { readBounded } from '../core/system/bounded-file';
import { errnoOf, explainFsError } from '../core/system/fs-error';
import { otherFileAt, writeThrough } from '../core/system/other-file';
import { pathOf } from './context';
import type { CliIo } from './io';
import { folderOf } from './open-services';

/** Refused beyond this without reading (bytes): core takes files of 4 MB. */
export const largestFile = 4_000_000;

/**
 * A file's bytes; for "-" those of standard input, for a pipe such as a shell's <(…) what comes out of it. Throws `not-found`,
 * `file-too-large`, `file-unreadable`.
 */
export async function readInput(
  io: CliIo,
  typed: string,
  limit = largestFile,
): Promise<{ title: string; bytes: Buffer }> {
  if (typed === '-')
    return { title: 'standard input', bytes: await readStream(process.stdin, limit, 'Standard input') };
  const path = pathOf(io, typed);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFIFO()) return { title: typed, bytes: await readStream(createReadStream(path), limit, typed) };
  return { title: typed, bytes: await readBounded(path, limit, typed) };
}

/** The same as text; a mark of byte order is dropped. Throws `file-unreadable` for what is not UTF-8 too. */
export async function readText(io: CliIo, typed: string): Promise<string> {
  const { title, bytes } = await readInput(io, typed);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('file-unreadable', `${title} is not a text in UTF-8.`, { hint: 'Name a list or a CSV.', cause });
  }
}

async function readStream(stream: AsyncIterable<Buffer>, limit: number, title: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > limit) {
      throw new AppError('file-too-large', `${title} has more than ${limit / 1_000_000} MB.`, {
        hint: 'Give the one file that is meant.',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Writes a file that the user named, whole or not at all. One that is there is not replaced unless told; a device or a pipe is
 * then written to as it is. Throws `already-exists`, `read-only`, `disk-full`, `not-found` for a missing folder.
 */
export async function writeOutput(
  io: CliIo,
  typed: string,
  data: string | Uint8Array,
  { mode, force }: { mode: number; force: boolean },
): Promise<string> {
  const path = pathOf(io, typed);
  try {
    if (force && (await isOther(path))) await writeThrough(path, data);
    else {
      if (!force) await refuseExisting(path);
      const { UnfinishedFiles } = await import('../core/export/unfinished');
      const unfinished = new UnfinishedFiles(folderOf(io), io.now);
      if (force) await unfinished.writeFile(path, data, mode, true);
      else await writeNew(unfinished, path, data, mode);
    }
    return path;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw exists(path);
    throw explainFsError(error, `write ${path}`);
  }
}

/** A link(2) that fails with one of these: the file system has no second names of files (FAT, exFAT, some network drives). */
const withoutLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Written beside it and linked: a file that came meanwhile is not replaced either. */
async function writeNew(
  unfinished: Pick<UnfinishedFiles, 'writeFile'>,
  path: string,
  data: string | Uint8Array,
  mode: number,
): Promise<void> {
  try {
    await unfinished.writeFile(path, data, mode, false);
  } catch (error) {
    if (!withoutLinks.has(errnoOf(error) ?? '')) throw error;
    await writeExclusive(path, data, mode);
  }
}

async function writeExclusive(path: string, data: string | Uint8Array, mode: number): Promise<void> {
  try {
    await writeDurable(path, data, mode);
  } catch (error) {
    // A part of ours is taken away; what another made is not.
    if (errnoOf(error) !== 'EEXIST') await rm(path, { force: true });
    throw error;
  }
}

/** Whether a device or a pipe is there (/dev/null, /dev/stdout). A folder and a socket are neither that nor a file: throws `already-exists`. */
async function isOther(path: string): Promise<boolean> {
  const found = await otherFileAt(path);
  if (found === 'folder') throw isFolder(path);
  if (found === 'socket') throw isSocket(path);
  return found === 'other';
}

/**
 * Whether a file can be written there, asked before the work, so that a refused file costs nothing. Throws `already-exists`
 * (for a folder with `force` too), `not-found` for a folder that is not there, `read-only`.
 */
export async function checkOutput(io: CliIo, typed: string, force: boolean): Promise<void> {
  const path = pathOf(io, typed);
  const folder = dirname(path);
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new AppError('not-found', `Could not write ${path}: there is no folder ${folder}.`, {
      hint: 'Make it first.',
    });
  }
  if (!force) await refuseExisting(path);
  else if (await isOther(path)) return;
  await checkWritable(folder, path);
}

/**
 * Throws `read-only` for a folder in which no file can be made. It is tried: the administrator may write everywhere by the mode
 * bits, and yet in no folder of /proc, of a disk that is read-only or of some network drives.
 */
export async function checkWritable(folder: string, path: string): Promise<void> {
  const probe = join(folder, temporaryName());
  try {
    await writeDurable(probe, '', 0o600);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') throw noFiles(folder, path, error);
    throw explainFsError(error, `write ${path}`);
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

/** ENOENT in a folder that is there: the system makes its files itself, as in /proc. */
const noFiles = (folder: string, path: string, cause: unknown) =>
  new AppError('read-only', `No file can be made in ${folder}, so ${path} cannot be written.`, {
    hint: 'Choose another folder.',
    cause,
  });

/** Throws `already-exists`; a link counts, wherever it leads. */
export async function refuseExisting(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isDirectory()) throw isFolder(path);
  if (found !== undefined) throw exists(path);
}

const exists = (path: string) =>
  new AppError('already-exists', `${path} is there already.`, { hint: 'Name another file, or add --force.' });

const isSocket = (path: string) =>
  new AppError('already-exists', `${path} is a socket of a program that runs, so it is not replaced.`, {
    hint: 'Name another file.',
  });

const isFolder = (path: string) =>
  new AppError('already-exists', `${path} is a folder.`, { hint: 'Name a file, for example one in it.' });
