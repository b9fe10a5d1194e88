import { webcrypto } from 'node:crypto';
import { AppError } from '../errors';
import { bitString, integer, nothing, oid, sequence } from './der-writer';
import { encodePem } from './pem';

export interface SignedCertificate {
  pem: string;
  der: Buffer;
}

/** What was signed and how, for checking it without taking the certificate apart. */
export interface Signature {
  tbs: Buffer;
  /** As it stands in the certificate. */
  signature: Buffer;
  /** Node's name of the hash. */
  hash: 'SHA-256' | 'SHA-384';
}

/** ecdsa-with-SHA256, ecdsa-with-SHA384 (RFC 5758 section 3.2), sha256WithRSAEncryption with its NULL (RFC 4055 section 5). */
const algorithms = {
  'P-256': { oid: '1.2.840.10045.4.3.2', hash: 'SHA-256' },
  'P-384': { oid: '1.2.840.10045.4.3.3', hash: 'SHA-384' },
  rsa: { oid: '1.2.840.113549.1.1.11', hash: 'SHA-256' },
} as const;

/** How a key signs. Throws `key-mismatch` for other kinds of keys. */
export function algorithmFor(key: webcrypto.CryptoKey) {
  const { name, namedCurve } = key.algorithm as { name: string; namedCurve?: string };
  if (name === 'ECDSA' && (namedCurve === 'P-256' || namedCurve === 'P-384')) return algorithms[namedCurve];
  if (name === 'RSASSA-PKCS1-v1_5') return algorithms.rsa;
  throw new AppError('key-mismatch', `Signing failed: ${name} keys do not sign certificates here.`, {
    hint: 'Use an ECDSA or RSA key.',
  });
}

/**
 * WebCrypto gives an ECDSA signature as r and s side by side; certificates have a SEQUENCE of two INTEGERs (RFC 3279 section
 * 2.2.3).
 */
function ecdsaToDer(raw: Buffer): Buffer {
  const half = raw.length / 2;
  const integers = [raw.subarray(0, half), raw.subarray(half)].map((part) => {
    return integer(part.toString('hex'));
  });
  return sequence(...integers);
}

/** Signs bytes as `signatureIdentifier` says, in a thread of the pool, and with a key that cannot be exported. */
export async function signBytes(bytes: Uint8Array, key: webcrypto.CryptoKey): Promise<Buffer> {
  const { oid: algorithm, hash } = algorithmFor(key);
  const made = Buffer.from(await webcrypto.subtle.sign({ name: key.algorithm.name, hash }, key, bytes));
  return algorithm === algorithms.rsa.oid ? made : ecdsaToDer(made);
}

/** The algorithm identifier in DER (RFC 5280 section 4.1.1.2). Throws `key-mismatch` for other kinds of keys. */
export function algorithmDer(key: webcrypto.CryptoKey): Buffer {
  const { oid: algorithm } = algorithmFor(key);
  return algorithm === algorithms.rsa.oid ? sequence(oid(algorithm), nothing()) : sequence(oid(algorithm));
}

/** Signs a TBSCertificate and puts the certificate together from the very bytes that were signed (RFC 5280 section 4.1). */
export async function signTbs(tbs: Buffer, key: webcrypto.CryptoKey): Promise<SignedCertificate & Signature> {
  const signature = await signBytes(tbs, key);
  const der = sequence(tbs, algorithmDer(key), bitString(signature));
  return { der, pem: encodePem(der, 'CERTIFICATE'), tbs, signature, hash: algorithmFor(key).hash };
}
