import { createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../errors';
import {
  type Asn1Node,
  bytesOf,
  children,
  integer,
  nothing,
  numberOf,
  octets,
  oid,
  oidOf,
  sequence,
} from './asn1-tree';
import { hashOfHmac, readPbkdf2 } from './pbes2';
import type { Rounds } from './pkcs12-cipher';
import { bmpPassphrase, pkcs12Key } from './pkcs12-kdf';

const derive = promisify(pbkdf2);

/** Digests of the MAC (RFC 8017 appendix B.1). */
const digests: Record<string, { hash: string; bytes: number }> = {
  '1.3.14.3.2.26': { hash: 'sha1', bytes: 20 },
  '2.16.840.1.101.3.4.2.4': { hash: 'sha224', bytes: 28 },
  '2.16.840.1.101.3.4.2.1': { hash: 'sha256', bytes: 32 },
  '2.16.840.1.101.3.4.2.2': { hash: 'sha384', bytes: 48 },
  '2.16.840.1.101.3.4.2.3': { hash: 'sha512', bytes: 64 },
};
const sha1Oid = '1.3.14.3.2.26';
const sha256Oid = '2.16.840.1.101.3.4.2.1';
/** id-PBMAC1 (RFC 9579). */
const pbmac1Oid = '1.2.840.113549.1.5.14';

/** The MAC guards against damage, its rounds slow a guesser down no more than those of the content, which are elsewhere. */
const modernRounds = 10_000;
const legacyRounds = 2048;

/** MacData over the content (RFC 7292 section 4): HMAC-SHA256, or HMAC-SHA1 for old software. */
export async function writeMac(
  content: Buffer,
  passphrase: Buffer,
  encryption: 'modern' | 'legacy',
  random: (bytes: number) => Buffer,
): Promise<Asn1Node> {
  const digestOid = encryption === 'modern' ? sha256Oid : sha1Oid;
  const iterations = encryption === 'modern' ? modernRounds : legacyRounds;
  const salt = random(encryption === 'modern' ? 16 : 8);
  const mac = await pkcs12Mac(content, passphrase, { digestOid, iterations, salt });
  return sequence(sequence(sequence(oid(digestOid), nothing()), octets(mac)), octets(salt), integer(iterations));
}

/** Whether the MAC fits content and passphrase. Throws `file-unreadable` for a method that is not read here. */
export async function macFits(
  macData: Asn1Node,
  content: Buffer,
  passphrase: Buffer,
  rounds: Rounds,
): Promise<boolean> {
  const [digestInfo, salt, count] = children(macData, 2);
  const [algorithm, expected] = children(digestInfo, 2);
  const [name, parameters] = children(algorithm, 1);
  const digestOid = oidOf(name);
  const found =
    digestOid === pbmac1Oid
      ? await pbmac1(parameters, content, passphrase, rounds)
      : await pkcs12Mac(content, passphrase, {
          digestOid,
          salt: bytesOf(salt),
          iterations: count === undefined ? 1 : rounds.spend(numberOf(count)),
        });
  const wanted = bytesOf(expected);
  return wanted.length === found.length && timingSafeEqual(wanted, found);
}

async function pkcs12Mac(
  content: Buffer,
  passphrase: Buffer,
  { digestOid, salt, iterations }: { digestOid: string; salt: Buffer; iterations: number },
): Promise<Buffer> {
  const digest = digests[digestOid];
  if (digest === undefined) throw unknownMac(digestOid);
  const password = bmpPassphrase(passphrase);
  const key = await pkcs12Key(password, salt, { purpose: 3, iterations, bytes: digest.bytes, hash: digest.hash });
  password.fill(0);
  const mac = createHmac(digest.hash, key).update(content).digest();
  key.fill(0);
  return mac;
}

/** RFC 9579 section 4: the key by PBKDF2 from the passphrase in UTF-8. */
async function pbmac1(
  parameters: Asn1Node | undefined,
  content: Buffer,
  passphrase: Buffer,
  rounds: Rounds,
): Promise<Buffer> {
  const [kdf, scheme] = children(parameters, 2);
  const { salt, iterations, hash, keyLength } = readPbkdf2(kdf);
  // Section 4: the length has to be there. 64 bytes are the most that a SHA-2 gives.
  if (keyLength === undefined || keyLength < 20 || keyLength > 64) throw unknownMac('PBMAC1 without a key length');
  const key = await derive(passphrase, salt, rounds.spend(iterations), keyLength, hash);
  const mac = createHmac(hashOfHmac(scheme), key).update(content).digest();
  key.fill(0);
  return mac;
}

function unknownMac(name: string): AppError {
  return new AppError(
    'file-unreadable',
    `Opening the PKCS#12 failed: its seal is made by a method not read here (${name}).`,
    {
      hint: 'Write it anew where it came from, with HMAC-SHA256.',
    },
  );
}
