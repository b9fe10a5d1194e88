import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyType } from '../../ipc/schemas';
import { AppError } from '../errors';
import { encodePem } from './pem';

export interface GeneratedKey {
  /** Not extractable; it can sign. */
  privateKey: webcrypto.CryptoKey;
  /** PrivateKeyInfo in DER (RFC 5208). The caller wipes it. */
  pkcs8: Buffer;
  /** SubjectPublicKeyInfo in DER. */
  spki: Buffer;
}

/** The kinds of keys that are made here, in the words that `describeSpki` gives. */
export const keyTypeWords: Record<KeyType, string> = {
  'ecdsa-p256': 'ECDSA P-256',
  'ecdsa-p384': 'ECDSA P-384',
  'rsa-2048': 'RSA 2048',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
};

/** The types know the promised form with key objects alone. */
const generate = promisify(generateKeyPair) as unknown as (
  kind: 'ec' | 'rsa',
  options: ({ namedCurve: string } | { modulusLength: number }) & typeof encoded,
) => Promise<{ privateKey: Buffer; publicKey: Buffer }>;

/** Makes a key pair off the main thread. RSA takes the public exponent 65537, which every client knows. */
export async function generateKey(type: KeyType): Promise<GeneratedKey> {
  const { pkcs8, spki } = await generateKeyPairBytes(type);
  return { privateKey: await importSigningKey(pkcs8), pkcs8, spki };
}

/**
 * The same as bytes alone, for a leaf, whose key signs nothing here: half a millisecond less, which counts in a batch. The
 * caller wipes `pkcs8`.
 */
export async function generateKeyPairBytes(type: KeyType): Promise<Pick<GeneratedKey, 'pkcs8' | 'spki'>> {
  const { privateKey, publicKey } = await generatePair(type);
  return { pkcs8: privateKey, spki: publicKey };
}

/** Written as DER in the same thread of the pool. */
const encoded = {
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'der' },
} as const;

function generatePair(type: KeyType): Promise<{ privateKey: Buffer; publicKey: Buffer }> {
  switch (type) {
    case 'ecdsa-p256':
      return generate('ec', { namedCurve: 'P-256', ...encoded });
    case 'ecdsa-p384':
      return generate('ec', { namedCurve: 'P-384', ...encoded });
    case 'rsa-2048':
      return generate('rsa', { modulusLength: 2048, ...encoded });
    case 'rsa-3072':
      return generate('rsa', { modulusLength: 3072, ...encoded });
    case 'rsa-4096':
      return generate('rsa', { modulusLength: 4096, ...encoded });
  }
}

type SigningAlgorithm = webcrypto.EcKeyImportParams | webcrypto.RsaHashedImportParams;

function algorithmOf(key: KeyObject): SigningAlgorithm {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType === 'rsa') return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  if (curve === 'prime256v1') return { name: 'ECDSA', namedCurve: 'P-256' };
  if (curve === 'secp384r1') return { name: 'ECDSA', namedCurve: 'P-384' };
  throw new AppError('key-file-damaged', `The key is of a kind that Sealwax does not sign with: ${describeKey(key)}.`, {
    hint: 'Use an ECDSA key on P-256 or P-384, or an RSA key.',
  });
}

/**
 * A private key for signing that cannot be exported again; its kind is read from the key. Throws `key-file-damaged` when it
 * is not a PKCS#8 key, or of a kind that does not sign here.
 */
export async function importSigningKey(pkcs8: Uint8Array): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', pkcs8, algorithmOf(readPrivateKey(pkcs8)), false, ['sign']);
}

/** The public half of a private key, as SubjectPublicKeyInfo in DER. Throws `key-file-damaged`. */
export function spkiOfPrivateKey(pkcs8: Uint8Array): Buffer {
  return createPublicKey(readPrivateKey(pkcs8)).export({ type: 'spki', format: 'der' });
}

function readPrivateKey(pkcs8: Uint8Array): KeyObject {
  const key = Buffer.from(pkcs8.buffer, pkcs8.byteOffset, pkcs8.byteLength);
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  } catch {
    // The cause is left out: nothing of a private key may reach a log.
    throw new AppError('key-file-damaged', 'Reading the private key failed: it is not a PKCS#8 key.', {
      hint: 'Put the key file back from a backup.',
    });
  }
}

/** Unencrypted PKCS#8 as PEM, for the key file of a leaf. */
export function pkcs8ToPem(pkcs8: Uint8Array): string {
  return encodePem(pkcs8, 'PRIVATE KEY');
}

/** A public key in words, e.g. "ECDSA P-256", "RSA 2048", "Ed25519". */
export function describeSpki(spki: Uint8Array): string {
  try {
    return describeKey(createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }));
  } catch {
    // BoringSSL, which Electron is built with, knows fewer kinds of keys than OpenSSL.
    return 'unknown kind of key';
  }
}

const curveNames: Record<string, string> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

function describeKey(key: KeyObject): string {
  const { modulusLength, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return `RSA ${modulusLength}`;
    case 'rsa-pss':
      return `RSA-PSS ${modulusLength}`;
    case 'ec':
      return `ECDSA ${curveNames[namedCurve] ?? namedCurve}`;
    case 'ed25519':
      return 'Ed25519';
    case 'ed448':
      return 'Ed448';
    default:
      return key.asymmetricKeyType ?? 'unknown kind of key';
  }
}
