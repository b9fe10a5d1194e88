import {
  type Asn1Node,
  bmpString,
  bytesOf,
  children,
  context,
  contextChildren,
  contextOctets,
  encode,
  integer,
  octets,
  oid,
  oidOf,
  sequence,
  set,
} from './asn1-tree';

/** RFC 7292 section 4.2 and appendix D; RFC 5652 for the contents, RFC 2985 sections 5.5.1 and 5.5.2 for the attributes. */
export const pkcs12Oids = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  nestedBag: '1.2.840.113549.1.12.10.1.6',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  /** Oracle's own: Java takes a certificate without a key as a trusted one only with this attribute (JDK-8073181). */
  javaTrustedKeyUsage: '2.16.840.1.113894.746875.1.1',
} as const;
const anyPurpose = '2.5.29.37.0';

/** One thing in a PKCS#12, in clear or still encrypted for itself. */
export type Bag =
  | { kind: 'certificate'; der: Buffer }
  | { kind: 'key'; pkcs8: Buffer }
  | { kind: 'encrypted-key'; method: Asn1Node; ciphertext: Buffer }
  | { kind: 'other'; oid: string };

export interface BagAttributes {
  friendlyName?: string;
  localKeyId?: Buffer;
  /** Marks the certificate as trusted, for Java. */
  trusted?: boolean;
}

function attributes({ friendlyName, localKeyId, trusted }: BagAttributes): Asn1Node[] {
  const list = [
    ...(friendlyName === undefined ? [] : [sequence(oid(pkcs12Oids.friendlyName), set(bmpString(friendlyName)))]),
    ...(localKeyId === undefined ? [] : [sequence(oid(pkcs12Oids.localKeyId), set(octets(localKeyId)))]),
    ...(trusted ? [sequence(oid(pkcs12Oids.javaTrustedKeyUsage), set(oid(anyPurpose)))] : []),
  ];
  // DER sorts the members of a SET OF by their bytes (X.690 section 11.6).
  const sorted = list.sort((a, b) => Buffer.compare(encode(a), encode(b)));
  return sorted.length === 0 ? [] : [set(...sorted)];
}

export function certificateBag(der: Buffer, about: BagAttributes): Asn1Node {
  const value = sequence(oid(pkcs12Oids.x509Certificate), context(0, octets(der)));
  return sequence(oid(pkcs12Oids.certificateBag), context(0, value), ...attributes(about));
}

export function encryptedKeyBag(method: Asn1Node, ciphertext: Buffer, about: BagAttributes): Asn1Node {
  const value = sequence(method, octets(ciphertext));
  return sequence(oid(pkcs12Oids.shroudedKeyBag), context(0, value), ...attributes(about));
}

/** ContentInfo with bags in clear. */
export const dataContent = (content: Buffer): Asn1Node => sequence(oid(pkcs12Oids.data), context(0, octets(content)));

/** ContentInfo with bags that are encrypted together (RFC 5652 section 8). */
export function encryptedContent(method: Asn1Node, ciphertext: Buffer): Asn1Node {
  const inner = sequence(oid(pkcs12Oids.data), method, contextOctets(0, ciphertext));
  return sequence(oid(pkcs12Oids.encryptedData), context(0, sequence(integer(0), inner)));
}

/** What stands in SafeContents. Throws Asn1Error. */
export function readBags(safeContents: Asn1Node): Bag[] {
  return children(safeContents).flatMap((bag): Bag[] => {
    const [type, wrapped] = children(bag, 2);
    const [value] = contextChildren(wrapped, 0);
    const name = oidOf(type);
    switch (name) {
      case pkcs12Oids.certificateBag: {
        const [kind, content] = children(value, 2);
        if (oidOf(kind) !== pkcs12Oids.x509Certificate) return [{ kind: 'other', oid: oidOf(kind) }];
        return [{ kind: 'certificate', der: bytesOf(contextChildren(content, 0)[0]) }];
      }
      case pkcs12Oids.keyBag:
        return [{ kind: 'key', pkcs8: encode(value as Asn1Node) }];
      case pkcs12Oids.shroudedKeyBag: {
        const [method, data] = children(value, 2);
        return [{ kind: 'encrypted-key', method: method as Asn1Node, ciphertext: bytesOf(data) }];
      }
      case pkcs12Oids.nestedBag:
        return readBags(value as Asn1Node);
      default:
        return [{ kind: 'other', oid: name }];
    }
  });
}
