import { constants } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../errors';
import { closeFile, factsOf, openFile, readAt } from './file-calls';
import { errnoOf } from './fs-error';

/**
 * A plain file of at most `maxBytes`, whole. The open file is asked for its size before anything is read, so that a huge one, a
 * folder or a pipe costs nothing. Messages call it `name`. Throws `not-found`, `file-too-large` and `file-unreadable`.
 */
export async function readBounded(path: string, maxBytes: number, name = basename(path)): Promise<Buffer> {
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for somebody to write to it.
    const file = await openFile(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = await factsOf(file);
      if (!found.isFile()) {
        throw new AppError('file-unreadable', `${name} is ${found.isDirectory() ? 'a folder' : 'no plain file'}.`, {
          hint: 'Choose the file itself.',
        });
      }
      refuseSize(found.size, maxBytes, name);
      // A file that grows meanwhile is read up to one byte past its size: it will not do as what it was taken for anyway.
      return await readAt(file, found.size + 1, 0);
    } finally {
      await closeFile(file);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    const gone = errnoOf(error) === 'ENOENT';
    throw new AppError(
      gone ? 'not-found' : 'file-unreadable',
      `${name} could not be read${gone ? ': it is not there' : ''}.`,
      {
        hint: gone
          ? 'It may have been moved; choose it again.'
          : 'Look at its permissions, or copy it to a folder of yours.',
        cause: error,
      },
    );
  }
}

/** Throws `file-too-large`. */
export function refuseSize(size: number, maxBytes: number, name: string): void {
  if (size <= maxBytes) return;
  throw new AppError('file-too-large', `${name} has ${megabytes(size)}; at most ${megabytes(maxBytes)} are read.`, {
    hint: 'Choose the right file; certificates, keys and lists are far smaller.',
  });
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / (1024 * 1024))} MB`;
