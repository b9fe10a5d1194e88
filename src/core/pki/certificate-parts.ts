import type { Certificate } from '@peculiar/asn1-x509';
import { writeAsnName } from './asn-name';
import { contentOf, type DerSlice, derElements, inside, sequenceTag } from './der-slices';
import type { NameParts } from './distinguished-name';
import type { GeneralName, NameSubtrees } from './general-names';

/** The words of the key usage's bits, in the order in which the library lists them. */
export type KeyUsageWord =
  | 'crlSign'
  | 'dataEncipherment'
  | 'decipherOnly'
  | 'digitalSignature'
  | 'encipherOnly'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'keyEncipherment'
  | 'nonRepudiation';

/** A certificate taken apart: what the view, the signer and the path validation read. */
export interface ParsedCertificate {
  der: Buffer;
  /** As the library has it; read at the first use where the rest could be had without. */
  readonly asn: Certificate;
  subject: NameParts;
  issuer: NameParts;
  /** In words, e.g. "ECDSA with SHA-256", or its object identifier. */
  signatureAlgorithm: string;
  /** The signed part, byte for byte as it was received. */
  tbs: Buffer;
  /** SubjectPublicKeyInfo in DER. */
  spki: Buffer;
  fingerprint256: string;
  /** Hex without zero bytes before it. */
  serial: string;
  notBefore: Date;
  notAfter: Date;
  /** Undefined when the extension is not there. */
  basicConstraints: { authority: boolean; pathLength: number | undefined } | undefined;
  keyUsages: KeyUsageWord[] | undefined;
  /** Object identifiers. */
  extendedKeyUsages: string[] | undefined;
  subjectKeyIdentifier: Buffer | undefined;
  authorityKeyIdentifier: Buffer | undefined;
  alternativeNames: GeneralName[];
  nameConstraints: NameSubtrees | undefined;
  /** Object identifiers of critical extensions that nothing here reads. */
  unknownCritical: string[];
  /** Object identifiers of all critical extensions. */
  critical: Set<string>;
  /** 1, 2 or 3. */
  version: number;
  /** What breaks the form so that the meaning is open, as sentences (RFC 5280 sections 4.1 and 4.2.1.9). */
  faults: string[];
}

/** Object identifiers of extensions (RFC 5280 section 4.2.1). */
export const extensionIds = {
  authorityKeyIdentifier: '2.5.29.35',
  crlDistributionPoints: '2.5.29.31',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  keyUsage: '2.5.29.15',
  nameConstraints: '2.5.29.30',
  subjectAlternativeName: '2.5.29.17',
  subjectKeyIdentifier: '2.5.29.14',
};

// Distribution points are among them, though none is fetched here.
const known = new Set<string>([
  ...Object.values(extensionIds),
  // Policies bind nobody who asks for none, unless policy constraints (not in this list) want one: section 6.1.5 (a).
  '2.5.29.32', // certificate policies
  '2.5.29.33', // policy mappings
  '2.5.29.54', // inhibit anyPolicy
]);

export type FoundExtensions = Map<string, { critical: boolean; value: Buffer }>;

/** What is critical, and what of it nothing here reads. */
export function criticalOf(extensions: FoundExtensions): Pick<ParsedCertificate, 'critical' | 'unknownCritical'> {
  const critical = [...extensions].flatMap(([oid, found]) => (found.critical ? [oid] : []));
  return { unknownCritical: critical.filter((oid) => !known.has(oid)), critical: new Set(critical) };
}

/** The subject's name in DER, byte for byte as the certificate has it; one that is BER is written anew. */
export function subjectDerOf(certificate: ParsedCertificate): Buffer {
  try {
    const [tbs] = derElements(certificate.tbs);
    const parts = inside(tbs, sequenceTag);
    // The version [0] is left out of certificates of version 1: serial, signature, issuer, validity, subject (RFC 5280 section 4.1).
    return sequenceIn(parts[parts[0]?.tag === 0xa0 ? 5 : 4]);
  } catch {
    return writeAsnName(certificate.asn.tbsCertificate.subject);
  }
}

function sequenceIn(element: DerSlice | undefined): Buffer {
  contentOf(element, sequenceTag);
  return (element as DerSlice).whole;
}
