import { webcrypto } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
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

/**
 * Builds and signs a certificate exactly as told (RFC 5280 section 4.1); the rules are with the callers. Dates lose their
 * milliseconds; from 2050 on they are GeneralizedTime (section 4.1.2.5).
 */
export async function signCertificate(
  content: CertificateContent,
  key: webcrypto.CryptoKey,
): Promise<SignedCertificate> {
  const { oid, hash } = algorithmFor(key);
  const algorithm = new AlgorithmIdentifier({
    algorithm: oid,
    ...(oid === algorithms.rsa.oid ? { parameters: null } : {}),
  });
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
  // WebCrypto signs in a thread of the pool, and with a key that cannot be exported.
  const tbs = AsnConvert.serialize(tbsCertificate);
  const made = Buffer.from(await webcrypto.subtle.sign({ name: key.algorithm.name, hash }, key, tbs));
  const signature = oid === algorithms.rsa.oid ? made : ecdsaToDer(made);
  const certificate = new Certificate({
    tbsCertificate,
    signatureAlgorithm: algorithm,
    signatureValue: new Uint8Array(signature).buffer,
  });
  const der = Buffer.from(AsnConvert.serialize(certificate));
  return { der, pem: encodePem(der, 'CERTIFICATE') };
}
