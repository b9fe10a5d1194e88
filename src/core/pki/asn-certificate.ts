// Loaded when it is first used (`parsed-certificate.ts`): on the command line the library takes as long to load as Node itself.
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  KeyUsage,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509';
import { sha256Hex } from '../digest';
import { criticalOf, extensionIds, type FoundExtensions, type ParsedCertificate } from './certificate-parts';
import { parseGeneralNames, parseNameConstraints } from './general-names';
import { describeSignatureAlgorithm } from './signature';

/** Elements of ASN.1 outside of extensions: some 200 are usual, and each costs about a tenth of a millisecond. */
const elementLimit = 4000;

/** A certificate as the library reads it. What is inside the extensions is not looked at. Throws for one that is none. */
export function readAsn(der: Buffer): Certificate {
  // What is inside the extensions is read by those who know them; guessing at it here would count 10,000 names as elements.
  return AsnConvert.parse(der, Certificate, { berOptions: { parseEmbedded: false, maxNodes: elementLimit } });
}

/** Takes any certificate apart. Throws for one that cannot be read, and for a repeated extension (RFC 5280 section 4.2). */
export function takeApart(der: Buffer): ParsedCertificate {
  const asn = readAsn(der);
  const { tbsCertificate } = asn;
  const { notBefore, notAfter } = tbsCertificate.validity;
  const dates = [notBefore.getTime(), notAfter.getTime()] as const;
  if (dates.some((date) => Number.isNaN(date.getTime()))) throw new Error('a date is none');
  const extensions = extensionsOf(asn);
  const read = <T>(oid: string, as: (value: Buffer) => T): T | undefined => {
    const found = extensions.get(oid);
    return found === undefined ? undefined : as(found.value);
  };
  const constraints = read(extensionIds.basicConstraints, (value) => {
    const { cA, pathLenConstraint } = AsnConvert.parse(value, BasicConstraints);
    return { authority: cA, pathLength: pathLenConstraint };
  });
  const version = tbsCertificate.version + 1;
  return {
    der,
    asn,
    subject: tbsCertificate.subject,
    issuer: tbsCertificate.issuer,
    signatureAlgorithm: describeSignatureAlgorithm(asn.signatureAlgorithm),
    tbs: Buffer.from(asn.tbsCertificateRaw ?? AsnConvert.serialize(tbsCertificate)),
    spki: Buffer.from(AsnConvert.serialize(tbsCertificate.subjectPublicKeyInfo)),
    fingerprint256: sha256Hex(der),
    serial: Buffer.from(tbsCertificate.serialNumber)
      .toString('hex')
      .replace(/^(00)+(?=..)/, ''),
    notBefore: dates[0],
    notAfter: dates[1],
    basicConstraints: constraints,
    keyUsages: read(extensionIds.keyUsage, (value) => AsnConvert.parse(value, KeyUsage).toJSON()),
    extendedKeyUsages: read(extensionIds.extendedKeyUsage, (value) => [...AsnConvert.parse(value, ExtendedKeyUsage)]),
    subjectKeyIdentifier: read(extensionIds.subjectKeyIdentifier, (value) =>
      Buffer.from(AsnConvert.parse(value, SubjectKeyIdentifier).buffer),
    ),
    authorityKeyIdentifier: read(extensionIds.authorityKeyIdentifier, (value) => {
      const { keyIdentifier } = AsnConvert.parse(value, AuthorityKeyIdentifier);
      return keyIdentifier === undefined ? undefined : Buffer.from(keyIdentifier.buffer);
    }),
    alternativeNames: read(extensionIds.subjectAlternativeName, parseGeneralNames) ?? [],
    nameConstraints: read(extensionIds.nameConstraints, parseNameConstraints),
    ...criticalOf(extensions),
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

function extensionsOf(asn: Certificate): FoundExtensions {
  const found: FoundExtensions = new Map();
  for (const { extnID, critical, extnValue } of asn.tbsCertificate.extensions ?? []) {
    if (found.has(extnID)) throw new Error(`the extension ${extnID} is there twice`);
    found.set(extnID, { critical, value: Buffer.from(extnValue.buffer) });
  }
  return found;
}
