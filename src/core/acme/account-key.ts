import { createPublicKey } from 'node:crypto';
import { calculateJwkThumbprint, importJWK } from 'jose';
import { weakKey } from '../pki/path-key';
import { AcmeProblem } from './problem';
import type { PublicJwk } from './records';

/** The algorithms whose signatures are taken, each with the kind of key that it needs (RFC 7518 section 3.1, RFC 8037). */
export const algorithms = ['ES256', 'ES384', 'RS256', 'EdDSA'] as const;
export type Algorithm = (typeof algorithms)[number];

export type VerifyKey = Awaited<ReturnType<typeof importJWK>>;

const bad = (message: string) => new AcmeProblem('badPublicKey', message);

/** Octets of a coordinate (RFC 7518 section 6.2.1.2). */
const octets = { 'P-256': 32, 'P-384': 48 } as const;

/**
 * Reads the key that a client sends along. Throws `badPublicKey` for a kind that is not taken, for a weak one, and for one with a
 * private half, which nobody may have seen.
 */
export function readJwk(value: unknown): PublicJwk {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad('The key ("jwk") is no JSON object.');
  const jwk = value as Record<string, unknown>;
  for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']) {
    if (secret in jwk) throw bad(`The key ("jwk") holds a private part ("${secret}"). Make a new account key.`);
  }
  const { kty, crv } = jwk;
  if (kty === 'EC' && (crv === 'P-256' || crv === 'P-384')) {
    return checked({ kty, crv, x: fixed(jwk.x, octets[crv]), y: fixed(jwk.y, octets[crv]) });
  }
  if (kty === 'OKP' && crv === 'Ed25519') return checked({ kty, crv, x: fixed(jwk.x, 32) });
  if (kty === 'RSA') return checked({ kty, n: integer(jwk.n), e: integer(jwk.e) });
  throw bad(
    'The account key is of a kind that is not taken here: use EC P-256, EC P-384, RSA of 2048 bits or more, or Ed25519.',
  );
}

function bytesOf(value: unknown): Buffer {
  if (typeof value !== 'string' || value === '' || !/^[A-Za-z0-9_-]{1,1400}$/.test(value)) {
    throw bad('A member of the key ("jwk") is not base64url.');
  }
  return Buffer.from(value, 'base64url');
}

function fixed(value: unknown, length: number): string {
  const bytes = bytesOf(value);
  if (bytes.length !== length) throw bad('A member of the key ("jwk") has the wrong length.');
  return bytes.toString('base64url');
}

/** Without the zero octets that some libraries put in front (RFC 8555 section 8.1). */
function integer(value: unknown): string {
  const bytes = bytesOf(value);
  const first = bytes.findIndex((byte) => byte !== 0);
  if (first < 0) throw bad('A number of the key ("jwk") is zero.');
  return bytes.subarray(first).toString('base64url');
}

function checked(jwk: PublicJwk): PublicJwk {
  const weak = weakKey(spkiOf(jwk));
  if (weak !== undefined) throw bad(`The account key is refused. ${weak}`);
  if (jwk.kty === 'RSA' && (Buffer.from(jwk.e, 'base64url').at(-1) ?? 0) % 2 === 0) {
    throw bad('The account key is refused: its exponent is even.');
  }
  return jwk;
}

/** SubjectPublicKeyInfo in DER. Throws `badPublicKey`, e.g. for a point that is not on its curve. */
export function spkiOf(jwk: PublicJwk): Buffer {
  try {
    return createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ type: 'spki', format: 'der' });
  } catch {
    throw bad('The key ("jwk") is no key: it cannot be read.');
  }
}

/** RFC 7638, SHA-256, base64url. */
export const thumbprintOf = (jwk: PublicJwk): Promise<string> => calculateJwkThumbprint({ ...jwk }, 'sha256');

/** The same of a public key in DER; undefined for a kind that no account has. */
export async function thumbprintOfSpki(spki: Uint8Array): Promise<string | undefined> {
  try {
    const jwk = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }).export({ format: 'jwk' });
    return await thumbprintOf(readJwk(jwk));
  } catch {
    return undefined;
  }
}

/** The one algorithm that goes with a key. */
export function algorithmOf(jwk: PublicJwk): Algorithm {
  if (jwk.kty === 'RSA') return 'RS256';
  if (jwk.kty === 'OKP') return 'EdDSA';
  return jwk.crv === 'P-256' ? 'ES256' : 'ES384';
}

const kept = 256;
const imported = new Map<string, Promise<VerifyKey>>();

/** The key for checking signatures. The last few are kept: an order takes eight requests, all with the same one. */
export function verifyKeyOf(jwk: PublicJwk): Promise<VerifyKey> {
  const name = JSON.stringify(jwk);
  const known = imported.get(name);
  if (known !== undefined) return known;
  if (imported.size >= kept) imported.clear();
  const made = importJWK({ ...jwk }, algorithmOf(jwk));
  made.catch(() => imported.delete(name));
  imported.set(name, made);
  return made;
}
