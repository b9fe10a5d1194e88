import { createCipheriv, createDecipheriv, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import { kdfIterations } from '../pki/key-file';

/*
 * A backup is a text file of three lines:
 *
 *   {"format":"sealwax-backup","version":1,"kdf":{…},"cipher":{…}}   how it is encrypted
 *   base64                                                            ciphertext, then the 16 bytes of the GCM tag
 *   64 hex digits                                                     SHA-256 of the two lines before, line breaks included
 *
 * The key is PBKDF2-HMAC-SHA256 of the passphrase, as in a key file; the cipher AES-256-GCM, with the first line (without its line
 * break) as additional data. The third line proves nothing against an attacker, the tag does; it tells a damaged file from a
 * wrong passphrase.
 */

const header = z.object({
  format: z.literal('sealwax-backup'),
  version: z.literal(1),
  kdf: z.object({
    name: z.literal('PBKDF2-HMAC-SHA256'),
    // More would keep a processor busy for many seconds.
    iterations: z.number().int().min(100_000).max(10_000_000),
    salt: z.base64(),
  }),
  cipher: z.object({ name: z.literal('AES-256-GCM'), iv: z.base64() }),
});

/** Bytes of a backup that are read at all; a hundred authorities have 400 KB. */
const maxBytes = 4_000_000;
const tagBytes = 16;
const deriveKey = promisify(pbkdf2);

/** Encrypts the content of a backup. The caller wipes content and passphrase. */
export async function sealBackup(
  content: Buffer,
  passphrase: Buffer,
  random: (bytes: number) => Buffer,
): Promise<Buffer> {
  const salt = random(16);
  const iv = random(12);
  const first = JSON.stringify({
    format: 'sealwax-backup',
    version: 1,
    kdf: { name: 'PBKDF2-HMAC-SHA256', iterations: kdfIterations, salt: salt.toString('base64') },
    cipher: { name: 'AES-256-GCM', iv: iv.toString('base64') },
  } satisfies z.input<typeof header>);
  const key = await deriveKey(passphrase, salt, kdfIterations, 32, 'sha256');
  try {
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(first));
    const sealed = Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    const text = `${first}\n${sealed.toString('base64')}\n`;
    return Buffer.from(`${text}${sha256Hex(text)}\n`);
  } finally {
    key.fill(0);
  }
}

/**
 * Opens a backup; the caller wipes what it gets. Throws `file-unreadable` for a file that is none, or was cut off or changed,
 * `file-too-large`, `newer-format`, and `passphrase-wrong`.
 */
export async function openBackup(bytes: Buffer, passphrase: Buffer): Promise<Buffer> {
  const { first, kdf, cipher, sealed } = takeApart(bytes);
  const key = await deriveKey(passphrase, Buffer.from(kdf.salt, 'base64'), kdf.iterations, 32, 'sha256');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(cipher.iv, 'base64'))
      .setAAD(Buffer.from(first))
      .setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    throw new AppError('passphrase-wrong', 'Opening the backup failed: the passphrase is not the right one.', {
      hint: 'Type it again; capital and small letters count.',
    });
  } finally {
    key.fill(0);
  }
}

/** What is said of a backup that cannot be read, whatever the reason. */
export function unreadable(why: string): AppError {
  return new AppError('file-unreadable', `Reading the backup failed: ${why}.`, {
    hint: 'Choose the file that Back up wrote, or another copy of it. Nothing was changed.',
  });
}

function takeApart(bytes: Buffer) {
  if (bytes.length > maxBytes) {
    throw new AppError('file-too-large', 'The file is too large for a backup.', {
      hint: 'Choose the file that Back up wrote; its name ends in .sealwax-backup.',
    });
  }
  const text = bytes.toString('utf8');
  const [first = '', body = '', sum = ''] = text.split('\n');
  if (!first.includes('"sealwax-backup"')) throw unreadable('it is not a backup of Sealwax');
  if (sum !== sha256Hex(`${first}\n${body}\n`)) throw unreadable('it is cut off, or was changed');
  const said = parseJson(first);
  const version = z.object({ version: z.number() }).safeParse(said).data?.version;
  if (version !== undefined && version > 1) {
    throw new AppError('newer-format', 'The backup was written by a newer Sealwax.', {
      hint: 'Install the newer version, and restore it there.',
    });
  }
  const read = header.safeParse(said);
  const sealed = Buffer.from(body, 'base64');
  if (!read.success || sealed.length <= tagBytes) throw unreadable('it does not say how it is encrypted');
  return { first, sealed, ...read.data };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
