import { basename, dirname, extname, join } from 'node:path';
import { readSmall } from '../authority/adopt-mkcert';
import { AppError } from '../errors';
import { readPrivateKeyAny } from '../pki/key-forms';
import { spkiOfPrivateKey } from '../pki/keys';

export interface KeyBeside {
  /** The file with the private key, not encrypted, of this very certificate. */
  keyFile?: string;
  /** A file that is named as if it were the key, and holds another one. */
  mismatch?: string;
  /** A file that is named as if it were the key, and is encrypted. */
  locked?: string;
}

/**
 * Names by which tools keep the key to a certificate: mkcert, Next.js and Shopify `X-key.pem`; Valet, Herd and most servers `X.key`;
 * vite-plugin-mkcert `dev.pem` beside `cert.pem`; devcert `private-key.key` beside `certificate.crt`; certbot `privkey.pem`.
 */
export function keyNames(path: string): { own: string[]; usual: string[] } {
  const folder = dirname(path);
  const stem = basename(path, extname(path));
  const beside = (names: string[]) => names.map((name) => join(folder, name)).filter((each) => each !== path);
  return {
    own: beside([`${stem}-key.pem`, `${stem}.key`, `${stem}.key.pem`, `${stem}-key.key`]),
    usual: beside([
      ...(stem === 'cert' ? ['dev.pem', 'key.pem'] : []),
      ...(stem === 'certificate' ? ['private-key.key'] : []),
      ...(stem === 'fullchain' || stem === 'cert' ? ['privkey.pem', 'key.pem'] : []),
    ]),
  };
}

/** Looks for the private key to a certificate in its own file and in those that are named for it. What is read is wiped. */
export async function keyBeside(path: string, spki: Buffer): Promise<KeyBeside> {
  const { own, usual } = keyNames(path);
  const found: KeyBeside = {};
  for (const each of new Set([path, ...own, ...usual])) {
    const state = await keyIn(each, spki);
    if (state === 'fits') return { keyFile: each };
    if (!own.includes(each)) continue;
    if (state === 'other') found.mismatch ??= each;
    if (state === 'locked') found.locked ??= each;
  }
  return found;
}

async function keyIn(path: string, spki: Buffer): Promise<'none' | 'fits' | 'other' | 'locked'> {
  const content = await readSmall(path).catch(() => undefined);
  if (content === undefined) return 'none';
  let pkcs8: Buffer | undefined;
  try {
    pkcs8 = await readPrivateKeyAny(content);
    return spkiOfPrivateKey(pkcs8).equals(spki) ? 'fits' : 'other';
  } catch (error) {
    return error instanceof AppError && error.code === 'passphrase-needed' ? 'locked' : 'none';
  } finally {
    content.fill(0);
    pkcs8?.fill(0);
  }
}
