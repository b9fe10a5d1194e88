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
}

/** Bytes of a certificate that are read at all. */
const sizeLimit = 1024 * 1024;

const known = new Set<string>([
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
]);

/** Reads one certificate, PEM or DER. Throws `certificate-unreadable`, for a repeated extension too (RFC 5280 section 4.2). */
export function parseCertificate(pemOrDer: string | Uint8Array): ParsedCertificate {
  const der = typeof pemOrDer === 'string' ? decodePem(pemOrDer, 'CERTIFICATE') : Buffer.from(pemOrDer);
  try {
    if (der.length > sizeLimit) throw new Error('it has more than 1 MiB');
    return takeApart(der);
  } catch (cause) {
    throw new AppError('certificate-unreadable', 'Reading the certificate failed: it is cut off or damaged.', {
      hint: 'Put the file back from a backup, or export it again where it came from.',
      cause,
    });
  }
}

function takeApart(der: Buffer): ParsedCertificate {
  const asn = AsnConvert.parse(der, Certificate);
  const { tbsCertificate } = asn;
  const extensions = extensionsOf(asn);
  const read = <T>(oid: string, as: (value: Buffer) => T): T | undefined => {
    const found = extensions.get(oid);
    return found === undefined ? undefined : as(found.value);
  };
  return {
    der,
    asn,
    tbs: Buffer.from(asn.tbsCertificateRaw ?? AsnConvert.serialize(tbsCertificate)),
    spki: Buffer.from(AsnConvert.serialize(tbsCertificate.subjectPublicKeyInfo)),
    fingerprint256: sha256Hex(der),
    serial: Buffer.from(tbsCertificate.serialNumber)
      .toString('hex')
      .replace(/^(00)+(?=..)/, ''),
    notBefore: tbsCertificate.validity.notBefore.getTime(),
    notAfter: tbsCertificate.validity.notAfter.getTime(),
    basicConstraints: read(id_ce_basicConstraints, (value) => {
      const { cA, pathLenConstraint } = AsnConvert.parse(value, BasicConstraints);
      return { authority: cA, pathLength: pathLenConstraint };
    }),
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
  };
}

function extensionsOf(asn: Certificate): Map<string, { critical: boolean; value: Buffer }> {
  const found = new Map<string, { critical: boolean; value: Buffer }>();
  for (const { extnID, critical, extnValue } of asn.tbsCertificate.extensions ?? []) {
    if (found.has(extnID)) throw new Error(`the extension ${extnID} is there twice`);
    found.set(extnID, { critical, value: Buffer.from(extnValue.buffer) });
  }
  return found;
}
