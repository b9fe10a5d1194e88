import { createCipheriv, createDecipheriv, createPrivateKey, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../errors';
import { type Pbes2, Pbes2Error, readPbes2, writePbes2 } from './pbes2';
import { decodePem, encodePem } from './pem';

/** OWASP Password Storage Cheat Sheet: PBKDF2-HMAC-SHA256, 600,000 iterations. */
export const kdfIterations = 600_000;

/** Bytes of salt: NIST SP 800-132 section 5.1 asks for 128 bits. */
const saltBytes = 16;

/** A key file with more iterations would keep a processor busy for many seconds; nobody writes one in good faith. */
const maxIterations = 10_000_000;

/** Characters of a key file: an encrypted RSA-4096 key has about 3,400. */
const maxSize = 64 * 1024;

const ivBytes = 16;
const label = 'ENCRYPTED PRIVATE KEY';
const deriveKey = promisify(pbkdf2);

/**
 * A PKCS#8 key (DER) as an encrypted PEM file that `openssl pkey` opens: PBES2, PBKDF2-HMAC-SHA256 with 600,000 iterations
 * and a 16-byte salt, AES-256-CBC (RFC 8018). The derivation runs off the main thread. The caller wipes key and passphrase.
 * Throws `passphrase-needed` for an empty passphrase.
 */
export async function encryptKeyFile(
  pkcs8: Buffer,
  passphrase: Buffer,
  random: (bytes: number) => Buffer = randomBytes,
): Promise<string> {
  const { pem, derived } = await encryptKeyFileKeeping(pkcs8, passphrase, random);
  derived.key.fill(0);
  return pem;
}

/**
 * The AES key of one key file: what PBKDF2 makes of its passphrase and its salt. Who holds it opens that file, and no other,
 * without the derivation's quarter of a second. The holder wipes it.
 */
export interface DerivedKey {
  salt: Buffer;
  key: Buffer;
}

/** As `encryptKeyFile`, and gives back the derived key too. */
export async function encryptKeyFileKeeping(
  pkcs8: Buffer,
  passphrase: Buffer,
  random: (bytes: number) => Buffer = randomBytes,
): Promise<{ pem: string; derived: DerivedKey }> {
  if (passphrase.length === 0) {
    throw new AppError('passphrase-needed', 'Encrypting the root key failed: the passphrase is empty.', {
      hint: 'Choose a passphrase.',
    });
  }
  const salt = random(saltBytes);
  const iv = random(ivBytes);
  const key = await deriveKey(passphrase, salt, kdfIterations, 32, 'sha256');
  try {
    const cipher = createCipheriv('aes-256-cbc', key, iv);
    const ciphertext = Buffer.concat([cipher.update(pkcs8), cipher.final()]);
    const parts = {
      salt,
      iv,
      ciphertext,
      iterations: kdfIterations,
      hash: 'sha256',
      cipher: 'aes-256-cbc',
      keyBytes: 32,
    };
    return { pem: encodePem(writePbes2(parts), label), derived: { salt, key } };
  } catch (error) {
    key.fill(0);
    throw error;
  }
}

/**
 * Opens an encrypted key file, ours or one that `openssl pkcs8 -topk8` wrote, to PKCS#8 in DER; the caller wipes it. Read are
 * PBES2 files with PBKDF2 (HMAC with SHA-1 or SHA-2, at most 10,000,000 iterations) and AES-CBC, at most 64 KiB.
 *
 * CBC carries no proof of its content, so the two failures are told apart as far as they can be: `key-file-damaged` when the
 * file cannot be taken apart, asks for a method that is not read, or opens to something that has the outer form of a key
 * but is none; `passphrase-wrong` when the padding or the outer form is not right. A flipped bit in the last blocks
 * therefore looks like a wrong passphrase; the caller who knows the file's hash knows better.
 */
export async function decryptKeyFile(pem: string, passphrase: Buffer): Promise<Buffer> {
  const { pkcs8, derived } = await decryptKeyFileKeeping(pem, passphrase);
  derived.key.fill(0);
  return pkcs8;
}

/** As `decryptKeyFile`, and gives back the derived key too. */
export async function decryptKeyFileKeeping(
  pem: string,
  passphrase: Buffer,
): Promise<{ pkcs8: Buffer; derived: DerivedKey }> {
  const parts = readParts(pem);
  const key = await deriveKey(passphrase, parts.salt, parts.iterations, parts.keyBytes, parts.hash);
  try {
    return { pkcs8: openParts(parts, key), derived: { salt: parts.salt, key } };
  } catch (error) {
    key.fill(0);
    throw error;
  }
}

/**
 * Opens a key file by its derived key. Undefined when that belongs to another file, or opens nothing. CBC proves nothing:
 * the caller compares the public half.
 */
export function openKeyFileWith(pem: string, { salt, key }: DerivedKey): Buffer | undefined {
  const parts = readParts(pem);
  if (!parts.salt.equals(salt) || key.length !== parts.keyBytes) return undefined;
  try {
    return openParts(parts, key);
  } catch {
    return undefined;
  }
}

function openParts(parts: Pbes2, key: Buffer): Buffer {
  const plain = decipher(parts, key);
  if (plain === undefined || !looksLikeKey(plain)) {
    plain?.fill(0);
    throw new AppError('passphrase-wrong', 'Opening the root key failed: the passphrase is not the right one.', {
      hint: 'Type it again; capital and small letters count.',
    });
  }
  try {
    createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' });
    return plain;
  } catch {
    plain.fill(0);
    throw damaged('the passphrase fits, but what it opens is not a private key');
  }
}

function damaged(why: string): AppError {
  return new AppError('key-file-damaged', `Opening the root key failed: ${why}.`, {
    hint: 'Put root-key.pem back from a backup.',
  });
}

function readParts(pem: string): Pbes2 {
  if (pem.length > maxSize) throw damaged('the file has more than 64 KiB');
  try {
    const parts = readPbes2(decodePem(pem, label));
    const { iterations, iv, ciphertext } = parts;
    if (!parts.cipher.startsWith('aes-')) throw damaged('its cipher is not AES-CBC');
    if (iterations < 1 || iterations > maxIterations) throw damaged(`it asks for ${iterations} iterations of PBKDF2`);
    if (iv.length !== ivBytes || ciphertext.length === 0 || ciphertext.length % 16 !== 0)
      throw damaged('it is cut off');
    return parts;
  } catch (error) {
    if (error instanceof Pbes2Error) throw damaged(error.message);
    throw error;
  }
}

function decipher(parts: Pbes2, key: Buffer): Buffer | undefined {
  const cipher = createDecipheriv(parts.cipher, key, parts.iv);
  const first = cipher.update(parts.ciphertext);
  try {
    const last = cipher.final();
    const plain = Buffer.concat([first, last]);
    last.fill(0);
    return plain;
  } catch {
    return undefined;
  } finally {
    first.fill(0);
  }
}

/** A DER SEQUENCE that ends where the text ends: a wrong key yields one by chance once in about 2^24 tries. */
function looksLikeKey(plain: Buffer): boolean {
  if (plain.length < 4 || plain[0] !== 0x30) return false;
  const first = plain[1] ?? 0;
  if (first < 0x80) return plain.length === first + 2;
  const size = first & 0x7f;
  return size >= 1 && size <= 2 && plain.readUIntBE(2, size) === plain.length - 2 - size;
}
