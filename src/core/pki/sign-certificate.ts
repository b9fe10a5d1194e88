import type { webcrypto } from 'node:crypto';
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
import { integerBytes } from './der-writer';
import { commonNameOid, organizationOid } from './distinguished-name';
import { algorithmDer, type Signature, type SignedCertificate, signTbs } from './sign-bytes';

export type { SignedCertificate };

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

/** A name of one attribute as UTF-8 (RFC 5280 section 4.1.2.4). */
export function nameOf(attribute: 'commonName' | 'organization', text: string): Name {
  const type = attribute === 'commonName' ? commonNameOid : organizationOid;
  const value = new AttributeValue({ utf8String: text });
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value })])]);
}

/** The signature algorithm of a key, as certificates and requests name it. Throws `key-mismatch` for other kinds of keys. */
export function signatureIdentifier(key: webcrypto.CryptoKey): AlgorithmIdentifier {
  return AsnConvert.parse(algorithmDer(key), AlgorithmIdentifier);
}

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
    serialNumber: new Uint8Array(integerBytes(content.serial)).buffer,
    signature: algorithm,
    issuer: content.issuer,
    validity: new Validity({ notBefore: content.notBefore, notAfter: content.notAfter }),
    subject: content.subject,
    subjectPublicKeyInfo: AsnConvert.parse(content.spki, SubjectPublicKeyInfo),
    extensions: new Extensions(content.extensions),
  });
  return signTbs(Buffer.from(AsnConvert.serialize(tbsCertificate)), key);
}
