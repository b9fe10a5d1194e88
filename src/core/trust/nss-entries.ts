import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certutil, CertutilError, type NssEntry, type WholeEntry } from './certutil';
import { toPem } from './pem-blocks';
import type { RootCertificate, StoreEntry } from './trust-store';

/**
 * The root's entry, found by its fingerprint under whatever nickname it has. A database holds a certificate once at most.
 * Nicknames that look like ours are tried first, since each costs a call.
 */
export async function findByFingerprint(
  certutil: Certutil,
  root: Pick<RootCertificate, 'commonName' | 'fingerprint256'>,
): Promise<NssEntry | undefined> {
  const names = await certutil.nicknames();
  const likely = (name: string) => name.startsWith(root.commonName.replaceAll(':', ' '));
  for (const name of [...names.filter(likely), ...names.filter((one) => !likely(one))]) {
    const found = (await certutil.byNickname(name)).find((entry) => entry.fingerprint256 === root.fingerprint256);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every certificate with the subject of `entry`, under each one's own nickname. */
async function namesakes(certutil: Certutil, entry: NssEntry): Promise<WholeEntry[]> {
  const family = await certutil.wholeByNickname(entry.nickname);
  if (family.length < 2) return family;
  const nicknames = new Map<string, string>();
  for (const name of await certutil.nicknames()) {
    // The first answer is the one that carries the nickname.
    const [owner] = await certutil.byNickname(name);
    if (owner !== undefined) nicknames.set(owner.fingerprint256, name);
  }
  return family.map((one) => ({ ...one, nickname: nicknames.get(one.fingerprint256) ?? one.nickname }));
}

/** Deletions tried before giving up; a database with more roots of one name than this is not a database of ours. */
const roundLimit = 32;

/**
 * Deletes exactly this certificate. certutil deletes by nickname and chooses by itself among certificates of the same
 * subject, so any other that it took is put back with its nickname and flags. Until all are back they also lie in a folder
 * that the error names. Gives back how many others there are. Throws `CertutilError`.
 */
export async function deleteExactly(certutil: Certutil, entry: NssEntry): Promise<number> {
  const family = await namesakes(certutil, entry);
  const others = family.filter((one) => one.fingerprint256 !== entry.fingerprint256);
  if (others.length === 0) {
    await certutil.deleteOne(entry.nickname);
    return 0;
  }
  // Putting back needs the primary password; then it is better not to begin.
  if (await certutil.locked()) throw new CertutilError({ kind: 'locked' });
  const backup = await backUp(others);
  try {
    await deleteAndPutBack(certutil, entry, others);
  } catch (error) {
    const why = error instanceof CertutilError && error.problem.kind === 'failed' ? `: ${error.problem.said}` : '';
    throw new CertutilError({
      kind: 'failed',
      said: `not every other root of the same name could be put back${why}. Copies of them lie in ${backup}`,
    });
  }
  await rm(backup, { recursive: true, force: true });
  return others.length;
}

async function deleteAndPutBack(certutil: Certutil, entry: NssEntry, others: WholeEntry[]): Promise<void> {
  const left = async () => {
    const entries = new Map<string, NssEntry>();
    for (const name of await certutil.nicknames()) {
      for (const one of await certutil.byNickname(name)) entries.set(one.fingerprint256, one);
    }
    return entries;
  };
  try {
    for (let round = 0; round < roundLimit; round += 1) {
      const ours = (await left()).get(entry.fingerprint256);
      if (ours === undefined) break;
      await certutil.deleteOne(ours.nickname);
    }
  } finally {
    const present = await left();
    for (const other of others) {
      if (!present.has(other.fingerprint256)) await certutil.add(other.nickname, other.flags, toPem(other.der));
    }
  }
}

async function backUp(entries: WholeEntry[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sealwax-roots-'));
  for (const entry of entries) await writeFile(join(folder, `${entry.fingerprint256}.pem`), toPem(entry.der));
  return folder;
}

/**
 * What somebody marked as trusted for servers: as an authority, or, as ASP.NET Core does it, as a server's own certificate. Firefox
 * also keeps intermediates that it met, without a mark; the browser's own roots lie in a module and not in the database.
 */
export async function trustedEntries(certutil: Certutil): Promise<StoreEntry[]> {
  const marked = (flags: string) => /[CTP]/.test(flags.split(',')[0] ?? '');
  const names = (await certutil.listed()).filter(({ flags }) => marked(flags)).map(({ nickname }) => nickname);
  const found = new Map<string, StoreEntry>();
  for (const name of new Set(names)) {
    for (const { der, flags, fingerprint256 } of await certutil.wholeByNickname(name)) {
      if (marked(flags)) found.set(fingerprint256, { der, trusted: true });
    }
  }
  return [...found.values()];
}
