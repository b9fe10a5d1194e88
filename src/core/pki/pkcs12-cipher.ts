import { createCipheriv, createDecipheriv, getCiphers, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';
import { AppError } from '../errors';
import {
  Asn1Error,
  type Asn1Node,
  bytesOf,
  children,
  integer,
  numberOf,
  octets,
  oid,
  oidOf,
  sequence,
} from './asn1-tree';
import { Pbes2Error, pbes2Oid, readPbes2Method, writePbes2Method } from './pbes2';
import { bmpPassphrase, pkcs12Key } from './pkcs12-kdf';

const derive = promisify(pbkdf2);

/** A file that asks for more would keep a processor busy for many seconds; nobody writes one in good faith. */
export const maxIterations = 10_000_000;

/**
 * Rounds of PBKDF2 in a PKCS#12 that we write. The passphrase is often a short one, but every server start opens the file
 * too; OpenSSL writes 2,048, Java and Windows 10,000 and 2,000. NIST SP 800-132 section 5.2 asks for 1,000 at least.
 */
const modernIterations = 100_000;

/** As OpenSSL's default; the old programs that need this form count in single-threaded software. */
const legacyIterations = 2048;

/** PBES1 of PKCS#12 (RFC 7292 appendix C): SHA-1 with triple DES and RC2. */
const pbes1: Record<string, { cipher: 'des-ede3-cbc' | 'rc2'; keyBytes: number }> = {
  '1.2.840.113549.1.12.1.3': { cipher: 'des-ede3-cbc', keyBytes: 24 },
  '1.2.840.113549.1.12.1.4': { cipher: 'des-ede3-cbc', keyBytes: 16 },
  '1.2.840.113549.1.12.1.5': { cipher: 'rc2', keyBytes: 16 },
  '1.2.840.113549.1.12.1.6': { cipher: 'rc2', keyBytes: 5 },
};
const threeKeyTripleDes = '1.2.840.113549.1.12.1.3';

export type Pkcs12Encryption = 'modern' | 'legacy';

/**
 * Encrypts for a PKCS#12: "modern" is PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC, "legacy" pbeWithSHAAnd3-KeyTripleDES-CBC.
 * Gives the algorithm identifier and the ciphertext.
 */
export async function encryptFor(
  encryption: Pkcs12Encryption,
  plain: Buffer,
  passphrase: Buffer,
  random: (bytes: number) => Buffer,
): Promise<{ method: Asn1Node; ciphertext: Buffer }> {
  if (encryption === 'legacy') {
    const salt = random(8);
    const method = sequence(oid(threeKeyTripleDes), sequence(octets(salt), integer(legacyIterations)));
    const material = await pbes1Material(passphrase, salt, legacyIterations, 24);
    return { method, ciphertext: encrypted(crypt('encrypt', 'des-ede3-cbc', material, plain)) };
  }
  const method = {
    salt: random(16),
    iv: random(16),
    iterations: modernIterations,
    hash: 'sha256',
    cipher: 'aes-256-cbc',
    keyBytes: 32,
  };
  const key = await derive(passphrase, method.salt, method.iterations, method.keyBytes, method.hash);
  const ciphertext = encrypted(crypt('encrypt', method.cipher, { key, iv: method.iv }, plain));
  return { method: writePbes2Method(method), ciphertext };
}

function encrypted(ciphertext: Buffer | undefined): Buffer {
  if (ciphertext === undefined) throw new AppError('internal', 'Encrypting failed.');
  return ciphertext;
}

/**
 * Decrypts what PBES2 (AES or triple DES) or PBES1 of PKCS#12 encrypted. Undefined when the padding is wrong, which a wrong
 * passphrase leaves in 255 of 256 cases. The caller wipes the result. Throws `file-unreadable` for another method, and for
 * more than 10,000,000 rounds.
 */
export async function decryptWith(
  method: Asn1Node | undefined,
  ciphertext: Buffer,
  passphrase: Buffer,
  rounds: Rounds,
): Promise<Buffer | undefined> {
  try {
    const [scheme, parameters] = children(method, 2);
    const name = oidOf(scheme);
    if (name === pbes2Oid) {
      const { salt, iterations, keyBytes, hash, cipher, iv } = readPbes2Method(method);
      rounds.spend(iterations);
      const key = await derive(passphrase, salt, iterations, keyBytes, hash);
      return crypt('decrypt', cipher, { key, iv }, ciphertext);
    }
    const old = pbes1[name];
    if (old === undefined) throw unreadable(`it is encrypted by a method that is not read here (${name})`);
    const [salt, count] = children(parameters, 2);
    const material = await pbes1Material(passphrase, bytesOf(salt), rounds.spend(numberOf(count)), old.keyBytes);
    return crypt('decrypt', old.cipher, material, ciphertext);
  } catch (error) {
    if (error instanceof Asn1Error || error instanceof Pbes2Error) throw unreadable(error.message);
    throw error;
  }
}

/** Counts the rounds of key derivation that a file asks for: each part alone may be modest, and a thousand of them are not. */
export class Rounds {
  private left: number;

  constructor(private readonly limit = maxIterations) {
    this.left = limit;
  }

  /** More was asked for than the limit allows. */
  get exceeded(): boolean {
    return this.left < 0;
  }

  /** Throws `file-unreadable` for a count that is none, and once more than the limit, 10,000,000 unless told, were asked for in all. */
  spend(count: number | undefined): number {
    this.left -= count ?? Number.POSITIVE_INFINITY;
    if (count === undefined || count < 1 || this.left < 0)
      throw unreadable(
        `it asks for ${count ?? 'far too many'} rounds of key derivation, and ${this.limit} is the most`,
      );
    return count;
  }
}

function unreadable(why: string): AppError {
  return new AppError('file-unreadable', `Opening the encrypted part failed: ${why}.`, {
    hint: 'Write the file anew where it came from, for example with openssl, as PKCS#12 with AES-256.',
  });
}

async function pbes1Material(passphrase: Buffer, salt: Buffer, iterations: number, keyBytes: number) {
  const password = bmpPassphrase(passphrase);
  const options = { iterations, hash: 'sha1' } as const;
  const key = await pkcs12Key(password, salt, { ...options, purpose: 1, bytes: keyBytes });
  const iv = await pkcs12Key(password, salt, { ...options, purpose: 2, bytes: 8 });
  password.fill(0);
  return { key, iv };
}

/** Takes the key over and wipes it. Undefined for a wrong padding. */
function crypt(
  way: 'encrypt' | 'decrypt',
  cipher: string,
  { key, iv }: { key: Buffer; iv: Buffer },
  data: Buffer,
): Buffer | undefined {
  // Triple DES with two keys uses the first again as the third (NIST SP 800-67 section 3.2, keying option 2).
  const full = cipher === 'des-ede3-cbc' && key.length === 16 ? Buffer.concat([key, key.subarray(0, 8)]) : key;
  try {
    return getCiphers().includes(cipher)
      ? nodeCrypt(way, cipher, full, iv, data)
      : forgeCrypt(way, cipher, full, iv, data);
  } finally {
    key.fill(0);
    full.fill(0);
  }
}

function nodeCrypt(way: 'encrypt' | 'decrypt', cipher: string, key: Buffer, iv: Buffer, data: Buffer) {
  const run = way === 'encrypt' ? createCipheriv(cipher, key, iv) : createDecipheriv(cipher, key, iv);
  const first = run.update(data);
  try {
    return Buffer.concat([first, run.final()]);
  } catch {
    return undefined;
  } finally {
    first.fill(0);
  }
}

/** RC2, which OpenSSL 3 keeps in its legacy provider, and triple DES where Node is built without it. */
function forgeCrypt(way: 'encrypt' | 'decrypt', cipher: string, key: Buffer, iv: Buffer, data: Buffer) {
  const buffer = (bytes: Buffer) => forge.util.createBuffer(bytes.toString('latin1'));
  const run = forgeCipher(way, cipher, buffer(key), key.length);
  run.start(cipher === 'rc2' ? buffer(iv) : { iv: buffer(iv) });
  run.update(buffer(data));
  return run.finish() ? Buffer.from(run.output.getBytes(), 'latin1') : undefined;
}

interface ForgeRun {
  start(options: unknown): void;
  update(input: forge.util.ByteStringBuffer): void;
  finish(): boolean;
  output: forge.util.ByteStringBuffer;
}

function forgeCipher(
  way: 'encrypt' | 'decrypt',
  cipher: string,
  key: forge.util.ByteStringBuffer,
  bytes: number,
): ForgeRun {
  if (cipher !== 'rc2') {
    const name = cipher === 'des-ede3-cbc' ? '3DES-CBC' : 'AES-CBC';
    return way === 'encrypt' ? forge.cipher.createCipher(name, key) : forge.cipher.createDecipher(name, key);
  }
  // The types of node-forge leave RC2 out. The second argument is the effective length of the key in bits.
  const { rc2 } = forge as unknown as { rc2: Record<string, (key: unknown, bits: number) => ForgeRun> };
  const make = way === 'encrypt' ? rc2.createEncryptionCipher : rc2.createDecryptionCipher;
  if (make === undefined) throw new Error('node-forge has no RC2');
  return make(key, bytes * 8);
}
