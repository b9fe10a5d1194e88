import { sha256Hex } from '../digest';
import { readAsn } from './asn-certificate';
import {
  criticalOf,
  extensionIds,
  type FoundExtensions,
  type KeyUsageWord,
  type ParsedCertificate,
} from './certificate-parts';
import {
  bitStringTag,
  booleanTag,
  contentOf,
  type DerSlice,
  derElements,
  inside,
  octetStringTag,
  sequenceTag,
} from './der-slices';
import { parseGeneralNames, parseNameConstraints } from './general-names';
import { instantOf, nameOf, plainOid, smallInteger } from './plain-der';
import { signatureAlgorithms } from './signature-algorithms';

// Certificates in the form that nearly all have, ours among them, read from their DER: no library has to be loaded for it, and a
// first one is read in a fiftieth of the time. Anything out of the ordinary is left to the library; what is read here, it reads
// the same (plain-certificate.test.ts).

/** Takes a certificate apart; undefined for one that is not of the plain form, which may be a good one all the same. */
export function readPlainCertificate(der: Buffer): ParsedCertificate | undefined {
  try {
    return read(der);
  } catch {
    return undefined;
  }
}

const integerTag = 0x02;
const nullTag = 0x05;

function read(der: Buffer): ParsedCertificate {
  const [certificate, ...beside] = derElements(der);
  const [tbs, identifier, signature, ...after] = inside(certificate, sequenceTag);
  const parts = inside(tbs, sequenceTag);
  const [version, serial, inner, issuer, validity, subject, spki, extensionList, ...more] = parts;
  want(beside.length + after.length + more.length === 0);
  // version [0] EXPLICIT INTEGER: 2 is version 3 (RFC 5280 section 4.1.2.1).
  want(contentOf(version, 0xa0).equals(Buffer.from([integerTag, 1, 2])));
  want(contentOf(signature, bitStringTag)[0] === 0);
  const dates = inside(validity, sequenceTag);
  const [notBefore, notAfter] = dates.map(instantOf);
  want(dates.length === 2);
  const extensions = extensionsOf(extensionList);
  const value = <T>(oid: string, as: (value: Buffer) => T): T | undefined => {
    const found = extensions.get(oid);
    return found === undefined ? undefined : as(found.value);
  };
  checkKey(spki);
  // Two that differ are for the library's comparison of them.
  const algorithm = algorithmOf(identifier);
  want(inner !== undefined && identifier !== undefined && inner.whole.equals(identifier.whole));
  let asn: ParsedCertificate['asn'] | undefined;
  return {
    der,
    get asn() {
      asn ??= readAsn(der);
      return asn;
    },
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    signatureAlgorithm: algorithm,
    tbs: copy(tbs),
    spki: copy(spki),
    fingerprint256: sha256Hex(der),
    serial: integerHex(serial).replace(/^(00)+(?=..)/, ''),
    notBefore: notBefore as Date,
    notAfter: notAfter as Date,
    basicConstraints: value(extensionIds.basicConstraints, basicConstraintsOf),
    keyUsages: value(extensionIds.keyUsage, keyUsagesOf),
    extendedKeyUsages: value(extensionIds.extendedKeyUsage, (bytes) => {
      const usages = only(bytes, sequenceTag);
      want(usages.length > 0);
      return derElements(usages).map(plainOid);
    }),
    subjectKeyIdentifier: value(extensionIds.subjectKeyIdentifier, (bytes) => only(bytes, octetStringTag)),
    // keyIdentifier [0] IMPLICIT alone (RFC 5280 section 4.2.1.1).
    authorityKeyIdentifier: value(extensionIds.authorityKeyIdentifier, (bytes) => only(only(bytes, sequenceTag), 0x80)),
    alternativeNames: value(extensionIds.subjectAlternativeName, parseGeneralNames) ?? [],
    nameConstraints: value(extensionIds.nameConstraints, parseNameConstraints),
    ...criticalOf(extensions),
    version: 3,
    faults: [],
  };
}

function want(holds: boolean): void {
  if (!holds) throw new Error('not of the plain form');
}

const copy = (element: DerSlice | undefined) => Buffer.from(contentWhole(element));

function contentWhole(element: DerSlice | undefined): Buffer {
  want(element?.tag === sequenceTag);
  return (element as DerSlice).whole;
}

/** The content of the one element that there is. */
function only(bytes: Buffer, tag: number): Buffer {
  const [element, ...rest] = derElements(bytes);
  want(rest.length === 0);
  return Buffer.from(contentOf(element, tag));
}

/** The contents of a positive INTEGER, as short as can be (X.690 section 8.3). */
function integerHex(element: DerSlice | undefined): string {
  const content = contentOf(element, integerTag);
  const [first = 0x80, second = 0x80] = content;
  want(first < 0x80 && (first > 0 || content.length === 1 || second >= 0x80));
  return content.toString('hex');
}

function algorithmOf(identifier: DerSlice | undefined): string {
  const [oid, parameters, ...more] = inside(identifier, sequenceTag);
  want(
    more.length === 0 && (parameters === undefined || (parameters.tag === nullTag && parameters.content.length === 0)),
  );
  const name = signatureAlgorithms[plainOid(oid)]?.name;
  want(name !== undefined);
  return name as string;
}

/** id-ecPublicKey with a named curve (RFC 5480 section 2.1.1), rsaEncryption with NULL (RFC 3279 section 2.3.1). */
function checkKey(spki: DerSlice | undefined): void {
  const [identifier, bits, ...more] = inside(spki, sequenceTag);
  const [oid, parameters, ...rest] = inside(identifier, sequenceTag);
  const kind = plainOid(oid);
  if (kind === '1.2.840.10045.2.1') plainOid(parameters);
  else want(kind === '1.2.840.113549.1.1.1' && parameters?.tag === nullTag && parameters.content.length === 0);
  want(more.length + rest.length === 0 && contentOf(bits, bitStringTag)[0] === 0);
}

function extensionsOf(list: DerSlice | undefined): FoundExtensions {
  const found: FoundExtensions = new Map();
  if (list === undefined) return found;
  const [sequence, ...beside] = inside(list, 0xa3);
  const extensions = inside(sequence, sequenceTag);
  want(beside.length === 0 && extensions.length > 0);
  for (const extension of extensions) {
    const [oid, ...parts] = inside(extension, sequenceTag);
    const [flag] = parts.length === 2 ? parts.splice(0, 1) : [];
    const id = plainOid(oid);
    // In DER the default, not critical, is left out.
    want(parts.length === 1 && !found.has(id) && (flag === undefined || isTrue(flag)));
    found.set(id, { critical: flag !== undefined, value: contentOf(parts[0], octetStringTag) });
  }
  return found;
}

const isTrue = ({ tag, content }: DerSlice) => tag === booleanTag && content.length === 1 && content[0] === 0xff;

function basicConstraintsOf(bytes: Buffer): { authority: boolean; pathLength: number | undefined } {
  const [authority, length, ...more] = derElements(only(bytes, sequenceTag));
  want(more.length === 0 && (authority === undefined || isTrue(authority)));
  return { authority: authority !== undefined, pathLength: length === undefined ? undefined : smallInteger(length) };
}

/** By bit, the highest of the first octet first (RFC 5280 section 4.2.1.3). */
const keyUsageBits: readonly KeyUsageWord[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'crlSign',
];

/** The seven of the first octet; the other two are rare. Sorted by name, as the library lists them. */
function keyUsagesOf(bytes: Buffer): KeyUsageWord[] {
  const [unused = 8, bits = 0, ...more] = only(bytes, bitStringTag);
  want(more.length === 0 && unused < 8 && bits !== 0 && (bits & 1) === 0);
  // The unused bits are zero, and the last used one is not (X.690 section 11.2).
  want((bits & ((1 << (unused + 1)) - 1)) === 1 << unused);
  return keyUsageBits.filter((_, index) => (bits & (0x80 >> index)) !== 0).sort();
}
