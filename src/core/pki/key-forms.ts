import { createPrivateKey, type KeyObject } from 'node:crypto';
import { AppError } from '../errors';
import { Asn1Error, bytesOf, children, decode, isInteger, isSequence } from './asn1-tree';
import { encryptKeyFile } from './key-file';
import { readPemBlocks } from './pem';
import { decryptWith, Rounds } from './pkcs12-cipher';

/** How a private key may lie in a file. */
export type KeyForm = 'PKCS#8' | 'PKCS#1' | 'SEC1' | 'PKCS#8, encrypted' | 'PKCS#1, encrypted' | 'SEC1, encrypted';

const labels: Record<string, KeyForm> = {
  'PRIVATE KEY': 'PKCS#8',
  'RSA PRIVATE KEY': 'PKCS#1',
  'EC PRIVATE KEY': 'SEC1',
  'ENCRYPTED PRIVATE KEY': 'PKCS#8, encrypted',
};

/** The form of a key in a PEM block; undefined when the block is no private key that is read here. */
export function keyFormOf(label: string, text: string): KeyForm | undefined {
  const form = labels[label];
  // OpenSSL's traditional encryption: headers in the manner of RFC 1421 inside the block.
  return /^Proc-Type: *4,ENCRYPTED/m.test(text) && (form === 'PKCS#1' || form === 'SEC1') ? `${form}, encrypted` : form;
}

/**
 * A key in the form of before PKCS#8, for servers that know no other: `RSA PRIVATE KEY` (PKCS#1, RFC 8017 appendix A.1.2) or
 * `EC PRIVATE KEY` (SEC1, RFC 5915). It is not encrypted. Throws `key-file-damaged` for a key that is neither RSA nor EC.
 */
export function traditionalKeyPem(pkcs8: Buffer): string {
  const key = objectOf({ key: pkcs8, format: 'der', type: 'pkcs8' });
  if (key?.asymmetricKeyType === 'rsa') return text(key.export({ type: 'pkcs1', format: 'pem' }));
  if (key?.asymmetricKeyType === 'ec') return text(key.export({ type: 'sec1', format: 'pem' }));
  throw new AppError(
    'key-file-damaged',
    'Writing the key in its older form failed: it is neither an RSA nor an EC key.',
    {
      hint: 'Take the PKCS#8 form; there is no older one for this kind of key.',
    },
  );
}

const text = (pem: string | Buffer) => pem.toString();

/**
 * PKCS#8 in PEM, encrypted for a person to hand over: PBES2 with 600,000 rounds of PBKDF2-HMAC-SHA256 and AES-256-CBC. Throws
 * `passphrase-needed` for an empty passphrase.
 */
export function encryptedKeyPem(pkcs8: Buffer, passphrase: Buffer): Promise<string> {
  if (passphrase.length === 0) {
    throw new AppError('passphrase-needed', 'Encrypting the key failed: the passphrase is empty.', {
      hint: 'Choose a passphrase.',
    });
  }
  return encryptKeyFile(pkcs8, passphrase);
}

/**
 * Reads a private key, PEM or DER, in any usual form: PKCS#8 (plain or encrypted), PKCS#1, SEC1, and OpenSSL's traditional
 * encryption. Gives PKCS#8 in DER, which the caller wipes. Throws `passphrase-needed`, `passphrase-wrong`, and
 * `key-file-damaged` for what is no key, is damaged, or has a method that is not read here.
 */
export async function readPrivateKeyAny(
  bytes: Buffer | string,
  passphrase?: Buffer,
  rounds = new Rounds(),
): Promise<Buffer> {
  const der = typeof bytes === 'string' || bytes.includes('-----BEGIN') ? undefined : bytes;
  if (der !== undefined) return readKeyDer(der, passphrase, rounds);
  for (const block of readPemBlocks(bytes.toString())) {
    const form = keyFormOf(block.label, block.text);
    if (form === undefined) continue;
    if (form === 'PKCS#8, encrypted') return readKeyDer(block.der ?? Buffer.alloc(0), passphrase, rounds);
    if (form.endsWith('encrypted')) return readTraditional(block.text, passphrase);
    return readKeyDer(block.der ?? Buffer.alloc(0), passphrase, rounds);
  }
  throw damaged('there is no private key in it');
}

/** The form of a private key in DER; undefined when it is none. Told by its structure: Node takes one for another. */
export function derKeyFormOf(der: Buffer): KeyForm | undefined {
  const form = plainFormOf(der);
  if (form !== undefined)
    return objectOf({ key: der, format: 'der', type: keyTypes[form] }) === undefined ? undefined : form;
  return isEncryptedPkcs8(der) ? 'PKCS#8, encrypted' : undefined;
}

const keyTypes = { 'PKCS#8': 'pkcs8', 'PKCS#1': 'pkcs1', SEC1: 'sec1' } as const;

/** All begin with a version. Then: PKCS#8 an algorithm, PKCS#1 the modulus, SEC1 the private key as octets. */
function plainFormOf(der: Buffer): keyof typeof keyTypes | undefined {
  try {
    const [version, second] = children(decode(der), 3);
    if (version === undefined || second === undefined || !isInteger(version)) return undefined;
    return isSequence(second) ? 'PKCS#8' : isInteger(second) ? 'PKCS#1' : 'SEC1';
  } catch {
    return undefined;
  }
}

async function readKeyDer(der: Buffer, passphrase: Buffer | undefined, rounds: Rounds): Promise<Buffer> {
  const form = plainFormOf(der);
  const key = form === undefined ? undefined : objectOf({ key: der, format: 'der', type: keyTypes[form] });
  if (key !== undefined) return key.export({ type: 'pkcs8', format: 'der' });
  if (form !== undefined || !isEncryptedPkcs8(der))
    throw damaged('it is cut off or damaged, or of a kind that is not read here');
  return decryptPkcs8(der, passphrase, rounds);
}

/** EncryptedPrivateKeyInfo (RFC 5958 section 3): an algorithm with parameters, then an octet string, and no more. */
function isEncryptedPkcs8(der: Buffer): boolean {
  try {
    const [method, data, ...more] = children(decode(der), 2);
    children(method, 2);
    return bytesOf(data).length > 0 && more.length === 0;
  } catch {
    return false;
  }
}

async function decryptPkcs8(der: Buffer, passphrase: Buffer | undefined, rounds: Rounds): Promise<Buffer> {
  if (passphrase === undefined) throw needed();
  let plain: Buffer | undefined;
  try {
    const [method, data] = children(decode(der), 2);
    plain = await decryptWith(method, bytesOf(data), passphrase, rounds);
    const key = plain === undefined ? undefined : objectOf({ key: plain, format: 'der', type: 'pkcs8' });
    if (key === undefined) throw wrong();
    return key.export({ type: 'pkcs8', format: 'der' });
  } catch (error) {
    if (error instanceof Asn1Error) throw damaged(error.message);
    if (error instanceof AppError && error.code === 'file-unreadable')
      throw damaged(error.message.replace(/^.*?: |\.$/g, ''));
    throw error;
  } finally {
    plain?.fill(0);
  }
}

/** Node knows OpenSSL's traditional encryption (one round of MD5: it hinders nobody for long), with AES and triple DES. */
async function readTraditional(pem: string, passphrase: Buffer | undefined): Promise<Buffer> {
  if (passphrase === undefined) throw needed();
  const key = objectOf({ key: pem, format: 'pem', passphrase });
  if (key === undefined) throw wrong();
  return key.export({ type: 'pkcs8', format: 'der' });
}

function objectOf(input: Parameters<typeof createPrivateKey>[0]): KeyObject | undefined {
  try {
    return createPrivateKey(input);
  } catch {
    // The cause is left out: nothing of a private key may reach a log.
    return undefined;
  }
}

function damaged(why: string): AppError {
  return new AppError('key-file-damaged', `Reading the private key failed: ${why}.`, {
    hint: 'Export it again where it came from, as PKCS#8 in PEM: openssl pkcs8 -topk8 -in KEY.',
  });
}

function needed(): AppError {
  return new AppError('passphrase-needed', 'The private key is encrypted.', { hint: 'Type its passphrase.' });
}

function wrong(): AppError {
  return new AppError('passphrase-wrong', 'Opening the private key failed: the passphrase is not the right one.', {
    hint: 'Type it again; capital and small letters count.',
  });
}
