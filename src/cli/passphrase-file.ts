import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { AppError } from '../core/errors';
import { errnoOf } from '../core/system/fs-error';

/** Names the private file with the passphrase of the authorities' keys. */
export const passphraseVariable = 'SEALWAX_PASSPHRASE_FILE';

/** Bytes that a passphrase file may have; a longer one is another file. */
const longest = 4096;

/**
 * The passphrase in a private file, without one line break at its end; the caller wipes it. The file must be a regular one, be
 * the caller's own, and let nobody else in: what others could read is no secret. Throws `passphrase-needed` when it cannot
 * be used, with what is wrong with it.
 */
export async function readPassphraseFile(path: string, windows: boolean): Promise<Buffer> {
  const file = await openFile(path);
  try {
    const facts = await file.stat();
    if (!facts.isFile()) throw unusable(path, 'it is not a regular file', 'Name a file that holds the passphrase.');
    if (!windows) checkOwner(path, facts);
    if (facts.size > longest) {
      throw unusable(path, `it has ${facts.size} bytes`, 'Name a file that holds the passphrase and nothing else.');
    }
    const bytes = await file.readFile();
    const end = bytes.at(-1) === 0x0a ? (bytes.at(-2) === 0x0d ? -2 : -1) : undefined;
    const passphrase = Buffer.from(bytes.subarray(0, end));
    bytes.fill(0);
    if (passphrase.length === 0) throw unusable(path, 'it is empty', 'Write the passphrase into it.');
    return passphrase;
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    // Without O_NONBLOCK a named pipe would hold us until somebody writes. A link is followed: Kubernetes mounts secrets so.
    return await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const why = errnoOf(error) === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
    throw unusable(path, why, 'Check the path and its rights.', error);
  }
}

function checkOwner(path: string, facts: { uid: number; mode: number }): void {
  const me = process.getuid?.();
  if (me !== undefined && facts.uid !== me) {
    throw unusable(path, `it belongs to another user (${facts.uid})`, `Make it yours: chown ${me} '${path}'.`);
  }
  if ((facts.mode & 0o077) !== 0) {
    const mode = (facts.mode & 0o777).toString(8).padStart(4, '0');
    throw unusable(path, `others may use it (mode ${mode})`, `Make it private: chmod 600 '${path}'.`);
  }
}

function unusable(path: string, why: string, hint: string, cause?: unknown): AppError {
  return new AppError('passphrase-needed', `The passphrase file ${path} cannot be used: ${why}.`, {
    hint,
    ...(cause === undefined ? {} : { cause }),
  });
}
