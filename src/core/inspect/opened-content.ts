import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { CertificateView } from '../pki/certificate-view';
import type { ParsedRequest } from '../pki/csr';
import { describeSpki } from '../pki/keys';

/** A private key that was opened, or is locked still. */
export interface OpenedKey {
  /** DER; absent while it is locked. Whoever drops the content wipes it. */
  pkcs8?: Buffer;
  /** e.g. "PKCS#8", "SEC1, encrypted", "PKCS#12, encrypted". */
  form: string;
  encrypted: boolean;
  /** In words, e.g. "ECDSA P-256"; empty while it is locked. */
  keyType: string;
  /** SubjectPublicKeyInfo in DER; absent while it is locked. */
  spki?: Buffer;
}

/** What is inside a file, as far as it could be opened. */
export interface OpenedContent {
  format: 'PEM' | 'DER' | 'PKCS#12' | 'PKCS#7';
  /** In the order of the file. */
  certificates: CertificateView[];
  requests: ParsedRequest[];
  keys: OpenedKey[];
  publicKeys: { keyType: string; spki: Buffer }[];
  /** What is there and is not read, or is damaged. `message` is a sentence. */
  others: { label: string; message: string }[];
  /** Something in it needs a passphrase, or another one. */
  locked: boolean;
}

export function emptyContent(format: OpenedContent['format']): OpenedContent {
  return { format, certificates: [], requests: [], keys: [], publicKeys: [], others: [], locked: false };
}

/** How many things are in it. */
export function sizeOf({ certificates, requests, keys, publicKeys, others }: OpenedContent): number {
  return certificates.length + requests.length + keys.length + publicKeys.length + others.length;
}

/** Adds what another part of the same file holds; the format stays. */
export function addContent(target: OpenedContent, part: OpenedContent): void {
  target.certificates.push(...part.certificates);
  target.requests.push(...part.requests);
  target.keys.push(...part.keys);
  target.publicKeys.push(...part.publicKeys);
  target.others.push(...part.others);
  target.locked ||= part.locked;
}

/** Wipes the private keys. */
export function wipeContent({ keys }: OpenedContent): void {
  for (const key of keys) {
    key.pkcs8?.fill(0);
    delete key.pkcs8;
  }
}

/** Takes over the key's bytes. Throws when they are no key that this program knows. */
export function openedKey(pkcs8: Buffer, form: string, encrypted: boolean): OpenedKey {
  const spki = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
  const der = spki.export({ type: 'spki', format: 'der' });
  return { pkcs8, form, encrypted, keyType: describeSpki(der), spki: der };
}

export const lockedKey = (form: string): OpenedKey => ({ form, encrypted: true, keyType: '' });
