import { join } from 'node:path';
import { AppError } from '../errors';
import { carootFolder, rootCertificateName, rootKeyName } from '../mkcert/caroot';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import { readBounded } from '../system/bounded-file';
import { errnoOf } from '../system/fs-error';
import type { Surroundings } from '../system/paths';

/** Bytes of either file that are read at all; mkcert's have about 2,500. */
const maxBytes = 64 * 1024;

/** Where to look for authorities of mkcert's: the folder it uses now, and the one it uses when `CAROOT` is not set. */
export function carootFolders(place: Surroundings): string[] {
  const { CAROOT: _caroot, ...env } = place.env;
  return [...new Set([carootFolder(place), carootFolder({ ...place, env })])].filter((folder) => folder !== '');
}

/** The paths of mkcert's two files in one of its folders. */
export const mkcertFiles = (folder: string) => ({
  certificate: join(folder, rootCertificateName),
  key: join(folder, rootKeyName),
});

/** mkcert's root in that folder, or undefined where there is none that can be read. */
export async function readMkcertRoot(folder: string): Promise<CertificateView | undefined> {
  try {
    return viewCertificate((await readSmall(mkcertFiles(folder).certificate)).toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * A plain file of at most 64 KiB: a pipe or a device is not waited for. Throws `not-found`, `file-too-large` and
 * `file-unreadable`.
 */
export async function readSmall(path: string): Promise<Buffer> {
  try {
    return await readBounded(path, maxBytes);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'file-too-large') throw error;
    const gone = error.code === 'not-found' || errnoOf(error.cause) === 'ENOTDIR';
    throw new AppError(gone ? 'not-found' : 'file-unreadable', `Could not read ${path}.`, {
      hint: gone
        ? 'Check the folder: there is no such file in it.'
        : 'It must be a plain file, and your account needs the right to read it.',
      cause: error,
    });
  }
}
