import { createPrivateKey, X509Certificate } from 'node:crypto';
import { AppError } from '../errors';
import { readBounded } from '../system/bounded-file';
import type { ProxyRecord } from './proxy-store';

const maxBytes = 1024 * 1024;

/** A person's own certificate and key, from files. Throws `not-found`, `certificate-unreadable`, `no-key`, `key-mismatch`. */
export async function readOwnCertificate(certFile: string, keyFile: string): Promise<NonNullable<ProxyRecord['own']>> {
  const chainPem = (await readBounded(certFile, maxBytes)).toString('utf8');
  const keyPem = (await readBounded(keyFile, maxBytes)).toString('utf8');
  const hint = 'Give the certificate with its chain, and its key without a passphrase, both in PEM.';
  const leaf = parsed(
    () => new X509Certificate(chainPem),
    'certificate-unreadable',
    `There is no certificate in ${certFile}.`,
    hint,
  );
  const key = parsed(
    () => createPrivateKey(keyPem),
    'no-key',
    `There is no key that can be opened in ${keyFile}.`,
    hint,
  );
  if (!leaf.checkPrivateKey(key)) {
    throw new AppError('key-mismatch', `The key in ${keyFile} is not that of the certificate in ${certFile}.`, {
      hint,
    });
  }
  return { chainPem, keyPem, notAfter: new Date(leaf.validTo).toISOString() };
}

function parsed<T>(read: () => T, code: 'certificate-unreadable' | 'no-key', message: string, hint: string): T {
  try {
    return read();
  } catch {
    // What a parser says of a key may hold some of it.
    throw new AppError(code, message, { hint });
  }
}
