import { createHash } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** A digest of the system's trust store: every anchor, every link, the bundle. Equal digests mean an equal store. */
export async function systemStoreDigest(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of ['/usr/local/share/ca-certificates', '/etc/ssl/certs']) {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((one, other) => one.name.localeCompare(other.name))) {
      const path = join(folder, entry.name);
      hash.update(`${path}\0`);
      if (entry.isSymbolicLink()) hash.update(await readlink(path));
      else if (entry.isFile()) hash.update(await readFile(path));
    }
  }
  return hash.digest('hex');
}
