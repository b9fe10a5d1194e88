import { transcode } from 'node:buffer';
import { createHash } from 'node:crypto';
import { paced } from '../system/bounded';

/** What the derived bytes are for: a key, an initialisation vector, the key of the MAC (RFC 7292 appendix B.3). */
export type Pkcs12Purpose = 1 | 2 | 3;

/** Bytes of a block of the hash, the "v" of the algorithm, in bytes here. */
const blockBytes: Record<string, number> = { sha1: 64, sha224: 64, sha256: 64, sha384: 128, sha512: 128 };

/** A passphrase in UTF-8 as RFC 7292 appendix B.1 wants it: UTF-16, high byte first, with two zero bytes at the end. The caller wipes it. */
export function bmpPassphrase(passphrase: Buffer): Buffer {
  // `transcode` makes no string on its way, and what it makes is wiped; it returns nothing for nothing.
  const units = passphrase.length === 0 ? Buffer.alloc(0) : transcode(passphrase, 'utf8', 'utf16le').swap16();
  const whole = Buffer.concat([units, Buffer.alloc(2)]);
  units.fill(0);
  return whole;
}

function repeatedTo(bytes: Buffer, block: number): Buffer {
  const whole = Buffer.alloc(block * Math.ceil(bytes.length / block));
  for (let at = 0; at < whole.length; at += bytes.length) bytes.copy(whole, at);
  return whole;
}

/** I_j = (I_j + B + 1) mod 2^v, step 6 C. */
function addWithOne(target: Buffer, addend: Buffer): void {
  let carry = 1;
  for (let at = target.length - 1; at >= 0; at -= 1) {
    carry += (target[at] ?? 0) + (addend[at] ?? 0);
    target[at] = carry & 0xff;
    carry >>= 8;
  }
}

/**
 * The key derivation of PKCS#12 (RFC 7292 appendix B.2). Node has none. The rounds let other work in every few milliseconds,
 * so that a file with many of them does not stop a window. `passphrase` is in the form of `bmpPassphrase`.
 */
export async function pkcs12Key(
  passphrase: Buffer,
  salt: Buffer,
  options: { purpose: Pkcs12Purpose; iterations: number; bytes: number; hash: string },
): Promise<Buffer> {
  const { purpose, iterations, bytes, hash } = options;
  const block = blockBytes[hash];
  if (block === undefined) throw new Error(`no block size for ${hash}`);
  const pause = paced();
  const diversifier = Buffer.alloc(block, purpose);
  const secret = repeatedTo(passphrase, block);
  const input = Buffer.concat([repeatedTo(salt, block), secret]);
  secret.fill(0);
  const parts: Buffer[] = [];
  for (let made = 0; made < bytes; ) {
    let digest = createHash(hash).update(diversifier).update(input).digest();
    for (let round = 1; round < iterations; round += 1) {
      digest = createHash(hash).update(digest).digest();
      // 1,000 rounds take about 1.5 ms.
      if (round % 1000 === 0) await pause();
    }
    parts.push(digest);
    made += digest.length;
    const addend = repeatedTo(digest, block).subarray(0, block);
    for (let at = 0; at < input.length; at += block) addWithOne(input.subarray(at, at + block), addend);
  }
  input.fill(0);
  const whole = Buffer.concat(parts);
  for (const part of parts) part.fill(0);
  return whole.subarray(0, bytes);
}
