import { constants, type KeyObject, verify } from 'node:crypto';
import { id_mgf1, id_RSASSA_PSS, RsaSaPssParams } from '@peculiar/asn1-rsa';
import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import type { ParsedCertificate } from './parsed-certificate';
import { type KeyFacts, keyFactsOf, readPublicKey, slowKey, unusualKey } from './path-key';
import { type Algorithm, signatureAlgorithms } from './signature-algorithms';

/** Hashes of RSA-PSS (RFC 4055 section 2.1); without parameters all of it is SHA-1. */
const pssHashes: Record<string, { name: string; hash: string }> = {
  '2.16.840.1.101.3.4.2.1': { name: 'SHA-256', hash: 'sha256' },
  '2.16.840.1.101.3.4.2.2': { name: 'SHA-384', hash: 'sha384' },
  '2.16.840.1.101.3.4.2.3': { name: 'SHA-512', hash: 'sha512' },
  '1.3.14.3.2.26': { name: 'SHA-1', hash: 'sha1' },
};

function algorithmOf(identifier: AlgorithmIdentifier): Algorithm | undefined {
  if (identifier.algorithm !== id_RSASSA_PSS) return signatureAlgorithms[identifier.algorithm];
  try {
    const { hashAlgorithm, maskGenAlgorithm, saltLength } = pssParameters(identifier);
    const found = pssHashes[hashAlgorithm.algorithm];
    // Both hashes are the same one (RFC 4055 section 3.1 recommends it; browsers take nothing else).
    const maskHash = maskHashOf(maskGenAlgorithm);
    if (found === undefined || maskHash !== hashAlgorithm.algorithm) return undefined;
    const weak = found.hash === 'sha1' ? { weak: true as const } : {};
    return { name: `RSA-PSS with ${found.name}`, key: 'rsa', hash: found.hash, salt: saltLength, ...weak };
  } catch {
    return undefined;
  }
}

function pssParameters({ parameters }: AlgorithmIdentifier): RsaSaPssParams {
  return parameters === undefined || parameters === null
    ? new RsaSaPssParams()
    : AsnConvert.parse(parameters, RsaSaPssParams);
}

/** The hash that MGF1 is told to use (RFC 4055 section 2.2). */
function maskHashOf({ algorithm, parameters }: AlgorithmIdentifier): string | undefined {
  if (algorithm !== id_mgf1 || parameters === undefined || parameters === null) return undefined;
  return AsnConvert.parse(parameters, AlgorithmIdentifier).algorithm;
}

export interface SignatureVerdict {
  ok: boolean;
  /** What kind of fault; absent when it is right. */
  code?: 'signature' | 'signature-algorithm';
  /** Why not, as a sentence; empty when it is right. */
  message: string;
}

/** Something signed, as certificates and signing requests (RFC 2986) are. */
export interface SignedData {
  algorithm: AlgorithmIdentifier;
  /** The signed part, byte for byte. */
  signed: Buffer;
  signature: Buffer;
}

/** A signature algorithm in words, e.g. "ECDSA with SHA-256", or its object identifier. */
export function describeSignatureAlgorithm(algorithm: AlgorithmIdentifier): string {
  return algorithmOf(algorithm)?.name ?? algorithm.algorithm;
}

/** Whether an algorithm rests on a broken hash (MD2, MD5, SHA-1). */
export const isWeakSignature = (algorithm: AlgorithmIdentifier): boolean => algorithmOf(algorithm)?.weak === true;

/** Whether the holder of this public key (SubjectPublicKeyInfo in DER) signed the certificate, RFC 5280 section 6.1.3 (a)(1). */
export function verifySignature(certificate: ParsedCertificate, spki: Uint8Array): SignatureVerdict {
  const { asn, tbs } = certificate;
  if (!asn.signatureAlgorithm.isEqual(asn.tbsCertificate.signature)) {
    const message = 'The certificate names two different signature algorithms (RFC 5280 section 4.1.1.2).';
    return { ok: false, code: 'signature-algorithm', message };
  }
  return verifySignedData(
    { algorithm: asn.signatureAlgorithm, signed: tbs, signature: Buffer.from(asn.signatureValue) },
    spki,
  );
}

/**
 * Whether the holder of this public key (SubjectPublicKeyInfo in DER) signed the data. An algorithm on a broken hash is
 * refused, however well it fits.
 */
export function verifySignedData(data: SignedData, spki: Uint8Array): SignatureVerdict {
  const { algorithm: identifier, signed, signature } = data;
  const bad = (code: SignatureVerdict['code'] & string, message: string): SignatureVerdict => ({
    ok: false,
    code,
    message,
  });
  const algorithm = algorithmOf(identifier);
  if (algorithm === undefined) {
    return bad('signature-algorithm', `The signature algorithm ${identifier.algorithm} cannot be checked here.`);
  }
  if (algorithm.weak) {
    return bad('signature-algorithm', `It is signed by ${algorithm.name}, which browsers refuse as forgeable.`);
  }
  const facts = keyFactsOf(spki);
  if (facts.kind !== algorithm.key || !allowsScheme(facts, algorithm, identifier)) {
    return bad('signature', `It is signed by ${algorithm.name}, but the issuer has another kind of key.`);
  }
  const unfit = unfitKey(facts, spki);
  if (unfit !== undefined) return bad('signature-algorithm', `The issuer's key cannot be used. ${unfit}`);
  const key = readPublicKey(spki);
  if (key !== undefined && isRight(algorithm, signed, key, signature)) return { ok: true, message: '' };
  return bad(
    'signature',
    "The signature does not fit the issuer's key: the certificate was changed, or signed by another key.",
  );
}

/** A key that makes every check slow, or that browsers do not know. Short RSA keys are checked, and refused as weak elsewhere. */
function unfitKey(facts: KeyFacts, spki: Uint8Array): string | undefined {
  return facts.kind === 'ec' ? unusualKey(spki) : slowKey(facts);
}

/** A key marked for RSA-PSS makes nothing else, and keeps to its own hash and least salt (RFC 4055 section 3.3). */
function allowsScheme(facts: KeyFacts, algorithm: Algorithm, identifier: AlgorithmIdentifier): boolean {
  if (facts.kind !== 'rsa' || facts.pss === undefined) return true;
  if (algorithm.salt === undefined) return false;
  if (facts.pss.parameters === undefined || facts.pss.parameters === null) return true;
  try {
    const bound = pssParameters(facts.pss);
    const used = pssParameters(identifier);
    return bound.hashAlgorithm.algorithm === used.hashAlgorithm.algorithm && used.saltLength >= bound.saltLength;
  } catch {
    return false;
  }
}

function isRight({ hash, salt }: Algorithm, data: Buffer, key: KeyObject, signature: Buffer): boolean {
  const padding = salt === undefined ? { key } : { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: salt };
  try {
    return verify(hash, data, padding, signature);
  } catch {
    // A signature that is no DER at all makes some versions throw.
    return false;
  }
}
