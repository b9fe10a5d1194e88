import { AppError } from '../errors';
import { readBounded } from './bounded-file';

export interface KeptList {
  file: string;
  /** Bytes; a longer file is refused. */
  maxBytes: number;
  /** The property that holds the entries. */
  key: string;
  /** What it lists, e.g. "proxies", and what to do again when it is lost. */
  words: { of: string; again: string };
}

/**
 * The entries of a list in the data folder, as they stand: the caller leaves out those that it does not know. A missing file is an empty
 * list. Throws `file-unreadable` for a file that is none of ours, `newer-format`.
 */
export async function readKeptList({ file, maxBytes, key, words }: KeptList): Promise<unknown[]> {
  const damaged = (cause?: unknown) =>
    new AppError('file-unreadable', `The list of ${words.of}, ${file}, is damaged.`, {
      hint: `Put it back from a backup, or move it away and add the ${words.again} again.`,
      cause,
    });
  let bytes: Buffer;
  try {
    bytes = await readBounded(file, maxBytes);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return [];
    throw error;
  }
  let value: Record<string, unknown> | null;
  try {
    value = JSON.parse(bytes.toString('utf8')) as typeof value;
  } catch (cause) {
    throw damaged(cause);
  }
  if (typeof value?.version === 'number' && value.version > 1) {
    throw new AppError('newer-format', `The list ${file} was written by a newer Sealwax.`, {
      hint: 'Install the newer version again; this one changes nothing there.',
    });
  }
  const entries = value?.[key];
  if (!Array.isArray(entries)) throw damaged();
  return entries;
}
