import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  CertificatePolicies,
  CRLDistributionPoints,
  ExtendedKeyUsage,
  type GeneralName,
  GeneralNames,
  type GeneralSubtree,
  KeyUsage,
  NameConstraints,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509';
import { extendedUsageWords, keyUsageWords } from '../pki/certificate-view';
import { formatName } from '../pki/distinguished-name';
import { type GeneralName as ParsedName, parseGeneralNames, parseNameConstraints } from '../pki/general-names';
import { formatIp, formatSubtree } from '../pki/ip';

/** One extension in words. */
export interface ExtensionText {
  oid: string;
  name: string;
  critical: boolean;
  value: string;
}

/** Bytes of an unknown extension that are shown. */
const shownBytes = 64;
/** Names or addresses of one extension that are shown; a list of 10,000 helps nobody, and stands beside it anyway. */
const shownItems = 100;

interface Reader {
  name: string;
  text?: (der: Buffer) => string;
}

/** RFC 5280 section 4.2, unless another source is named. */
const readers: Record<string, Reader> = {
  '2.5.29.14': {
    name: 'Subject key identifier',
    text: (der) => hex(AsnConvert.parse(der, SubjectKeyIdentifier).buffer),
  },
  '2.5.29.35': { name: 'Authority key identifier', text: authorityKeyIdentifier },
  '2.5.29.15': { name: 'Key usage', text: keyUsage },
  '2.5.29.37': {
    name: 'Extended key usage',
    text: (der) => list([...AsnConvert.parse(der, ExtendedKeyUsage)].map((oid) => extendedUsageWords[oid] ?? oid)),
  },
  '2.5.29.17': { name: 'Subject alternative name', text: alternativeNames },
  '2.5.29.18': { name: 'Issuer alternative name', text: alternativeNames },
  '2.5.29.19': { name: 'Basic constraints', text: basicConstraints },
  '2.5.29.30': { name: 'Name constraints', text: nameConstraints },
  '2.5.29.31': { name: 'CRL distribution points', text: crlDistributionPoints },
  '2.5.29.32': { name: 'Certificate policies', text: policies },
  '1.3.6.1.5.5.7.1.1': { name: 'Authority information access', text: accessDescriptions },
  '1.3.6.1.5.5.7.1.11': { name: 'Subject information access', text: accessDescriptions },
  '2.5.29.9': { name: 'Subject directory attributes' },
  '2.5.29.16': { name: 'Private key usage period' },
  '2.5.29.33': { name: 'Policy mappings' },
  '2.5.29.36': { name: 'Policy constraints' },
  '2.5.29.46': { name: 'Freshest CRL', text: crlDistributionPoints },
  '2.5.29.54': { name: 'Inhibit anyPolicy' },
  // RFC 7633: 5 stands for the stapled OCSP answer, and is all that is in use.
  '1.3.6.1.5.5.7.1.24': { name: 'TLS feature (must staple)' },
  // RFC 6962 section 3.3.
  '1.3.6.1.4.1.11129.2.4.2': { name: 'Signed certificate timestamps' },
  '1.3.6.1.4.1.11129.2.4.3': { name: 'Certificate transparency poison' },
  '1.3.6.1.5.5.7.48.1.5': { name: 'OCSP no check' },
  '2.16.840.1.113730.1.1': { name: 'Netscape certificate type' },
  '2.16.840.1.113730.1.13': { name: 'Netscape comment' },
  '1.3.6.1.4.1.311.20.2': { name: 'Microsoft certificate template name' },
  '1.3.6.1.4.1.311.21.1': { name: 'Microsoft CA version' },
  '1.3.6.1.4.1.311.21.7': { name: 'Microsoft certificate template' },
};

/** An extension in words; one that is not known, or cannot be read, as the first bytes of it in hex. `value` is its DER. */
export function describeExtension({
  oid,
  critical,
  value,
}: {
  oid: string;
  critical: boolean;
  value: Buffer;
}): ExtensionText {
  const reader = readers[oid];
  return { oid, name: reader?.name ?? 'Unknown extension', critical, value: textOf(reader, value) };
}

function textOf(reader: Reader | undefined, value: Buffer): string {
  try {
    return reader?.text?.(value) ?? dump(value);
  } catch {
    return dump(value);
  }
}

function dump(value: Buffer): string {
  const text = hex(value.subarray(0, shownBytes));
  return value.length > shownBytes ? `${text} … (${value.length} bytes)` : text;
}

function hex(bytes: ArrayBuffer | Uint8Array): string {
  return (
    Buffer.from(bytes as Uint8Array)
      .toString('hex')
      .match(/../g) ?? []
  ).join(':');
}

function list(items: readonly string[]): string {
  const more = items.length - shownItems;
  return more > 0 ? `${items.slice(0, shownItems).join(', ')} and ${more} more` : items.join(', ');
}

function nameText(name: ParsedName): string {
  switch (name.type) {
    case 'ip':
      return name.bytes.length === 4 || name.bytes.length === 16
        ? formatIp(name.bytes)
        : `an address in ${hex(name.bytes)}`;
    case 'directory':
      return name.name.join(', ');
    case 'other':
      return 'a name of another kind';
    default:
      return name.text;
  }
}

function alternativeNames(der: Buffer): string {
  const names = parseGeneralNames(der);
  // Ours is made for comparing directory names, in small letters; the library's is as it was written.
  const written = names.some(({ type }) => type === 'directory') ? [...AsnConvert.parse(der, GeneralNames)] : [];
  return list(
    names.map((name, index) => {
      const directory = written[index]?.directoryName;
      return directory === undefined ? nameText(name) : formatName(directory);
    }),
  );
}

function generalNameText(name: GeneralName): string {
  if (name.directoryName !== undefined) return formatName(name.directoryName);
  return (
    name.uniformResourceIdentifier ?? name.dNSName ?? name.rfc822Name ?? name.iPAddress ?? 'a name of another kind'
  );
}

function authorityKeyIdentifier(der: Buffer): string {
  const { keyIdentifier, authorityCertIssuer, authorityCertSerialNumber } = AsnConvert.parse(
    der,
    AuthorityKeyIdentifier,
  );
  return [
    ...(keyIdentifier === undefined ? [] : [hex(keyIdentifier.buffer)]),
    ...(authorityCertIssuer === undefined ? [] : [`issuer ${authorityCertIssuer.map(generalNameText).join(', ')}`]),
    ...(authorityCertSerialNumber === undefined ? [] : [`serial ${hex(authorityCertSerialNumber)}`]),
  ].join('; ');
}

function keyUsage(der: Buffer): string {
  const usages = new Set<string>(AsnConvert.parse(der, KeyUsage).toJSON());
  return list(Object.entries(keyUsageWords).flatMap(([usage, words]) => (usages.has(usage) ? [words] : [])));
}

function basicConstraints(der: Buffer): string {
  const { cA, pathLenConstraint } = AsnConvert.parse(der, BasicConstraints);
  if (!cA) return 'not a certificate authority';
  if (pathLenConstraint === undefined) return 'certificate authority, no limit on authorities below it';
  return pathLenConstraint === 0
    ? 'certificate authority, none may stand below it (path length 0)'
    : `certificate authority, at most ${pathLenConstraint} below it (path length ${pathLenConstraint})`;
}

function nameConstraints(der: Buffer): string {
  // The library reads the names; addresses are ours, since it makes a prefix of any mask.
  const { permittedSubtrees, excludedSubtrees } = AsnConvert.parse(der, NameConstraints);
  const { permitted, excluded } = parseNameConstraints(der);
  const part = (word: string, names: ParsedName[], subtrees: GeneralSubtree[] | undefined) =>
    names.length === 0 ? [] : [`${word}: ${list(names.map((name, index) => subtreeText(name, subtrees?.[index])))}`];
  return [...part('permitted', permitted, permittedSubtrees), ...part('excluded', excluded, excludedSubtrees)].join(
    '; ',
  );
}

function subtreeText(name: ParsedName, subtree: GeneralSubtree | undefined): string {
  switch (name.type) {
    case 'ip':
      return formatSubtree(name.bytes) ?? `addresses ${hex(name.bytes)}`;
    case 'dns':
      return name.text === '' ? 'every host' : name.text;
    case 'email':
      return `e-mail ${name.text}`;
    case 'uri':
      return `URI ${name.text}`;
    case 'directory':
      return subtree?.base.directoryName === undefined ? nameText(name) : formatName(subtree.base.directoryName);
    case 'other':
      return nameText(name);
  }
}

function crlDistributionPoints(der: Buffer): string {
  return list(
    [...AsnConvert.parse(der, CRLDistributionPoints)].flatMap((point) => [
      ...(point.distributionPoint?.fullName ?? []).map(generalNameText),
      ...(point.cRLIssuer === undefined ? [] : [`issued by ${point.cRLIssuer.map(generalNameText).join(', ')}`]),
    ]),
  );
}

const accessMethods: Record<string, string> = {
  '1.3.6.1.5.5.7.48.1': 'OCSP',
  '1.3.6.1.5.5.7.48.2': 'issuer certificate',
  '1.3.6.1.5.5.7.48.3': 'time stamping',
  '1.3.6.1.5.5.7.48.5': 'CA repository',
};

function accessDescriptions(der: Buffer): string {
  return list(
    [...AsnConvert.parse(der, AuthorityInfoAccessSyntax)].map(
      ({ accessMethod, accessLocation }) =>
        `${accessMethods[accessMethod] ?? accessMethod} ${generalNameText(accessLocation)}`,
    ),
  );
}

/** CA/Browser Forum Baseline Requirements 7.1.6.1, and RFC 5280's own. */
const policyNames: Record<string, string> = {
  '2.5.29.32.0': 'any policy',
  '2.23.140.1.1': 'extended validation',
  '2.23.140.1.2.1': 'domain validated',
  '2.23.140.1.2.2': 'organisation validated',
  '2.23.140.1.2.3': 'individual validated',
};

function policies(der: Buffer): string {
  return list(
    [...AsnConvert.parse(der, CertificatePolicies)].map(({ policyIdentifier }) => {
      const name = policyNames[policyIdentifier];
      return name === undefined ? policyIdentifier : `${name} (${policyIdentifier})`;
    }),
  );
}
