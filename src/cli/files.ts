import { createReadStream } from 'node:fs';
import { link, rm, stat } from 'node:fs/promises';
import { AppError } from '../core/errors';
import { writeFileAtomic } from '../core/system/atomic-file';
import { readBounded } from '../core/system/bounded-file';
import { errnoOf, explainFsError } from '../core/system/fs-error';
import { pathOf } from './context';
import type { CliIo } from './io';

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
  return { title: typed, bytes: await readBounded(path, limit) };
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
 * Writes a file that the user named, whole or not at all. One that is there is not replaced unless told. Throws
 * `already-exists`, `read-only`, `disk-full`, `not-found` for a missing folder.
 */
export async function writeOutput(
  io: CliIo,
  typed: string,
  data: string | Uint8Array,
  { mode, force }: { mode: number; force: boolean },
): Promise<string> {
  const path = pathOf(io, typed);
  try {
    if (force) {
      await writeFileAtomic(path, data, mode);
      return path;
    }
    await refuseExisting(path);
    // Written beside it and linked: a file that came meanwhile is not replaced either.
    const beside = `${path}.${io.random(6).toString('hex')}.part`;
    try {
      await writeFileAtomic(beside, data, mode);
      await link(beside, path);
    } finally {
      await rm(beside, { force: true });
    }
    return path;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw exists(path);
    if (errnoOf(error) === 'ENOENT') {
      throw new AppError('not-found', `There is no folder for ${path}.`, { hint: 'Make it first.', cause: error });
    }
    throw explainFsError(error, `write ${path}`);
  }
}

/** Throws `already-exists`; asked before the work, so that a refused file costs nothing. */
export async function refuseExisting(path: string): Promise<void> {
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  if (there) throw exists(path);
}

const exists = (path: string) =>
  new AppError('already-exists', `${path} is there already.`, { hint: 'Name another file, or add --force.' });
