import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';

/** What is there and is no plain file: a device or a pipe such as /dev/null and /dev/stdout, a folder, or a socket. */
export async function otherFileAt(path: string): Promise<'folder' | 'socket' | 'other' | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.isFile()) return undefined;
  if (found.isSocket()) return 'socket';
  return found.isDirectory() ? 'folder' : 'other';
}

/** Writes to a device or a pipe as it is: neither made, cut, replaced nor given a mode, since it is not ours. */
export async function writeThrough(path: string, data: string | Uint8Array): Promise<void> {
  const handle = await open(path, constants.O_WRONLY);
  try {
    await handle.writeFile(data);
  } finally {
    await handle.close();
  }
}
