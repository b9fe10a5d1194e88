import { createHash } from 'node:crypto';
import { AppError } from '../errors';
import {
  Asn1Error,
  type Asn1Node,
  bytesOf,
  children,
  contextChildren,
  decode,
  encode,
  integer,
  numberOf,
  oidOf,
  sequence,
} from './asn1-tree';
import { Pbes2Error } from './pbes2';
import {
  type Bag,
  certificateBag,
  dataContent,
  encryptedContent,
  encryptedKeyBag,
  pkcs12Oids,
  readBags,
} from './pkcs12-bags';
import { decryptWith, encryptFor, type Pkcs12Encryption, Rounds } from './pkcs12-cipher';
import { macFits, writeMac } from './pkcs12-mac';

type Random = (bytes: number) => Buffer;

export interface Pkcs12Request {
  /** DER. */
  certificate: Buffer;
  /** What stands above it, in DER: intermediates, and the root if the file is to carry it. */
  chain: readonly Buffer[];
  pkcs8: Buffer;
  /** UTF-8; an empty one is written too, and protects nothing. */
  passphrase: Buffer;
  /** The friendly name: what key stores list it by (Java: the alias). */
  name: string;
  /**
   * "modern": PBES2 with AES-256 and HMAC-SHA256, for OpenSSL 1.1 and 3, Java 8u301 and later, Windows Server 2019 and later,
   * macOS 12 and later. "legacy": triple DES and HMAC-SHA1, for what is older; its protection is weak.
   */
  encryption: Pkcs12Encryption;
  random: Random;
}

/** A certificate with its chain and key as PKCS#12 (RFC 7292), in DER. Key and passphrase stay the caller's, who wipes them. */
export async function writePkcs12(request: Pkcs12Request): Promise<Buffer> {
  const { certificate, chain, pkcs8, passphrase, name, encryption, random } = request;
  // Binds key and certificate to each other; SHA-1 as everybody writes it, a label and no seal.
  const localKeyId = createHash('sha1').update(certificate).digest();
  const key = await encryptFor(encryption, pkcs8, passphrase, random);
  const keyBag = encryptedKeyBag(key.method, key.ciphertext, { friendlyName: name, localKeyId });
  const certificates = [
    certificateBag(certificate, { friendlyName: name, localKeyId }),
    ...chain.map((der) => certificateBag(der, {})),
  ];
  const contents = [await encrypted(certificates, request), dataContent(encode(sequence(keyBag)))];
  return seal(contents, { passphrase, encryption, random });
}

/**
 * A trust store for Java (PKCS#12 with Oracle's attribute for trusted certificates), in DER. It holds no secret: the passphrase
 * only guards it against damage, and Java's own is "changeit".
 */
export async function writeTrustStore(request: {
  certificates: readonly { der: Buffer; alias: string }[];
  passphrase: Buffer;
  random: Random;
}): Promise<Buffer> {
  const bags = request.certificates.map(({ der, alias }) =>
    certificateBag(der, { friendlyName: alias, trusted: true }),
  );
  const settings = { ...request, encryption: 'modern' as const };
  return seal([await encrypted(bags, settings)], settings);
}

interface Settings {
  passphrase: Buffer;
  encryption: Pkcs12Encryption;
  random: Random;
}

async function encrypted(bags: Asn1Node[], { encryption, passphrase, random }: Settings): Promise<Asn1Node> {
  const { method, ciphertext } = await encryptFor(encryption, encode(sequence(...bags)), passphrase, random);
  return encryptedContent(method, ciphertext);
}

async function seal(contents: Asn1Node[], { passphrase, encryption, random }: Settings): Promise<Buffer> {
  const content = encode(sequence(...contents));
  const mac = await writeMac(content, passphrase, encryption, random);
  return encode(sequence(integer(3), dataContent(content), mac));
}

/** Whether the bytes have the outer form of a PKCS#12: version 3, then a ContentInfo. */
export function looksLikePkcs12(bytes: Buffer): boolean {
  try {
    const [version, content] = children(decode(bytes, 'ber'), 2);
    return numberOf(version) === 3 && oidOf(children(content, 1)[0]).startsWith('1.2.840.113549.1.7.');
  } catch {
    return false;
  }
}

/**
 * Opens a PKCS#12, DER or BER. Read are PBES2 (AES, triple DES; PBKDF2 with SHA-1 or SHA-2), PBES1 with triple DES or RC2,
 * and seals by HMAC with SHA-1 or SHA-2 or by PBMAC1 (RFC 9579). Derivations run off the main thread, or in small pieces.
 * The keys are PKCS#8 in DER, and the caller wipes them. Throws `passphrase-wrong`; `file-unreadable` for what is damaged, for
 * another method, and for more than 10,000,000 rounds of key derivation in all.
 */
export async function readPkcs12(
  der: Buffer,
  passphrase: Buffer,
  rounds = new Rounds(),
): Promise<{ certificates: Buffer[]; keys: Buffer[] }> {
  const keys: Buffer[] = [];
  try {
    const bags = await openContents(der, passphrase, rounds);
    const certificates: Buffer[] = [];
    for (const bag of bags) {
      if (bag.kind === 'certificate') certificates.push(bag.der);
      if (bag.kind === 'key') keys.push(bag.pkcs8);
      if (bag.kind === 'encrypted-key') {
        const plain = await decryptWith(bag.method, bag.ciphertext, passphrase, rounds);
        if (plain === undefined) throw wrongPassphrase();
        keys.push(plain);
      }
    }
    return { certificates, keys };
  } catch (error) {
    for (const key of keys) key.fill(0);
    if (error instanceof Asn1Error || error instanceof Pbes2Error) throw unreadable(error.message);
    throw error;
  }
}

async function openContents(der: Buffer, passphrase: Buffer, rounds: Rounds): Promise<Bag[]> {
  const [version, authSafe, mac] = children(decode(der, 'ber'), 2);
  if (numberOf(version) !== 3) throw unreadable('it is not version 3, the only one there is');
  const content = contentOf(authSafe);
  if (mac !== undefined && !(await macFits(mac, content, passphrase, rounds))) throw wrongPassphrase();
  const bags: Bag[] = [];
  for (const info of children(decode(content, 'ber'))) {
    const name = oidOf(children(info, 2)[0]);
    if (name === pkcs12Oids.data) bags.push(...readBags(decode(contentOf(info), 'ber')));
    else if (name === pkcs12Oids.encryptedData) {
      const opened = await openEncrypted(info, passphrase, rounds);
      // Without a seal, a passphrase that opens to nonsense is a wrong one.
      if (opened === undefined) throw mac === undefined ? wrongPassphrase() : unreadable('its content is damaged');
      bags.push(...opened);
    } else throw unreadable(`a part of it is encrypted for somebody's public key (${name})`);
  }
  return bags;
}

function contentOf(info: Asn1Node | undefined): Buffer {
  const [type, wrapped] = children(info, 2);
  if (oidOf(type) !== pkcs12Oids.data) throw unreadable('it is sealed by a signature, which is not read here');
  return bytesOf(contextChildren(wrapped, 0)[0]);
}

async function openEncrypted(info: Asn1Node, passphrase: Buffer, rounds: Rounds): Promise<Bag[] | undefined> {
  const [, wrapped] = children(info, 2);
  const [, inner] = children(contextChildren(wrapped, 0)[0], 2);
  const [, method, ciphertext] = children(inner, 3);
  const plain = await decryptWith(method, bytesOf(ciphertext), passphrase, rounds);
  if (plain === undefined) throw wrongPassphrase();
  try {
    return readBags(decode(plain, 'ber'));
  } catch (error) {
    if (error instanceof Asn1Error) return undefined;
    throw error;
  } finally {
    plain.fill(0);
  }
}

function wrongPassphrase(): AppError {
  return new AppError('passphrase-wrong', 'Opening the PKCS#12 failed: the passphrase is not the right one.', {
    hint: 'Type it again; capital and small letters count.',
  });
}

function unreadable(why: string): AppError {
  return new AppError('file-unreadable', `Opening the PKCS#12 failed: ${why}.`, {
    hint: 'Export it again where it came from; it may have been cut off on its way.',
  });
}
