import { lstat, realpath, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import { readPrivateKeyAny } from '../pki/key-forms';
import { spkiOfPrivateKey } from '../pki/keys';
import { explainFsError } from '../system/fs-error';
import { readSmall } from './adopt-mkcert';
import type { AuthorityRecord } from './record';

/**
 * The file that an unencrypted key lies in, and its SHA-256, as the record keeps them. A symbolic link is followed: to delete the
 * link would leave the key. Throws as `readSmall`.
 */
export async function plainKeyAt(path: string): Promise<{ file: string; sha256: string }> {
  const file = await behindLink(path);
  const content = await readSmall(file);
  const sha256 = sha256Hex(content);
  content.fill(0);
  return { file, sha256 };
}

/**
 * The files that hold the private key to this public one, not encrypted; those that hold the certificate as well come after
 * those that hold the key alone.
 */
export async function filesWithKey(paths: readonly string[], spki: Buffer): Promise<string[]> {
  const holding: { path: string; alone: boolean }[] = [];
  for (const path of paths) {
    const content = await readSmall(path).catch(() => undefined);
    if (content === undefined) continue;
    const alone = !content.includes('-----BEGIN CERTIFICATE-----');
    const pkcs8 = await readPrivateKeyAny(content).catch(() => undefined);
    content.fill(0);
    if (pkcs8 !== undefined && spkiOfPrivateKey(pkcs8).equals(spki)) holding.push({ path, alone });
    pkcs8?.fill(0);
  }
  const first = holding.filter(({ alone }) => alone);
  return [...first, ...holding.filter(({ alone }) => !alone)].map(({ path }) => path);
}

/**
 * Throws when the unencrypted key of an authority is not there as it was, or when deleting that file would not rid the disk of
 * it, or of more than it: `key-mismatch`, `not-allowed`.
 */
export async function checkDeletable(path: string, { rootSpki }: AuthorityRecord): Promise<void> {
  const file = await behindLink(path);
  if ((await filesWithKey([file], Buffer.from(rootSpki, 'base64'))).length === 0) {
    throw new AppError('key-mismatch', `${file} holds another key now, so it was left alone.`, {
      hint: 'Delete it by hand if you know that nothing needs it.',
    });
  }
  const content = await readSmall(file);
  const keys = content.toString('latin1').match(/-----BEGIN [A-Z ]*PRIVATE KEY-----/g)?.length ?? 1;
  content.fill(0);
  if (keys > 1) {
    throw new AppError('not-allowed', `${file} holds ${keys} private keys, so it was left alone.`, {
      hint: 'Copy the others to a file of their own, then delete this file by hand.',
    });
  }
  const { nlink } = await stat(file);
  if (nlink > 1) {
    throw new AppError('not-allowed', `${file} has ${nlink} names on this disk: deleting one leaves the key.`, {
      hint: `Find the others with: find / -xdev -samefile '${file}' 2>/dev/null. Delete those first, then try again.`,
    });
  }
}

/** Deletes the file itself, not a link to it. Gives back its path. Throws `read-only`. */
export async function deletePlainKeyFile(path: string): Promise<string> {
  const file = await behindLink(path);
  await rm(file).catch((error: unknown) => {
    throw explainFsError(error, `delete ${file}`);
  });
  return file;
}

/** The path as it is, unless it is a symbolic link: then that of the file behind all links. */
async function behindLink(path: string): Promise<string> {
  const file = resolve(path);
  const link = await lstat(file).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
  return link ? realpath(file).catch(() => file) : file;
}
