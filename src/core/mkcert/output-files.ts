import { open, realpath } from 'node:fs/promises';
import { AppError } from '../errors';
import { writeFileAtomic } from '../system/atomic-file';
import { errnoOf } from '../system/fs-error';
import { otherFileAt, writeThrough } from '../system/other-file';

export interface OutputOptions {
  /** The names as they stand in the certificate, the first one first. */
  names: readonly string[];
  client: boolean;
  certificateFile?: string | undefined;
  keyFile?: string | undefined;
  pkcs12File?: string | undefined;
}

export interface OutputPaths {
  certificate: string;
  key: string;
  pkcs12: string;
}

/**
 * Where mkcert writes: below the current folder, after the first name with ":" as "_" and "*" as "_wildcard", "+N" for N more
 * names, and "-client" (mkcert 1.4.4, cert.go, fileNames).
 */
export function outputPaths({ names, client, certificateFile, keyFile, pkcs12File }: OutputOptions): OutputPaths {
  const first = (names[0] ?? '').replaceAll(':', '_').replaceAll('*', '_wildcard');
  const more = names.length > 1 ? `+${names.length - 1}` : '';
  const base = `./${first}${more}${client ? '-client' : ''}`;
  const chosen = (file: string | undefined, own: string) => (file === undefined || file === '' ? own : file);
  return {
    certificate: chosen(certificateFile, `${base}.pem`),
    key: chosen(keyFile, `${base}-key.pem`),
    pkcs12: chosen(pkcs12File, `${base}.p12`),
  };
}

/**
 * Writes one of the output files, replacing what is there as mkcert does, but whole, and with the mode that the content needs:
 * mkcert leaves a key readable by all if it was. A link is followed. Where a file cannot be replaced (one that is mounted into a
 * container), it is written in place. Throws an AppError whose message is in the manner of Go.
 */
export async function writeOutput(path: string, data: string | Uint8Array, mode: number): Promise<void> {
  const target = await realpath(path).catch(() => path);
  try {
    // /dev/null and the like are written to, and never replaced; of a folder the system says what it is.
    if ((await otherFileAt(target)) !== undefined) await writeThrough(target, data);
    else await writeFileAtomic(target, data, mode);
  } catch (error) {
    const cause = error instanceof AppError && error.cause !== undefined ? error.cause : error;
    // A disk that is full must leave the old file as it was.
    if (inPlaceFor.has(errnoOf(cause) ?? '') && (await writtenInPlace(target, data, mode))) return;
    throw new AppError('read-only', `open ${path}: ${reasonOf(cause)}`, { cause: error });
  }
}

/** Failures of putting a new file in the place of the old one that say nothing about writing into the old one. */
const inPlaceFor: ReadonlySet<string> = new Set(['EBUSY', 'EACCES', 'EPERM', 'EXDEV', 'EROFS']);

async function writtenInPlace(path: string, data: string | Uint8Array, mode: number): Promise<boolean> {
  const handle = await open(path, 'r+').catch(() => undefined);
  if (handle === undefined) return false;
  try {
    // Before the content: nobody else gets to read a key in between.
    await handle.chmod(mode);
    await handle.truncate(0);
    await handle.writeFile(data);
    await handle.sync();
    return true;
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'read-only file system',
  ENOSPC: 'no space left on device',
  EISDIR: 'is a directory',
  ENXIO: 'no such device or address',
  ENOTDIR: 'not a directory',
  ENAMETOOLONG: 'file name too long',
};

/** The system's words for an error, as Go and mkcert print them. */
export function reasonOf(error: unknown): string {
  const code = errnoOf(error);
  return code === undefined ? 'unknown error' : (reasons[code] ?? code);
}
