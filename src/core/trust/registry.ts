import { elevation } from '../system/elevate';
import type { Surroundings } from '../system/paths';
import type { Run } from '../system/run';
import { isProgram } from '../system/which';
import { javaStore } from './java-store';
import { manualSystemStore } from './manual-system-store';
import { nssDatabases } from './nss-databases';
import { NssStore } from './nss-store';
import { linuxSystemStore } from './system-store-linux';
import type { TrustStore } from './trust-store';

export interface RegistryOptions extends Surroundings {
  run: Run;
  /** Where the system store is looked for; "/" unless told. */
  rootFolder?: string;
  /** The effective user id; this process's own unless told. */
  uid?: number;
  /** Milliseconds since 1970; the clock unless told. */
  now?: () => number;
}

/** A desktop's PATH leaves Homebrew out; its folder differs between Apple's and Intel's processors. */
const macCertutils = ['/opt/homebrew/opt/nss/bin/certutil', '/usr/local/opt/nss/bin/certutil'];

/** What brings NSS's certutil, by the package manager that is there. */
const nssPackages: readonly [manager: string, command: string][] = [
  ['/usr/bin/apt-get', 'sudo apt-get install libnss3-tools'],
  ['/usr/bin/dnf', 'sudo dnf install nss-tools'],
  ['/usr/bin/zypper', 'sudo zypper install mozilla-nss-tools'],
  ['/usr/bin/pacman', 'sudo pacman -S nss'],
  ['/sbin/apk', 'sudo apk add nss-tools'],
];

async function firstProgram(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await isProgram(path)) return path;
  return undefined;
}

async function nssTool(platform: NodeJS.Platform): Promise<{ certutil: string; packageHint: string }> {
  if (platform === 'darwin') {
    return { certutil: (await firstProgram(macCertutils)) ?? 'certutil', packageHint: 'Type: brew install nss' };
  }
  for (const [manager, command] of nssPackages) {
    if (await isProgram(manager)) return { certutil: 'certutil', packageHint: `Type: ${command}` };
  }
  return { certutil: 'certutil', packageHint: 'Install the tools of NSS (libnss3-tools or nss-tools).' };
}

async function systemStores(options: RegistryOptions): Promise<TrustStore[]> {
  const { run, platform, env } = options;
  switch (platform) {
    case 'linux': {
      const uid = options.uid ?? process.geteuid?.() ?? -1;
      const elevate = elevation({ run, platform, env, uid, now: options.now ?? Date.now });
      return [await linuxSystemStore({ elevate, rootFolder: options.rootFolder ?? '/' })];
    }
    case 'darwin':
    case 'win32':
      return [manualSystemStore(platform)];
    default:
      return [];
  }
}

/**
 * Every trust store of this machine and person: the only list. The system store comes first, then one store a database. On
 * Windows `certutil` is another program, and browsers read the system store, so there are no databases to list.
 */
export async function trustStores(options: RegistryOptions): Promise<TrustStore[]> {
  const { run, platform, env } = options;
  const [system, databases, tool] = await Promise.all([
    systemStores(options),
    nssDatabases(options),
    nssTool(platform),
  ]);
  return [...system, ...databases.map(({ folder, label }) => new NssStore({ run, env, folder, label, ...tool }))];
}

/** The stores that the mkcert mode changes: all of those, and the JDK at JAVA_HOME, as mkcert does. */
export async function mkcertStores(options: RegistryOptions): Promise<TrustStore[]> {
  const { run, platform, env } = options;
  const uid = options.uid ?? process.geteuid?.() ?? -1;
  const elevate = elevation({ run, platform, env, uid, now: options.now ?? Date.now });
  const [stores, java] = await Promise.all([trustStores(options), javaStore({ run, elevate, env })]);
  return java === undefined ? stores : [...stores, java];
}
