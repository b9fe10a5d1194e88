import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  KeyUsage,
  type KeyUsageType,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import { type GeneralName, type NameSubtrees, parseGeneralNames, parseNameConstraints } from './general-names';
import { decodePem } from './pem';

/** A certificate taken apart: what the view, the signer and the path validation read. */
export interface ParsedCertificate {
  der: Buffer;
  asn: Certificate;
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
  keyUsages: KeyUsageType[] | undefined;
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

/** Bytes of a certificate that are read at all. */
const sizeLimit = 1024 * 1024;

/** Elements of ASN.1 outside of extensions: some 200 are usual, and each costs about a tenth of a millisecond. */
const elementLimit = 4000;

const known = new Set<string>([
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  // Policies bind nobody who asks for none, unless policy constraints (not in this list) want one: section 6.1.5 (a).
  '2.5.29.32', // certificate policies
  '2.5.29.33', // policy mappings
  '2.5.29.54', // inhibit anyPolicy
  // Where revocation lists are; none is fetched here.
  '2.5.29.31',
]);

/** The parsed form of buffers that came out of here, so that a view is not taken apart again for each check. */
const cache = new WeakMap<Uint8Array, ParsedCertificate>();

/** As `parseCertificate`, but the very buffer of an earlier answer (`der` of it, or of a view) gives that answer again. */
export function parsedOf(der: Uint8Array): ParsedCertificate {
  return cache.get(der) ?? parseCertificate(der);
}

/** Reads one certificate, PEM or DER. Throws `certificate-unreadable`, for a repeated extension too (RFC 5280 section 4.2). */
export function parseCertificate(pemOrDer: string | Uint8Array): ParsedCertificate {
  const der = typeof pemOrDer === 'string' ? decodePem(pemOrDer, 'CERTIFICATE') : Buffer.from(pemOrDer);
  try {
    if (der.length > sizeLimit) throw new Error('it has more than 1 MiB');
    if (lengthOf(der) !== der.length) throw new Error('it is longer or shorter than it says');
    const parsed = takeApart(der);
    cache.set(parsed.der, parsed);
    return parsed;
  } catch (cause) {
    throw unreadable(cause);
  }
}

/** The error for a certificate that cannot be read. */
export function unreadable(cause: unknown): AppError {
  return new AppError('certificate-unreadable', 'Reading the certificate failed: it is cut off or damaged.', {
    hint: 'Put the file back from a backup, or export it again where it came from.',
    cause,
  });
}

/** How long the SEQUENCE says that it is, with its own header (X.690 section 8.1.3); certificates need no more than 4 bytes. */
function lengthOf(der: Buffer): number {
  const first = der[1] ?? 0;
  if (der[0] !== 0x30) return 0;
  if (first < 0x80) return 2 + first;
  const count = first - 0x80;
  return count < 1 || count > 4 || der.length < 2 + count ? 0 : 2 + count + der.readUIntBE(2, count);
}

function takeApart(der: Buffer): ParsedCertificate {
  // What is inside the extensions is read by those who know them; guessing at it here would count 10,000 names as elements.
  const asn = AsnConvert.parse(der, Certificate, { berOptions: { parseEmbedded: false, maxNodes: elementLimit } });
  const { tbsCertificate } = asn;
  const { notBefore, notAfter } = tbsCertificate.validity;
  const dates = [notBefore.getTime(), notAfter.getTime()] as const;
  if (dates.some((date) => Number.isNaN(date.getTime()))) throw new Error('a date is none');
  const extensions = extensionsOf(asn);
  const read = <T>(oid: string, as: (value: Buffer) => T): T | undefined => {
    const found = extensions.get(oid);
    return found === undefined ? undefined : as(found.value);
  };
  const constraints = read(id_ce_basicConstraints, (value) => {
    const { cA, pathLenConstraint } = AsnConvert.parse(value, BasicConstraints);
    return { authority: cA, pathLength: pathLenConstraint };
  });
  const version = tbsCertificate.version + 1;
  return {
    der,
    asn,
    tbs: Buffer.from(asn.tbsCertificateRaw ?? AsnConvert.serialize(tbsCertificate)),
    spki: Buffer.from(AsnConvert.serialize(tbsCertificate.subjectPublicKeyInfo)),
    fingerprint256: sha256Hex(der),
    serial: Buffer.from(tbsCertificate.serialNumber)
      .toString('hex')
      .replace(/^(00)+(?=..)/, ''),
    notBefore: dates[0],
    notAfter: dates[1],
    basicConstraints: constraints,
    keyUsages: read(id_ce_keyUsage, (value) => AsnConvert.parse(value, KeyUsage).toJSON()),
    extendedKeyUsages: read(id_ce_extKeyUsage, (value) => [...AsnConvert.parse(value, ExtendedKeyUsage)]),
    subjectKeyIdentifier: read(id_ce_subjectKeyIdentifier, (value) =>
      Buffer.from(AsnConvert.parse(value, SubjectKeyIdentifier).buffer),
    ),
    authorityKeyIdentifier: read(id_ce_authorityKeyIdentifier, (value) => {
      const { keyIdentifier } = AsnConvert.parse(value, AuthorityKeyIdentifier);
      return keyIdentifier === undefined ? undefined : Buffer.from(keyIdentifier.buffer);
    }),
    alternativeNames: read(id_ce_subjectAltName, parseGeneralNames) ?? [],
    nameConstraints: read(id_ce_nameConstraints, parseNameConstraints),
    unknownCritical: [...extensions].flatMap(([oid, { critical }]) => (critical && !known.has(oid) ? [oid] : [])),
    critical: new Set([...extensions].flatMap(([oid, { critical }]) => (critical ? [oid] : []))),
    version,
    faults: faultsOf(version, extensions.size, constraints),
  };
}

function faultsOf(version: number, extensions: number, constraints: ParsedCertificate['basicConstraints']): string[] {
  const faults: string[] = [];
  if (version < 3 && extensions > 0) {
    faults.push(`It says that it is of version ${version}, but it has extensions, which came with version 3.`);
  }
  if (version > 3) faults.push(`It says that it is of version ${version}, which does not exist.`);
  const length = constraints?.pathLength;
  if (length !== undefined && !(Number.isSafeInteger(length) && length >= 0)) {
    faults.push('Its path length is not a number that makes sense.');
  }
  return faults;
}

function extensionsOf(asn: Certificate): Map<string, { critical: boolean; value: Buffer }> {
  const found = new Map<string, { critical: boolean; value: Buffer }>();
  for (const { extnID, critical, extnValue } of asn.tbsCertificate.extensions ?? []) {
    if (found.has(extnID)) throw new Error(`the extension ${extnID} is there twice`);
    found.set(extnID, { critical, value: Buffer.from(extnValue.buffer) });
  }
  return found;
}
