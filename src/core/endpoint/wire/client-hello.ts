import { list16, uint, vector } from './bytes';
import { groups as allGroups, signatureSchemes } from './registry';

export interface KeyShare {
  group: number;
  publicKey: Buffer;
}

export interface HelloOptions {
  /** The highest version offered, by its number; the versions of TLS 1.3 go into an extension. */
  version: number;
  /** All of them for TLS 1.3, the highest first; absent: TLS 1.2 or before. */
  supportedVersions?: readonly number[];
  suites: readonly number[];
  /** Absent for an address (RFC 6066 section 3). */
  serverName?: string | undefined;
  groups?: readonly number[];
  /** Only with TLS 1.3; empty asks the server to choose a group (RFC 8446 section 4.2.8). */
  keyShares?: readonly KeyShare[];
  alpn?: readonly string[];
  random: Buffer;
  /** 32 bytes where middleboxes must take it for an older hello (RFC 8446 appendix D.4). */
  sessionId?: Buffer;
}

const extension = (type: number, ...body: readonly Uint8Array[]) => Buffer.concat([uint(type, 2), vector(2, ...body)]);

/** A ClientHello (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2) as a handshake message, without its record. */
export function clientHello(options: HelloOptions): Buffer {
  const { version, suites, random, sessionId = Buffer.alloc(0) } = options;
  const extensions = version >= 0x0301 ? extensionsOf(options) : [];
  const body = Buffer.concat([
    uint(version, 2),
    random,
    vector(1, sessionId),
    vector(2, list16(suites)),
    // No compression; the empty list of SSL 3.0's time is no list.
    vector(1, Buffer.from([0])),
    ...(extensions.length === 0 ? [] : [vector(2, ...extensions)]),
  ]);
  return Buffer.concat([Buffer.from([1]), vector(3, body)]);
}

function extensionsOf(options: HelloOptions): Buffer[] {
  const { serverName, version, supportedVersions, keyShares, alpn = [] } = options;
  const groups = options.groups ?? allGroups.map(({ code }) => code);
  return [
    ...(serverName === undefined
      ? []
      : [extension(0, vector(2, Buffer.from([0]), vector(2, Buffer.from(serverName, 'ascii'))))]),
    // Without a group the extension would be malformed. Points are uncompressed (RFC 8422 section 5.1.2).
    ...(groups.length === 0
      ? []
      : [extension(10, vector(2, list16(groups))), extension(11, vector(1, Buffer.from([0])))]),
    extension(23),
    extension(35),
    // A stapled OCSP answer (RFC 6066 section 8): status type 1, any responder, no extensions.
    extension(5, Buffer.from([1, 0, 0, 0, 0])),
    ...(version >= 0x0303 ? [extension(13, vector(2, list16(signatureSchemes)))] : []),
    // RFC 5746 section 3.4: the first handshake of a connection.
    extension(0xff01, Buffer.from([0])),
    ...(alpn.length === 0
      ? []
      : [extension(16, vector(2, ...alpn.map((name) => vector(1, Buffer.from(name, 'ascii')))))]),
    ...(supportedVersions === undefined ? [] : [extension(43, vector(1, list16(supportedVersions)))]),
    ...(keyShares === undefined
      ? []
      : [
          // Resumption with a fresh key exchange (RFC 8446 section 4.2.9).
          extension(45, vector(1, Buffer.from([1]))),
          extension(
            51,
            vector(2, ...keyShares.flatMap(({ group, publicKey }) => [uint(group, 2), vector(2, publicKey)])),
          ),
        ]),
  ];
}

/** As records of the version that old servers take (RFC 8446 section 5.1). */
export function helloRecord(hello: Buffer, version: number): Buffer {
  return Buffer.concat([Buffer.from([22]), uint(version <= 0x0300 ? 0x0300 : 0x0301, 2), vector(2, hello)]);
}

/** A hello of SSL 2.0 (draft-hickman-netscape-ssl-00 section 5.5.1) that offers all of its seven ciphers. */
export function ssl2Hello(challenge: Buffer): Buffer {
  const ciphers = Buffer.from('0100800200800300800400800500800600400700c0', 'hex');
  const body = Buffer.concat([
    Buffer.from([1]),
    uint(2, 2),
    uint(ciphers.length, 2),
    uint(0, 2),
    uint(challenge.length, 2),
    ciphers,
    challenge,
  ]);
  return Buffer.concat([uint(0x8000 | body.length, 2), body]);
}
