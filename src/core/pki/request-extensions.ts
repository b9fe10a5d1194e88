import { AsnConvert } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  ExtendedKeyUsage,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  KeyUsage,
  type KeyUsageType,
} from '@peculiar/asn1-x509';
import forge from 'node-forge';
import type { CertificateName } from '../../ipc/schemas';
import { extendedUsageWords, keyUsageWords, toCertificateName } from './certificate-view';
import { booleanTag, contentOf, type DerSlice, inside, octetStringTag, oidTag, sequenceTag } from './der-slices';
import { type GeneralName, parseGeneralNames } from './general-names';
import { formatIp } from './ip';
import { extensionLeftOut, type LeftOut, namesLeftOut } from './left-out';

export interface RequestExtension {
  /** Object identifier. */
  oid: string;
  /** In words, or the object identifier. */
  name: string;
  critical: boolean;
  /** What it says, as text; hex when nothing here reads it. */
  value: string;
}

/** What the extensions of a request ask for. */
export interface AskedExtensions {
  /** All alternative names that a certificate of ours can hold. */
  names: CertificateName[];
  wantsAuthority: boolean;
  keyUsages: KeyUsageType[];
  /** Object identifiers. */
  extendedKeyUsages: string[];
  /** What it asks for and no certificate of ours holds: names of other kinds, and extensions that nothing here reads. */
  leftOut: LeftOut[];
  all: RequestExtension[];
}

const extensionNames: Record<string, string> = {
  [id_ce_subjectAltName]: 'subject alternative name',
  [id_ce_keyUsage]: 'key usage',
  [id_ce_extKeyUsage]: 'extended key usage',
  [id_ce_basicConstraints]: 'basic constraints',
  '2.5.29.14': 'subject key identifier',
  '2.5.29.30': 'name constraints',
  '2.5.29.32': 'certificate policies',
  '1.3.6.1.5.5.7.1.24': 'TLS feature',
  '1.3.6.1.4.1.311.20.2': 'certificate template name (Microsoft)',
  '1.3.6.1.4.1.311.21.7': 'certificate template (Microsoft)',
};

/** Characters of a value in hex that are shown; a person compares no more. */
const shownHex = 2000;

/**
 * Reads the Extensions (in DER) of an extension request (RFC 2985 section 5.4.2), or of none. Throws an Error for bad DER and
 * for an extension that is there twice (RFC 5280 section 4.2).
 */
export function readAskedExtensions(values: readonly DerSlice[]): AskedExtensions {
  const asked: AskedExtensions = {
    names: [],
    wantsAuthority: false,
    keyUsages: [],
    extendedKeyUsages: [],
    leftOut: [],
    all: [],
  };
  const seen = new Set<string>();
  for (const element of values.flatMap((value) => inside(value, sequenceTag))) {
    const [type, ...rest] = inside(element, sequenceTag);
    const [flag, value] = rest.length > 1 ? rest : [undefined, rest[0]];
    const oid = readOid(type);
    if (seen.has(oid)) throw new Error(`the extension ${oid} is there twice`);
    seen.add(oid);
    const critical = flag !== undefined && contentOf(flag, booleanTag)[0] !== 0;
    const text = read(oid, contentOf(value, octetStringTag), asked);
    asked.all.push({ oid, name: extensionNames[oid] ?? oid, critical, value: text });
  }
  return asked;
}

/** An OBJECT IDENTIFIER as dotted text. Throws an Error for anything else. */
export function readOid(element: DerSlice | undefined): string {
  return forge.asn1.derToOid(contentOf(element, oidTag).toString('latin1'));
}

function read(oid: string, der: Buffer, asked: AskedExtensions): string {
  switch (oid) {
    case id_ce_subjectAltName: {
      const names = parseGeneralNames(der);
      asked.names = names.flatMap(toCertificateName);
      asked.leftOut.push(...namesLeftOut(der, names));
      return names.map(describeName).join(', ');
    }
    case id_ce_keyUsage: {
      asked.keyUsages = AsnConvert.parse(der, KeyUsage).toJSON();
      if (asked.keyUsages.includes('keyCertSign')) asked.wantsAuthority = true;
      return keyUsageText(asked.keyUsages).join(', ');
    }
    case id_ce_extKeyUsage: {
      asked.extendedKeyUsages = [...AsnConvert.parse(der, ExtendedKeyUsage)];
      return extendedUsageText(asked.extendedKeyUsages).join(', ');
    }
    case id_ce_basicConstraints: {
      const { cA, pathLenConstraint } = AsnConvert.parse(der, BasicConstraints);
      if (cA) asked.wantsAuthority = true;
      const length = pathLenConstraint === undefined ? '' : `, path length ${pathLenConstraint}`;
      return cA ? `authority${length}` : 'no authority';
    }
    default:
      // Every certificate made here has an identifier of its subject's key, whatever a request says.
      if (oid !== '2.5.29.14') asked.leftOut.push(extensionLeftOut(extensionNames[oid] ?? oid));
      return der.length * 2 > shownHex ? `${der.toString('hex', 0, shownHex / 2)}…` : der.toString('hex');
  }
}

/** Key usages in words, in the order of their bits. */
export function keyUsageText(usages: readonly string[]): string[] {
  return Object.entries(keyUsageWords).flatMap(([usage, words]) => (usages.includes(usage) ? [words] : []));
}

/** Extended key usages in words, or their object identifiers. */
export function extendedUsageText(oids: readonly string[]): string[] {
  return oids.map((oid) => extendedUsageWords[oid] ?? oid);
}

function describeName(name: GeneralName): string {
  switch (name.type) {
    case 'dns':
      return `DNS ${name.text}`;
    case 'email':
      return `e-mail ${name.text}`;
    case 'uri':
      return `URI ${name.text}`;
    case 'ip':
      return `address ${formatIp(name.bytes)}`;
    case 'directory':
      return 'a directory name';
    case 'other':
      return 'a name of another type';
  }
}
