import forge from 'node-forge';

/** What an EncryptedPrivateKeyInfo says about how it is encrypted (RFC 8018 sections 6.2 and A.4). */
export interface Pbes2 {
  salt: Buffer;
  iterations: number;
  /** Node's name of the PRF's hash, e.g. "sha256". */
  hash: string;
  /** Node's name of the cipher, e.g. "aes-256-cbc". */
  cipher: string;
  keyBytes: number;
  iv: Buffer;
  ciphertext: Buffer;
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

const pbes2Oid = '1.2.840.113549.1.5.13';
const pbkdf2Oid = '1.2.840.113549.1.5.12';

/** PRFs of PBKDF2: id-hmacWithSHA… (RFC 8018 appendix B.1.2). SHA-1 is the default of the format. */
const hashes: Record<string, string> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

/** AES in CBC mode (RFC 8018 appendix B.2.5). */
const ciphers: Record<string, { cipher: string; keyBytes: number }> = {
  '2.16.840.1.101.3.4.1.2': { cipher: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { cipher: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { cipher: 'aes-256-cbc', keyBytes: 32 },
};

const { asn1 } = forge;
type Node = forge.asn1.Asn1;

const sequence = (...items: Node[]) => asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, items);
const octets = (bytes: Buffer) =>
  asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OCTETSTRING, false, bytes.toString('latin1'));
const oid = (text: string) => asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer(text).getBytes());
const integer = (value: number) =>
  asn1.create(asn1.Class.UNIVERSAL, asn1.Type.INTEGER, false, asn1.integerToDer(value).getBytes());
const nothing = () => asn1.create(asn1.Class.UNIVERSAL, asn1.Type.NULL, false, '');

function oidOf(table: Record<string, unknown>, wanted: (value: unknown) => boolean): string {
  const found = Object.entries(table).find(([, value]) => wanted(value));
  if (found === undefined) throw new Pbes2Error('unsupported', 'no such method');
  return found[0];
}

/** EncryptedPrivateKeyInfo in DER. */
export function writePbes2(parts: Pbes2): Buffer {
  const prf = oidOf(hashes, (hash) => hash === parts.hash);
  const scheme = oidOf(ciphers, (entry) => (entry as { cipher: string }).cipher === parts.cipher);
  const kdf = sequence(
    oid(pbkdf2Oid),
    sequence(octets(parts.salt), integer(parts.iterations), sequence(oid(prf), nothing())),
  );
  const method = sequence(oid(pbes2Oid), sequence(kdf, sequence(oid(scheme), octets(parts.iv))));
  return Buffer.from(asn1.toDer(sequence(method, octets(parts.ciphertext))).getBytes(), 'latin1');
}

/** Takes an EncryptedPrivateKeyInfo apart. Throws Pbes2Error. */
export function readPbes2(der: Buffer): Pbes2 {
  let tree: Node;
  try {
    tree = asn1.fromDer(der.toString('latin1'), true);
  } catch {
    throw new Pbes2Error('damaged', 'it is not DER');
  }
  const [method, data] = children(tree, 2);
  const [scheme, parameters] = children(method, 2);
  if (oidText(scheme) !== pbes2Oid) throw new Pbes2Error('unsupported', 'it is not encrypted with PBES2');
  const [kdf, encryption] = children(parameters, 2);
  const { salt, iterations, hash, keyLength } = readPbkdf2(kdf);
  const [cipherOid, iv] = children(encryption, 2);
  const cipher = ciphers[oidText(cipherOid)];
  if (cipher === undefined) throw new Pbes2Error('unsupported', 'its cipher is not AES-CBC');
  if (keyLength !== undefined && keyLength !== cipher.keyBytes)
    throw new Pbes2Error('damaged', 'its key length does not fit');
  return { salt, iterations, hash, ...cipher, iv: bytesOf(iv), ciphertext: bytesOf(data) };
}

function readPbkdf2(kdf: Node | undefined) {
  const [kdfOid, parameters] = children(kdf, 2);
  if (oidText(kdfOid) !== pbkdf2Oid) throw new Pbes2Error('unsupported', 'its key derivation is not PBKDF2');
  const [salt, count, ...optional] = children(parameters, 2);
  // keyLength INTEGER OPTIONAL, then prf AlgorithmIdentifier DEFAULT hmacWithSHA1.
  const length = optional.find((node) => node.type === asn1.Type.INTEGER);
  const prf = optional.find((node) => node.type === asn1.Type.SEQUENCE);
  const hash = prf === undefined ? 'sha1' : hashes[oidText(children(prf, 1)[0])];
  if (hash === undefined) throw new Pbes2Error('unsupported', 'the hash of its key derivation is not SHA-1 or SHA-2');
  return {
    salt: bytesOf(salt),
    iterations: numberOf(count),
    hash,
    keyLength: length === undefined ? undefined : numberOf(length),
  };
}

function children(node: Node | undefined, atLeast: number): Node[] {
  if (
    node === undefined ||
    node.type !== asn1.Type.SEQUENCE ||
    !Array.isArray(node.value) ||
    node.value.length < atLeast
  ) {
    throw new Pbes2Error('damaged', 'its structure is not that of an encrypted key');
  }
  return node.value;
}

function content(node: Node | undefined, type: forge.asn1.Type): string {
  if (node === undefined || node.type !== type || typeof node.value !== 'string') {
    throw new Pbes2Error('damaged', 'its structure is not that of an encrypted key');
  }
  return node.value;
}

const bytesOf = (node: Node | undefined) => Buffer.from(content(node, asn1.Type.OCTETSTRING), 'latin1');

function oidText(node: Node | undefined): string {
  return asn1.derToOid(content(node, asn1.Type.OID));
}

/** A non-negative number of at most 31 bits; larger ones are past every cap anyway. */
function numberOf(node: Node | undefined): number {
  const bytes = Buffer.from(content(node, asn1.Type.INTEGER), 'latin1');
  const value = bytes.length >= 1 && bytes.length <= 4 ? bytes.readIntBE(0, bytes.length) : -1;
  if (value < 0) throw new Pbes2Error('unsupported', 'one of its numbers is out of range');
  return value;
}
