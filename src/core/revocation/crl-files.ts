import { join } from 'node:path';
import { sha256Hex } from '../digest';
import type { BuiltCrl } from '../pki/crl';
import { writeFileAtomic } from '../system/atomic-file';
import { readFile } from '../system/file-calls';

/** The two files of an authority's list, in its folder. */
export const crlFiles = (folder: string) => ({ pem: join(folder, 'crl.pem'), der: join(folder, 'crl.der') });

/** Writes both, each whole. Public, so that a web server of another account may read them. Throws `disk-full`, `read-only`. */
export async function writeCrlFiles(folder: string, { pem, der }: BuiltCrl): Promise<void> {
  const files = crlFiles(folder);
  await writeFileAtomic(files.pem, pem, 0o644);
  // Last: this is the one that is held against the record.
  await writeFileAtomic(files.der, der, 0o644);
}

/** The list in an authority's folder, DER; undefined when it is not the one with that SHA-256. */
export async function readCrl(folder: string, sha256: string | undefined): Promise<Buffer | undefined> {
  const found = await readFile(crlFiles(folder).der).catch(() => undefined);
  return found !== undefined && sha256Hex(found) === sha256 ? found : undefined;
}
