import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { ParsedCertificate } from './parsed-certificate';

interface Algorithm {
  name: string;
  /** The kind of key that makes it, as Node calls it. */
  key: 'ec' | 'rsa' | 'ed25519';
  /** Node's name of the hash; null where the algorithm has its own; undefined where no client accepts it any more. */
  hash: string | null | undefined;
}

/** RFC 5758 section 3.2 (ECDSA), RFC 8017 appendix A.2.4 (RSA), RFC 8410 section 3 (Ed25519). */
const algorithms: Record<string, Algorithm> = {
  '1.2.840.10045.4.3.2': { name: 'ECDSA with SHA-256', key: 'ec', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { name: 'ECDSA with SHA-384', key: 'ec', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { name: 'ECDSA with SHA-512', key: 'ec', hash: 'sha512' },
  '1.2.840.113549.1.1.11': { name: 'RSA with SHA-256', key: 'rsa', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { name: 'RSA with SHA-384', key: 'rsa', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { name: 'RSA with SHA-512', key: 'rsa', hash: 'sha512' },
  '1.3.101.112': { name: 'Ed25519', key: 'ed25519', hash: null },
  '1.2.840.113549.1.1.4': { name: 'RSA with MD5', key: 'rsa', hash: undefined },
  '1.2.840.113549.1.1.5': { name: 'RSA with SHA-1', key: 'rsa', hash: undefined },
  '1.2.840.10045.4.1': { name: 'ECDSA with SHA-1', key: 'ec', hash: undefined },
};

export interface SignatureVerdict {
  ok: boolean;
  /** Why not, as a sentence; empty when it is right. */
  message: string;
}

/** The signature algorithm of a certificate in words, or its object identifier. */
export function signatureAlgorithmOf({ asn }: ParsedCertificate): string {
  const oid = asn.signatureAlgorithm.algorithm;
  return algorithms[oid]?.name ?? oid;
}

/** Whether the holder of this public key (SubjectPublicKeyInfo in DER) signed the certificate, RFC 5280 section 6.1.3 (a)(1). */
export function verifySignature(certificate: ParsedCertificate, spki: Uint8Array): SignatureVerdict {
  const bad = (message: string): SignatureVerdict => ({ ok: false, message });
  const { asn, tbs } = certificate;
  const oid = asn.signatureAlgorithm.algorithm;
  if (!asn.signatureAlgorithm.isEqual(asn.tbsCertificate.signature)) {
    return bad('The certificate names two different signature algorithms (RFC 5280 section 4.1.1.2).');
  }
  const algorithm = algorithms[oid];
  if (algorithm === undefined) return bad(`The signature algorithm ${oid} cannot be checked here.`);
  if (algorithm.hash === undefined)
    return bad(`It is signed by ${algorithm.name}, which browsers refuse as forgeable.`);
  const key = readKey(spki);
  if (key?.asymmetricKeyType !== algorithm.key) {
    return bad(`It is signed by ${algorithm.name}, but the issuer has another kind of key.`);
  }
  const signature = Buffer.from(asn.signatureValue);
  return isRight(algorithm.hash, tbs, key, signature)
    ? { ok: true, message: '' }
    : bad("The signature does not fit the issuer's key: the certificate was changed, or signed by another key.");
}

function readKey(spki: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

function isRight(hash: string | null, data: Buffer, key: KeyObject, signature: Buffer): boolean {
  try {
    return verify(hash, data, key, signature);
  } catch {
    // A signature that is no DER at all makes some versions throw.
    return false;
  }
}
