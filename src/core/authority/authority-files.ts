import { basename } from 'node:path';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import { readBounded } from '../system/bounded-file';
import { errnoOf } from '../system/fs-error';
import type { AuthorityRecord } from './record';

/** Of a file in an authority's folder; a long chain has some ten thousand (bytes). */
const maxBytes = 1024 * 1024;

/**
 * The text, or undefined when there is no such file. One that is there and cannot be read gives an empty text: damaged, unless
 * `noRight` says that this account may not read it.
 */
export async function readIfThere(path: string, noRight: string[]): Promise<string | undefined> {
  try {
    return (await readBounded(path, maxBytes)).toString('utf8');
  } catch (error) {
    if (!(error instanceof AppError)) return '';
    if (errnoOf(error.cause) === 'EACCES' || errnoOf(error.cause) === 'EPERM') noRight.push(basename(path));
    return error.code === 'not-found' ? undefined : '';
  }
}

/** The unencrypted keys that a record names, the first one first. */
export const plainKeysOf = (record: Pick<AuthorityRecord, 'plainKey' | 'morePlainKeys'> | undefined) => [
  ...(record?.plainKey === undefined ? [] : [record.plainKey]),
  ...(record?.morePlainKeys ?? []),
];

/** The file, if it is still the one with that SHA-256. */
async function unchangedFile(known: { file: string; sha256: string }): Promise<string | undefined> {
  const content = await readBounded(known.file, maxBytes).catch(() => undefined);
  if (content === undefined) return undefined;
  const same = sha256Hex(content) === known.sha256;
  content.fill(0);
  return same ? known.file : undefined;
}

/** The unencrypted keys that are still the files that were seen when it was adopted. */
export async function unchangedPlainKeys(record: AuthorityRecord | undefined): Promise<string[]> {
  const files = await Promise.all(plainKeysOf(record).map(unchangedFile));
  return files.filter((file) => file !== undefined);
}
