import type { CertificateName } from '../../ipc/schemas';
import { extensionIds } from './certificate-parts';
import { bitString, element, integer, octets, oid, sequence, time, yes } from './der-writer';
import { parseIp } from './ip';
import type { SubjectPart } from './subject-parts';

export interface LeafContent {
  /** Hex. */
  serial: string;
  /** The signature's algorithm identifier in DER. */
  algorithm: Uint8Array;
  /** The issuer's name in DER, as its own certificate has it. */
  issuer: Uint8Array;
  notBefore: Date;
  notAfter: Date;
  subject: readonly SubjectPart[];
  /** SubjectPublicKeyInfo in DER. */
  spki: Uint8Array;
  /** Bits of the first octet as the library numbers them: 1 for digitalSignature. */
  keyUsage: number;
  /** Object identifiers. */
  extendedKeyUsages: readonly string[];
  subjectKeyIdentifier: Uint8Array;
  authorityKeyIdentifier: Uint8Array;
  names: readonly CertificateName[];
  /** Where the revocation list of the issuer is: an address in ASCII. */
  crlUrl?: string | undefined;
}

/**
 * The TBSCertificate of a leaf in DER (RFC 5280 section 4.1), written directly: the library that writes any certificate takes as
 * long to load as the rest of issuing one. It writes the same bytes (leaf-der.test.ts).
 */
export function leafTbs(content: LeafContent): Buffer {
  return sequence(
    element(0xa0, integer('02')),
    integer(content.serial),
    content.algorithm,
    content.issuer,
    sequence(time(content.notBefore), time(content.notAfter)),
    sequence(...content.subject.map(attribute)),
    content.spki,
    element(0xa3, sequence(...extensions(content))),
  );
}

/** A relative distinguished name of one attribute: UTF8String, or PrintableString. */
function attribute({ oid: type, text, printable }: SubjectPart): Buffer {
  return element(0x31, sequence(oid(type), element(printable ? 0x13 : 0x0c, Buffer.from(text, 'utf8'))));
}

/** RFC 5280 section 4.2; what is critical and why is told in extensions.ts, which makes those of every other certificate. */
function extensions(content: LeafContent): Buffer[] {
  return [
    extension(extensionIds.basicConstraints, true, sequence()),
    extension(extensionIds.keyUsage, true, keyUsage(content.keyUsage)),
    extension(extensionIds.extendedKeyUsage, false, sequence(...content.extendedKeyUsages.map(oid))),
    extension(extensionIds.subjectKeyIdentifier, false, octets(content.subjectKeyIdentifier)),
    extension(extensionIds.authorityKeyIdentifier, false, sequence(element(0x80, content.authorityKeyIdentifier))),
    extension(
      extensionIds.subjectAlternativeName,
      content.subject.length === 0,
      sequence(...content.names.map(generalName)),
    ),
    ...(content.crlUrl === undefined
      ? []
      : [extension(extensionIds.crlDistributionPoints, false, distributionPoint(content.crlUrl))]),
  ];
}

const extension = (id: string, critical: boolean, value: Buffer) =>
  sequence(oid(id), ...(critical ? [yes()] : []), octets(value));

/** One point with one full name; name constraints bind the names of subjects, and not this one (RFC 5280 section 4.2.1.13). */
function distributionPoint(url: string): Buffer {
  const fullName = element(0xa0, element(0x86, Buffer.from(url, 'latin1')));
  return sequence(sequence(element(0xa0, fullName)));
}

/** The highest bit of the octet comes first, and those behind the last set one are not written (X.690 section 11.2). */
function keyUsage(flags: number): Buffer {
  let bits = 0;
  for (let bit = 0; bit < 8; bit += 1) if ((flags & (1 << bit)) !== 0) bits |= 0x80 >> bit;
  let unused = 0;
  while (unused < 7 && (bits & (1 << unused)) === 0) unused += 1;
  return bitString(Buffer.from([bits]), unused);
}

/** Context tags of GeneralName (RFC 5280 section 4.2.1.6). */
function generalName({ type, value }: CertificateName): Buffer {
  switch (type) {
    case 'email':
      return element(0x81, Buffer.from(value, 'latin1'));
    case 'dns':
      return element(0x82, Buffer.from(value, 'latin1'));
    case 'uri':
      return element(0x86, Buffer.from(value, 'latin1'));
    case 'ip': {
      const address = parseIp(value);
      if (address === undefined) throw new Error('an address that is none');
      return element(0x87, address.bytes);
    }
  }
}
