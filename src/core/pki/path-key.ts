import { createPublicKey, type KeyObject } from 'node:crypto';
import { id_RSASSA_PSS, id_rsaEncryption, RSAPublicKey } from '@peculiar/asn1-rsa';
import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';

/**
 * What a public key is, read from its DER alone: Node's own reading depends on the library below it (BoringSSL in Electron
 * knows fewer kinds than OpenSSL), and a verdict must not.
 */
export type KeyFacts =
  | { kind: 'rsa'; bits: number; exponentBits: number; pss: AlgorithmIdentifier | undefined }
  | { kind: 'ec'; curve: string; bits: number }
  | { kind: 'ed25519' }
  | { kind: 'other'; algorithm: string };

/** Curves with a name: RFC 5480 section 2.1.1.1, SEC 2. The bits are those of the order. */
const curves: Record<string, { name: string; bits: number }> = {
  '1.2.840.10045.3.1.7': { name: 'P-256', bits: 256 },
  '1.3.132.0.34': { name: 'P-384', bits: 384 },
  '1.3.132.0.35': { name: 'P-521', bits: 521 },
  '1.3.132.0.33': { name: 'P-224', bits: 224 },
  '1.2.840.10045.3.1.1': { name: 'P-192', bits: 192 },
  '1.3.132.0.8': { name: 'secp160r1', bits: 160 },
  '1.3.132.0.10': { name: 'secp256k1', bits: 256 },
};

/** The curves that browsers, Go and Java all know. */
const usualCurves = new Set(['P-256', 'P-384', 'P-521']);

const known = new WeakMap<Uint8Array, KeyFacts>();

/** Reads SubjectPublicKeyInfo in DER; never throws: what cannot be read is "other". */
export function keyFactsOf(spki: Uint8Array): KeyFacts {
  const facts = known.get(spki) ?? readFacts(spki);
  known.set(spki, facts);
  return facts;
}

function readFacts(spki: Uint8Array): KeyFacts {
  try {
    const { algorithm, subjectPublicKey } = AsnConvert.parse(spki, SubjectPublicKeyInfo);
    const oid = algorithm.algorithm;
    const parameters = algorithm.parameters ?? undefined;
    if (oid === id_rsaEncryption || oid === id_RSASSA_PSS) {
      const { modulus, publicExponent } = AsnConvert.parse(subjectPublicKey, RSAPublicKey);
      const pss = oid === id_RSASSA_PSS ? algorithm : undefined;
      return { kind: 'rsa', bits: bitsOf(modulus), exponentBits: bitsOf(publicExponent), pss };
    }
    if (oid === '1.2.840.10045.2.1' && parameters !== undefined) {
      const curve = oidOf(Buffer.from(parameters));
      const named = curves[curve];
      return { kind: 'ec', curve: named?.name ?? curve, bits: named?.bits ?? 0 };
    }
    return oid === '1.3.101.112' ? { kind: 'ed25519' } : { kind: 'other', algorithm: oid };
  } catch {
    return { kind: 'other', algorithm: '' };
  }
}

/**
 * Why clients refuse this key whatever it is for, as a sentence; undefined for one they take. NIST SP 800-57 part 1 table 2:
 * 112 bits of strength at the least, which RSA has from 2,048 bits on and a curve from 224; OpenSSL's security level 2,
 * Debian's default, draws the same line.
 */
export function weakKey(spki: Uint8Array): string | undefined {
  const facts = keyFactsOf(spki);
  if (facts.kind === 'rsa') {
    if (facts.bits < 2048) {
      return `Its RSA key has ${facts.bits} bits, which can be broken; clients want 2048 or more.`;
    }
  }
  const slow = slowKey(facts);
  if (slow !== undefined) return slow;
  if (facts.kind === 'ec' && facts.bits > 0 && facts.bits < 224) {
    return `Its elliptic curve ${facts.curve} has ${facts.bits} bits, which can be broken; use P-256.`;
  }
  if (facts.kind === 'other' && facts.algorithm === '1.2.840.10040.4.1') {
    return 'It has a DSA key, which clients no longer accept.';
  }
  return undefined;
}

/**
 * Why checking with this key takes long, as a sentence. Chromium's BoringSSL takes exponents up to 33 bits and Go up to 31;
 * OpenSSL takes 16,384 bits of modulus, BoringSSL and Go 8,192.
 */
export function slowKey(facts: KeyFacts): string | undefined {
  if (facts.kind !== 'rsa') return undefined;
  if (facts.exponentBits > 33)
    return `Its RSA key has an exponent of ${facts.exponentBits} bits, which browsers refuse.`;
  return facts.bits > 8192 ? `Its RSA key has ${facts.bits} bits; browsers refuse more than 8192.` : undefined;
}

/** Why some clients do not know the key, as a sentence; undefined for the usual kinds. It says nothing of strength. */
export function unusualKey(spki: Uint8Array): string | undefined {
  const facts = keyFactsOf(spki);
  if (facts.kind === 'ec' && !usualCurves.has(facts.curve)) {
    return `Its elliptic curve ${facts.curve} is unknown to browsers; use P-256.`;
  }
  if (facts.kind === 'ed25519') return 'It has an Ed25519 key, which browsers do not accept in a certificate.';
  if (facts.kind === 'rsa' && facts.pss !== undefined) {
    return 'Its RSA key is marked for RSA-PSS only, which browsers do not accept in a certificate.';
  }
  return facts.kind === 'other' ? 'Its public key is of a kind that cannot be read here.' : undefined;
}

/** The key for Node's `verify`; one for RSA-PSS alone is read as a plain RSA key, as BoringSSL knows no other. */
export function readPublicKey(spki: Uint8Array): KeyObject | undefined {
  try {
    const facts = keyFactsOf(spki);
    const der = facts.kind === 'rsa' && facts.pss !== undefined ? plainRsa(spki) : Buffer.from(spki);
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

function plainRsa(spki: Uint8Array): Buffer {
  const { subjectPublicKey } = AsnConvert.parse(spki, SubjectPublicKeyInfo);
  const algorithm = new AlgorithmIdentifier({ algorithm: id_rsaEncryption, parameters: null });
  return Buffer.from(AsnConvert.serialize(new SubjectPublicKeyInfo({ algorithm, subjectPublicKey })));
}

function bitsOf(integer: ArrayBuffer): number {
  const hex = Buffer.from(integer).toString('hex').replace(/^0+/, '');
  return hex === '' ? 0 : (hex.length - 1) * 4 + Number.parseInt(hex.slice(0, 1), 16).toString(2).length;
}

/** An OBJECT IDENTIFIER in DER as dotted text (X.690 section 8.19). Throws an Error for anything else. */
function oidOf(der: Buffer): string {
  if (der[0] !== 0x06 || der[1] !== der.length - 2) throw new Error('no object identifier');
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of der.subarray(2)) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [first = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}
