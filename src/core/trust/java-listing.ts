import { stat } from 'node:fs/promises';
import { sha256Hex } from '../digest';
import { readBounded } from '../system/bounded-file';
import type { Run } from '../system/run';
import { readKeystore } from './java-keystore';
import { pemBlocks } from './pem-blocks';

/** The password of every JDK's own list of roots (docs.oracle.com, keytool, "The cacerts Certificates File"): it hides nothing. */
export const password = 'changeit';

/** keytool starts a Java machine; a cold one on a busy laptop takes seconds (milliseconds). */
export const keytoolMs = 30_000;

/** What makes a short run of Java's short: no optimising compiler. */
const quick = ['-J-XX:TieredStopAtLevel=1', '-J-Xshare:auto', '-J-Duser.language=en'];

/** In another locale than one of UTF-8, Java finds no file with a letter outside ASCII in its path (JEP 400 leaves file names out). */
export const keytoolEnv = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({ ...env, LC_ALL: 'C.UTF-8' });

export interface JavaEntry {
  alias: string;
  fingerprint256: string;
  der: Uint8Array;
  /** To the day, in any form. */
  created: string;
}

/** The lists read so far, by their path: reading one starts a Java machine, so it is read again only after a change. */
const listings = new Map<string, { stamp: string; entries: JavaEntry[] }>();

const stampOf = (path: string) =>
  stat(path).then(
    ({ mtimeMs, size, ino }) => `${mtimeMs}:${size}:${ino}`,
    () => 'gone',
  );

/** Every certificate of a list; undefined when keytool could not read it. */
export async function readJavaList(
  run: Run,
  keytool: string,
  cacerts: string,
  env: NodeJS.ProcessEnv,
): Promise<JavaEntry[] | undefined> {
  const stamp = await stampOf(cacerts);
  const known = listings.get(cacerts);
  if (known?.stamp === stamp) return known.entries;
  const read = await readItself(cacerts);
  if (read !== undefined) {
    listings.set(cacerts, { stamp, entries: read });
    return read;
  }
  const args = [...quick, '-list', '-rfc', '-keystore', cacerts, '-storepass', password];
  const { code, stdout } = await run(keytool, args, { timeoutMs: keytoolMs, env: keytoolEnv(env) });
  if (code !== 0) return undefined;
  const entries = stdout
    .split(/^Alias name: /m)
    .slice(1)
    .flatMap((entry): JavaEntry[] => {
      const alias = entry.slice(0, entry.indexOf('\n')).trim();
      const created = /^Creation date: (.*)$/m.exec(entry)?.[1]?.trim() ?? '';
      const [block] = pemBlocks(entry);
      return block === undefined ? [] : [{ alias, created, der: block.der, fingerprint256: sha256Hex(block.der) }];
    });
  listings.set(cacerts, { stamp, entries });
  return entries;
}

/** The largest list of a JDK's has 200 kB (bytes). */
const maxBytes = 16 * 1024 * 1024;

async function readItself(cacerts: string): Promise<JavaEntry[] | undefined> {
  const bytes = await readBounded(cacerts, maxBytes).catch(() => undefined);
  return (bytes === undefined ? undefined : readKeystore(bytes, password))?.map(({ alias, created, der }) => ({
    alias,
    created: new Date(created).toISOString().slice(0, 10),
    der,
    fingerprint256: sha256Hex(der),
  }));
}

/**
 * What was added to a list after it was made. A JDK's own entries were all made on one day, the build's; Oracle's and Debian's
 * carry a mark in their names besides.
 */
export function addedEntries(entries: readonly JavaEntry[]): JavaEntry[] {
  const days = new Map<string, number>();
  for (const { created } of entries) days.set(created, (days.get(created) ?? 0) + 1);
  const [built, count = 0] = [...days].sort(([, one], [, other]) => other - one)[0] ?? [];
  // A list of a few entries was not made by a build.
  const ofBuild = count > 10 ? built : undefined;
  return entries.filter(({ alias, created }) => created !== ofBuild && !/ \[jdk\]$|^debian:/.test(alias));
}
