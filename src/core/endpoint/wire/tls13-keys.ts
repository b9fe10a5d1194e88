import {
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  type ECDH,
  generateKeyPairSync,
  getCiphers,
  type KeyObject,
} from 'node:crypto';
import { uint, vector, WireError } from './bytes';
import type { KeyShare } from './client-hello';
import { contentType, type TlsRecord } from './records';

/** Curves whose exchange is made here, by the names of node:crypto. */
const curves: Record<number, string> = { 23: 'prime256v1', 24: 'secp384r1', 25: 'secp521r1' };
const x25519 = 29;

/** Groups for which a key can be made: every server with TLS 1.3 must take P-256 (RFC 8446 section 9.1). */
export const exchangeable: readonly number[] = [x25519, 23, 24, 25];

/** SubjectPublicKeyInfo of an X25519 key up to its 32 bytes (RFC 8410 section 4). */
const x25519Prefix = Buffer.from('302a300506032b656e032100', 'hex');

interface OwnKey extends KeyShare {
  /** The shared secret with the server's public key. Throws WireError for one that is none. */
  secret(theirs: Buffer): Buffer;
}

/** A key of one handshake, which is forgotten with it. */
export function makeKey(group: number): OwnKey {
  return group === x25519 ? x25519Key() : curveKey(group, createECDH(curves[group] ?? 'prime256v1'));
}

function x25519Key(): OwnKey {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return {
    group: x25519,
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32),
    secret: (theirs) => agreed(() => diffieHellman({ privateKey, publicKey: x25519Public(theirs) })),
  };
}

const x25519Public = (raw: Buffer): KeyObject =>
  createPublicKey({ key: Buffer.concat([x25519Prefix, raw]), format: 'der', type: 'spki' });

const curveKey = (group: number, own: ECDH): OwnKey => ({
  group,
  publicKey: own.generateKeys(),
  secret: (theirs) => agreed(() => own.computeSecret(theirs)),
});

function agreed(make: () => Buffer): Buffer {
  try {
    return make();
  } catch {
    throw new WireError('a key that does not belong to its group');
  }
}

interface SuiteCipher {
  hash: 'sha256' | 'sha384';
  cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305';
  keyBytes: 16 | 32;
}

const ciphers: Record<number, SuiteCipher> = {
  4865: { hash: 'sha256', cipher: 'aes-128-gcm', keyBytes: 16 },
  4866: { hash: 'sha384', cipher: 'aes-256-gcm', keyBytes: 32 },
  4867: { hash: 'sha256', cipher: 'chacha20-poly1305', keyBytes: 32 },
};

/** Suites of TLS 1.3 that can be read here: BoringSSL, in Electron, gives node:crypto no ChaCha20-Poly1305. */
export const readableSuites = (): number[] => {
  const known = new Set(getCiphers());
  return Object.entries(ciphers).flatMap(([code, { cipher }]) => (known.has(cipher) ? [Number(code)] : []));
};

type Hash = SuiteCipher['hash'];
const hmac = (hash: Hash, key: Uint8Array, data: Uint8Array) => createHmac(hash, key).update(data).digest();
const digest = (hash: Hash, data: Uint8Array) => createHash(hash).update(data).digest();

/** HKDF-Expand-Label (RFC 8446 section 7.1); every length asked for here fits into one round of HKDF-Expand (RFC 5869). */
function expandLabel(hash: Hash, secret: Buffer, label: string, context: Buffer, length: number): Buffer {
  const info = Buffer.concat([uint(length, 2), vector(1, Buffer.from(`tls13 ${label}`, 'ascii')), vector(1, context)]);
  return hmac(hash, secret, Buffer.concat([info, Buffer.from([1])])).subarray(0, length);
}

/** Reads what a server sends under the keys of the handshake (RFC 8446 sections 5.2 and 7). */
export class HandshakeCipher {
  private readonly key: Buffer;
  private readonly iv: Buffer;
  private readonly suite: SuiteCipher;
  private count = 0n;

  /** `transcript`: ClientHello and ServerHello. Throws WireError for a suite that cannot be read. */
  constructor(suite: number, shared: Buffer, transcript: Buffer) {
    const known = ciphers[suite];
    if (known === undefined) throw new WireError('a cipher suite that was not offered');
    const { hash, keyBytes } = known;
    const size = hash === 'sha256' ? 32 : 48;
    const zeros = Buffer.alloc(size);
    const early = hmac(hash, zeros, zeros);
    const handshake = hmac(hash, expandLabel(hash, early, 'derived', digest(hash, Buffer.alloc(0)), size), shared);
    const secret = expandLabel(hash, handshake, 's hs traffic', digest(hash, transcript), size);
    this.suite = known;
    this.key = expandLabel(hash, secret, 'key', Buffer.alloc(0), keyBytes);
    this.iv = expandLabel(hash, secret, 'iv', Buffer.alloc(0), 12);
  }

  /** Throws WireError for a record that does not fit the keys. */
  open({ header, body }: TlsRecord): { type: number; content: Buffer } {
    const plain = this.decrypt(header, body);
    // The type stands after the content, padded with zeros (RFC 8446 section 5.4).
    let end = plain.length - 1;
    while (end >= 0 && plain[end] === 0) end -= 1;
    if (end < 0) throw new WireError('an encrypted record without a type');
    return { type: plain[end] ?? contentType.alert, content: plain.subarray(0, end) };
  }

  private decrypt(header: Buffer, body: Buffer): Buffer {
    if (body.length < 17) throw new WireError('an encrypted record that is cut off');
    const nonce = Buffer.from(this.iv);
    nonce.writeBigUInt64BE(nonce.readBigUInt64BE(4) ^ this.count, 4);
    this.count += 1n;
    try {
      // The three are of one kind: authenticated, with a tag of 16 bytes.
      const decipher = createDecipheriv(this.suite.cipher as 'aes-128-gcm', this.key, nonce, { authTagLength: 16 });
      decipher.setAAD(header);
      decipher.setAuthTag(body.subarray(-16));
      return Buffer.concat([decipher.update(body.subarray(0, -16)), decipher.final()]);
    } catch {
      throw new WireError('an encrypted record that does not fit the keys');
    }
  }
}
