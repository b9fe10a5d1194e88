import { webcrypto } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  type Extension,
  Extensions,
  Name,
  RelativeDistinguishedName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import { AppError } from '../errors';
import { commonNameOid, organizationOid } from './distinguished-name';
import { encodePem } from './pem';

export interface CertificateContent {
  /** Hex. */
  serial: string;
  subject: Name;
  issuer: Name;
  notBefore: Date;
  notAfter: Date;
  /** SubjectPublicKeyInfo in DER. */
  spki: Uint8Array;
  extensions: Extension[];
}

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

function algorithmFor(key: webcrypto.CryptoKey) {
  const { name, namedCurve } = key.algorithm as { name: string; namedCurve?: string };
  if (name === 'ECDSA' && (namedCurve === 'P-256' || namedCurve === 'P-384')) return algorithms[namedCurve];
  if (name === 'RSASSA-PKCS1-v1_5') return algorithms.rsa;
  throw new AppError('key-mismatch', `Signing failed: ${name} keys do not sign certificates here.`, {
    hint: 'Use an ECDSA or RSA key.',
  });
}

/** A name of one attribute as UTF-8 (RFC 5280 section 4.1.2.4). */
export function nameOf(attribute: 'commonName' | 'organization', text: string): Name {
  const type = attribute === 'commonName' ? commonNameOid : organizationOid;
  const value = new AttributeValue({ utf8String: text });
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value })])]);
}

/** The contents of an INTEGER for a positive number: as short as can be, with a zero byte before a set top bit (X.690 8.3). */
function integerBytes(hex: string): ArrayBuffer {
  const digits = hex.replace(/^(00)+(?=..)/, '');
  const bytes = Buffer.from(/^[89a-f]/i.test(digits) ? `00${digits}` : digits, 'hex');
  return new Uint8Array(bytes).buffer;
}

/**
 * WebCrypto gives an ECDSA signature as r and s side by side; certificates have a SEQUENCE of two INTEGERs (RFC 3279 section
 * 2.2.3). On curves up to P-384 each length fits in one byte.
 */
function ecdsaToDer(raw: Buffer): Buffer {
  const half = raw.length / 2;
  const integers = [raw.subarray(0, half), raw.subarray(half)].map((part) => {
    const content = Buffer.from(integerBytes(part.toString('hex')));
    return Buffer.concat([Buffer.from([0x02, content.length]), content]);
  });
  const body = Buffer.concat(integers);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

/** The signature algorithm of a key, as certificates and requests name it. Throws `key-mismatch` for other kinds of keys. */
export function signatureIdentifier(key: webcrypto.CryptoKey): AlgorithmIdentifier {
  const { oid } = algorithmFor(key);
  return new AlgorithmIdentifier({
    algorithm: oid,
    ...(oid === algorithms.rsa.oid ? { parameters: null } : {}),
  });
}

/** Signs bytes as `signatureIdentifier` says, in a thread of the pool, and with a key that cannot be exported. */
export async function signBytes(bytes: ArrayBuffer, key: webcrypto.CryptoKey): Promise<ArrayBuffer> {
  const { oid, hash } = algorithmFor(key);
  const made = Buffer.from(await webcrypto.subtle.sign({ name: key.algorithm.name, hash }, key, bytes));
  const signature = oid === algorithms.rsa.oid ? made : ecdsaToDer(made);
  return new Uint8Array(signature).buffer;
}

/** An element of DER: its tag, the length (X.690 section 8.1.3), the contents. */
function element(tag: number, contents: Buffer): Buffer {
  const { length } = contents;
  const hex = length.toString(16);
  const size = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const head = length < 0x80 ? [tag, length] : [tag, 0x80 | size.length, ...size];
  return Buffer.concat([Buffer.from(head), contents]);
}

const sequenceOf = (items: readonly (ArrayBuffer | Buffer)[]) =>
  element(0x30, Buffer.concat(items.map((item) => Buffer.from(item as ArrayBuffer))));
/** Whole bytes: none of the last one's bits is unused. */
const bitString = (bytes: ArrayBuffer) => element(0x03, Buffer.concat([Buffer.from([0]), Buffer.from(bytes)]));

/**
 * Builds and signs a certificate exactly as told (RFC 5280 section 4.1); the rules are with the callers. Dates lose their
 * milliseconds; from 2050 on they are GeneralizedTime (section 4.1.2.5).
 */
export async function signCertificate(
  content: CertificateContent,
  key: webcrypto.CryptoKey,
): Promise<SignedCertificate & Signature> {
  const algorithm = signatureIdentifier(key);
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: integerBytes(content.serial),
    signature: algorithm,
    issuer: content.issuer,
    validity: new Validity({ notBefore: content.notBefore, notAfter: content.notAfter }),
    subject: content.subject,
    subjectPublicKeyInfo: AsnConvert.parse(content.spki, SubjectPublicKeyInfo),
    extensions: new Extensions(content.extensions),
  });
  const tbs = AsnConvert.serialize(tbsCertificate);
  const signature = await signBytes(tbs, key);
  const { hash } = algorithmFor(key);
  // Put together from the bytes that were signed: to build them a second time would double the work.
  const der = sequenceOf([tbs, AsnConvert.serialize(algorithm), bitString(signature)]);
  const pem = encodePem(der, 'CERTIFICATE');
  return { der, pem, tbs: Buffer.from(tbs), signature: Buffer.from(signature), hash };
}
