import { statSync } from 'node:fs';
import { mkdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isPresent } from '../system/present';
import type { Certutil } from './certutil';

/** The files of an NSS database in its SQLite form. */
const keyFile = 'key4.db';
const databaseFiles = ['cert9.db', keyFile, 'pkcs11.txt'];

/** An empty file is what a crash leaves; NSS fills it like a missing one. */
export function databaseExists(folder: string): boolean {
  return (statSync(join(folder, 'cert9.db'), { throwIfNoEntry: false })?.size ?? 0) > 0;
}

async function foldersToMake(folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (let one = folder; !(await isPresent(one)); one = dirname(one)) missing.push(one);
  return missing;
}

/**
 * Makes an empty database without a primary password, as the browser itself would at its first start (Chromium: folders 0700).
 * Gives back what takes exactly the new files and folders away again. Throws `CertutilError`.
 */
export async function createDatabase(certutil: Certutil, folder: string): Promise<() => Promise<void>> {
  const folders = await foldersToMake(folder);
  const files: string[] = [];
  for (const name of databaseFiles) {
    if (!(await isPresent(join(folder, name)))) files.push(join(folder, name));
  }
  const takeBack = async () => {
    for (const file of files) await rm(file, { force: true });
    // The innermost first; a folder that somebody else has put something in stays.
    for (const one of folders) await rmdir(one).catch(() => undefined);
  };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // With the keys' half there, the first certificate makes the other half.
    if (files.includes(join(folder, keyFile))) await certutil.create();
    return takeBack;
  } catch (error) {
    await takeBack();
    throw error;
  }
}
