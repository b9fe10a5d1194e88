import {
  Asn1Error,
  type Asn1Node,
  bytesOf,
  children,
  decode,
  encode,
  integer,
  isInteger,
  isSequence,
  nothing,
  numberOf,
  octets,
  oid,
  oidOf,
  sequence,
} from './asn1-tree';

/** How something is encrypted by PBES2 with PBKDF2 (RFC 8018 sections 6.2 and A.4). */
export interface Pbes2Method {
  salt: Buffer;
  iterations: number;
  /** Node's name of the PRF's hash, e.g. "sha256". */
  hash: string;
  /** Node's name of the cipher, e.g. "aes-256-cbc". */
  cipher: string;
  keyBytes: number;
  iv: Buffer;
}

export interface Pbes2 extends Pbes2Method {
  ciphertext: Buffer;
}

/** PBKDF2 as an algorithm identifier says it. */
export interface Pbkdf2 {
  salt: Buffer;
  iterations: number;
  hash: string;
  keyLength: number | undefined;
}

/** The file is no PBES2 file at all (`damaged`), or one with a method that is not read here (`unsupported`). */
export class Pbes2Error extends Error {
  constructor(
    readonly kind: 'damaged' | 'unsupported',
    message: string,
  ) {
    super(message);
  }
}

export const pbes2Oid = '1.2.840.113549.1.5.13';
const pbkdf2Oid = '1.2.840.113549.1.5.12';

/** PRFs of PBKDF2: id-hmacWithSHA… (RFC 8018 appendix B.1.2). SHA-1 is the default of the format. */
const hashes: Record<string, string> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

/** AES in CBC mode (RFC 8018 appendix B.2.5); triple DES (B.2.2) is in old files. */
const ciphers: Record<string, { cipher: string; keyBytes: number }> = {
  '2.16.840.1.101.3.4.1.2': { cipher: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { cipher: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { cipher: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { cipher: 'des-ede3-cbc', keyBytes: 24 },
};

function keyOf<T>(table: Record<string, T>, wanted: (value: T) => boolean): string {
  const found = Object.entries(table).find(([, value]) => wanted(value));
  if (found === undefined) throw new Pbes2Error('unsupported', 'no such method');
  return found[0];
}

/** The algorithm identifier of id-PBES2. */
export function writePbes2Method(method: Pbes2Method): Asn1Node {
  const prf = keyOf(hashes, (hash) => hash === method.hash);
  const scheme = keyOf(ciphers, ({ cipher }) => cipher === method.cipher);
  const kdf = sequence(
    oid(pbkdf2Oid),
    sequence(octets(method.salt), integer(method.iterations), sequence(oid(prf), nothing())),
  );
  return sequence(oid(pbes2Oid), sequence(kdf, sequence(oid(scheme), octets(method.iv))));
}

/** EncryptedPrivateKeyInfo in DER. */
export function writePbes2(parts: Pbes2): Buffer {
  return encode(sequence(writePbes2Method(parts), octets(parts.ciphertext)));
}

/** Takes an EncryptedPrivateKeyInfo apart. Throws Pbes2Error. */
export function readPbes2(der: Buffer): Pbes2 {
  return asPbes2Error(() => {
    const [method, data] = children(decode(der), 2);
    return { ...readPbes2Method(method), ciphertext: bytesOf(data) };
  });
}

/** Reads the algorithm identifier of id-PBES2. Throws Pbes2Error. */
export function readPbes2Method(method: Asn1Node | undefined): Pbes2Method {
  return asPbes2Error(() => {
    const [scheme, parameters] = children(method, 2);
    if (oidOf(scheme) !== pbes2Oid) throw new Pbes2Error('unsupported', 'it is not encrypted with PBES2');
    const [kdf, encryption] = children(parameters, 2);
    const { salt, iterations, hash, keyLength } = readPbkdf2(kdf);
    const [cipherOid, iv] = children(encryption, 2);
    const cipher = ciphers[oidOf(cipherOid)];
    if (cipher === undefined) throw new Pbes2Error('unsupported', 'its cipher is not AES-CBC');
    if (keyLength !== undefined && keyLength !== cipher.keyBytes)
      throw new Pbes2Error('damaged', 'its key length does not fit');
    return { salt, iterations, hash, ...cipher, iv: bytesOf(iv) };
  });
}

/** Reads the algorithm identifier of id-PBKDF2. Throws Pbes2Error. */
export function readPbkdf2(kdf: Asn1Node | undefined): Pbkdf2 {
  return asPbes2Error(() => {
    const [kdfOid, parameters] = children(kdf, 2);
    if (oidOf(kdfOid) !== pbkdf2Oid) throw new Pbes2Error('unsupported', 'its key derivation is not PBKDF2');
    const [salt, count, ...optional] = children(parameters, 2);
    // keyLength INTEGER OPTIONAL, then prf AlgorithmIdentifier DEFAULT hmacWithSHA1.
    const length = optional.find(isInteger);
    const prf = optional.find(isSequence);
    return {
      salt: bytesOf(salt),
      iterations: inRange(count),
      hash: prf === undefined ? 'sha1' : hashOfHmac(prf),
      keyLength: length === undefined ? undefined : inRange(length),
    };
  });
}

/** Node's name of the hash of an id-hmacWithSHA… algorithm identifier. Throws Pbes2Error. */
export function hashOfHmac(algorithm: Asn1Node | undefined): string {
  const hash = hashes[oidOf(children(algorithm, 1)[0])];
  if (hash === undefined) throw new Pbes2Error('unsupported', 'the hash of its key derivation is not SHA-1 or SHA-2');
  return hash;
}

/** Larger numbers are past every cap anyway. */
function inRange(node: Asn1Node | undefined): number {
  const value = numberOf(node);
  if (value === undefined) throw new Pbes2Error('unsupported', 'one of its numbers is out of range');
  return value;
}

function asPbes2Error<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Asn1Error) throw new Pbes2Error('damaged', error.message);
    throw error;
  }
}
