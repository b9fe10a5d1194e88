import { derElements } from '../../pki/der-slices';
import { formatName } from '../../pki/distinguished-name';
import { nameOf } from '../../pki/plain-der';
import { ByteReader, WireError } from './bytes';

/** HandshakeType (RFC 8446 section 4, RFC 5246 section 7.4). */
export const messageType = {
  serverHello: 2,
  newSessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  finished: 20,
  certificateStatus: 22,
} as const;

const extensionType = { alpn: 16, statusRequest: 5, ticket: 35, supportedVersions: 43, keyShare: 51, authorities: 47 };

/** SHA-256 of "HelloRetryRequest", which stands in the place of the random (RFC 8446 section 4.1.3). */
const retryRandom = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');

export interface ServerHello {
  version: number;
  retry: boolean;
  sessionId: Buffer;
  suite: number;
  compression: number;
  /** Of TLS 1.3: the group, and its public key unless the server asks for another one. */
  keyShare?: { group: number; publicKey: Buffer };
  alpn?: string;
  /** It takes session tickets (RFC 5077 section 3.2). */
  ticket: boolean;
  secureRenegotiation: boolean;
}

type Extensions = Map<number, Buffer>;

/** Extensions that a message may have before it is taken for an attack; 20 are in use. */
const extensionsAtMost = 100;

function extensionsIn(bytes: Buffer): Extensions {
  const reader = new ByteReader(bytes);
  const found: Extensions = new Map();
  while (reader.left > 0) {
    if (found.size >= extensionsAtMost) throw new WireError('more extensions than there are');
    const type = reader.number(2);
    if (found.has(type)) throw new WireError('one extension twice');
    found.set(type, reader.vector(2));
  }
  return found;
}

/** Throws WireError, as all of these do. */
export function readServerHello(body: Buffer): ServerHello {
  const reader = new ByteReader(body);
  const legacy = reader.number(2);
  const random = reader.take(32);
  const sessionId = reader.vector(1);
  const suite = reader.number(2);
  const compression = reader.number(1);
  const extensions: Extensions = reader.left === 0 ? new Map() : extensionsIn(reader.vector(2));
  const chosen = extensions.get(extensionType.supportedVersions);
  const share = extensions.get(extensionType.keyShare);
  const alpn = alpnIn(extensions);
  return {
    version: chosen?.length === 2 ? chosen.readUInt16BE(0) : legacy,
    retry: random.equals(retryRandom),
    ...{ sessionId, suite, compression },
    ...(share === undefined ? {} : { keyShare: keyShareIn(share) }),
    ...(alpn === undefined ? {} : { alpn }),
    ticket: extensions.has(extensionType.ticket),
    secureRenegotiation: extensions.has(0xff01),
  };
}

function keyShareIn(bytes: Buffer) {
  const reader = new ByteReader(bytes);
  const group = reader.number(2);
  return { group, publicKey: reader.left === 0 ? Buffer.alloc(0) : reader.vector(2) };
}

function alpnIn(extensions: Extensions): string | undefined {
  const bytes = extensions.get(extensionType.alpn);
  return bytes === undefined ? undefined : new ByteReader(new ByteReader(bytes).vector(2)).vector(1).toString('latin1');
}

/** EncryptedExtensions of TLS 1.3: the protocol that the server chose. */
export const readEncryptedExtensions = (body: Buffer): { alpn?: string } => {
  const alpn = alpnIn(extensionsIn(new ByteReader(body).vector(2)));
  return alpn === undefined ? {} : { alpn };
};

export interface SentChain {
  /** The first `keptCertificates`, in DER. */
  ders: Buffer[];
  count: number;
  bytes: number;
  /** An OCSP answer that came with it. */
  staple?: Buffer;
}

/** Certificates of a chain that are read; those in use have up to five. */
export const keptCertificates = 20;

/** Certificate of TLS 1.2 and before (RFC 5246 section 7.4.2), or of TLS 1.3 (RFC 8446 section 4.4.2). */
export function readCertificates(body: Buffer, tls13: boolean): SentChain {
  const outer = new ByteReader(body);
  if (tls13) outer.vector(1);
  const list = new ByteReader(outer.vector(3));
  const ders: Buffer[] = [];
  let count = 0;
  let staple: Buffer | undefined;
  while (list.left > 0) {
    const der = list.vector(3);
    const extensions = tls13 ? list.vector(2) : undefined;
    // A copy of its own: what was read with it can go.
    if (count < keptCertificates) ders.push(Buffer.from(der));
    if (count === 0 && extensions !== undefined) {
      const status = extensionsIn(extensions).get(extensionType.statusRequest);
      if (status !== undefined) staple = readCertificateStatus(status);
    }
    count += 1;
  }
  return { ders, count, bytes: body.length, ...(staple === undefined ? {} : { staple }) };
}

/** CertificateStatus (RFC 6066 section 8): the OCSP answer. */
export function readCertificateStatus(body: Buffer): Buffer {
  const reader = new ByteReader(body);
  if (reader.number(1) !== 1) throw new WireError('a certificate status of an unknown kind');
  return Buffer.from(reader.vector(3));
}

export interface AskedCertificate {
  authorities: string[];
  count: number;
}

const namesKept = 100;

/** CertificateRequest (RFC 5246 section 7.4.4; RFC 8446 section 4.3.2): whose certificates the server takes. */
export function readCertificateRequest(body: Buffer, version: number): AskedCertificate {
  const reader = new ByteReader(body);
  let names: Buffer;
  if (version >= 0x0304) {
    reader.vector(1);
    const listed = extensionsIn(reader.vector(2)).get(extensionType.authorities);
    names = listed === undefined ? Buffer.alloc(0) : new ByteReader(listed).vector(2);
  } else {
    reader.vector(1);
    if (version >= 0x0303) reader.vector(2);
    names = reader.left === 0 ? Buffer.alloc(0) : reader.vector(2);
  }
  const list = new ByteReader(names);
  const authorities: string[] = [];
  let count = 0;
  while (list.left > 0) {
    const name = list.vector(2);
    if (count < namesKept) authorities.push(nameText(name));
    count += 1;
  }
  return { authorities, count };
}

export interface KeyExchangeFacts {
  /** The named group of an ECDHE exchange. */
  group?: number;
  /** Bits of the prime of a DHE exchange. */
  primeBits?: number;
}

/** ServerKeyExchange, its beginning (RFC 8422 section 5.4, RFC 5246 section 7.4.3). */
export function readKeyExchange(body: Buffer, ellipticCurve: boolean): KeyExchangeFacts {
  const reader = new ByteReader(body);
  if (ellipticCurve) {
    // 3: named_curve, the only one left.
    return reader.number(1) === 3 ? { group: reader.number(2) } : {};
  }
  const prime = reader
    .vector(2)
    .toString('hex')
    .replace(/^(00)+/, '');
  const first = Number.parseInt(prime.slice(0, 2) || '0', 16);
  return { primeBits: prime === '' ? 0 : (prime.length / 2 - 1) * 8 + first.toString(2).length };
}

/** A name from a list that may hold anything. */
function nameText(der: Buffer): string {
  try {
    return formatName(nameOf(derElements(der)[0]));
  } catch {
    return 'a name that cannot be read';
  }
}
