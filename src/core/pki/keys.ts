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

const generate = promisify(generateKeyPair);

/** Makes a key pair off the main thread. RSA takes the public exponent 65537, which every client knows. */
export async function generateKey(type: KeyType): Promise<GeneratedKey> {
  const pair = await generatePair(type);
  const pkcs8 = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' });
  const privateKey = await importSigningKey(pkcs8);
  return { privateKey, pkcs8, spki };
}

function generatePair(type: KeyType): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  switch (type) {
    case 'ecdsa-p256':
      return generate('ec', { namedCurve: 'P-256' });
    case 'ecdsa-p384':
      return generate('ec', { namedCurve: 'P-384' });
    case 'rsa-2048':
      return generate('rsa', { modulusLength: 2048 });
    case 'rsa-3072':
      return generate('rsa', { modulusLength: 3072 });
    case 'rsa-4096':
      return generate('rsa', { modulusLength: 4096 });
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
