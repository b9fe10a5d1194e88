import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors';
import { carootFolder, rootCertificateName, rootKeyName } from '../mkcert/caroot';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
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

/** A file of at most 64 KiB. Throws `not-found`, `file-too-large` and `read-only`. */
export async function readSmall(path: string): Promise<Buffer> {
  try {
    if ((await stat(path)).size > maxBytes) {
      throw new AppError('file-too-large', `${path} is too large for a certificate or a key.`, {
        hint: 'Choose the right file: it has a few thousand characters.',
      });
    }
    return await readFile(path);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const gone = errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR';
    throw new AppError(gone ? 'not-found' : 'file-unreadable', `Could not read ${path}.`, {
      hint: gone ? 'Check the folder: there is no such file in it.' : 'Give your account the right to read it.',
      cause: error,
    });
  }
}
