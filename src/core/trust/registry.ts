import type { AskPassphrase } from '../keychain/root-keys';
import { elevation } from '../system/elevate';
import type { Surroundings } from '../system/paths';
import type { Run } from '../system/run';
import { isProgram } from '../system/which';
import { FirefoxPlatformStore } from './firefox-platform-store';
import { javaStore, javaStores } from './java-store';
import { macStores } from './mac-stores';
import { nssDatabases } from './nss-databases';
import { NssStore } from './nss-store';
import { runningNote } from './running-browser';
import { linuxSystemStore } from './system-store-linux';
import type { TrustStore } from './trust-store';
import { windowsStores } from './windows-stores';
import { wslStores } from './wsl-store';

export interface RegistryOptions extends Surroundings {
  run: Run;
  /** Where the system store is looked for; "/" unless told. */
  rootFolder?: string;
  /** The effective user id; this process's own unless told. */
  uid?: number;
  /** Milliseconds since 1970; the clock unless told. */
  now?: () => number;
  /** Asks for the primary password of a database, where there is a window to ask in. */
  askStorePassword?: AskPassphrase | undefined;
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
  const { platform } = options;
  switch (platform) {
    case 'linux': {
      const elevate = elevateOf(options);
      const [system, windows] = await Promise.all([
        linuxSystemStore({ elevate, rootFolder: options.rootFolder ?? '/' }),
        wslStores(options),
      ]);
      return [system, ...windows];
    }
    case 'darwin':
      return macStores(options);
    case 'win32':
      return windowsStores(options);
    default:
      return [];
  }
}

/**
 * Every trust store of this machine and person: the only list. The system's come first, then one store a database, then the lists
 * of Java. On Windows `certutil` is another program, so the databases of Firefox are looked at, and not changed.
 */
export async function trustStores(options: RegistryOptions): Promise<TrustStore[]> {
  const [others, java] = await Promise.all([
    storesOfPerson(options),
    javaStores({ ...options, elevate: elevateOf(options) }, options.rootFolder),
  ]);
  return [...others, ...java];
}

async function storesOfPerson(options: RegistryOptions): Promise<TrustStore[]> {
  const { run, platform, env, askStorePassword } = options;
  const ask = askStorePassword === undefined ? {} : { ask: askStorePassword };
  const [system, databases, tool] = await Promise.all([
    systemStores(options),
    nssDatabases(options),
    nssTool(platform),
  ]);
  const [first] = system;
  const nss = databases.map(({ folder, label, readsPlatform }) => {
    const running = () => runningNote(folder, label, options);
    const own = platform === 'win32' ? undefined : new NssStore({ run, env, folder, label, ...tool, ...ask, running });
    if (readsPlatform !== true || first === undefined) return own;
    const id = `nss:${folder}`;
    return new FirefoxPlatformStore({ id, label, profile: folder, platform: first, ...(own && { own }) });
  });
  return [...system, ...nss.filter((store) => store !== undefined)];
}

function elevateOf({ run, platform, env, uid, now }: RegistryOptions) {
  return elevation({ run, platform, env, uid: uid ?? process.geteuid?.() ?? -1, now: now ?? Date.now });
}

/** The stores that the mkcert mode changes: those but Java's, and of Java's the JDK at JAVA_HOME alone, as mkcert does. */
export async function mkcertStores(options: RegistryOptions): Promise<TrustStore[]> {
  const { run, env } = options;
  const [stores, java] = await Promise.all([
    storesOfPerson(options),
    javaStore({ run, elevate: elevateOf(options), env }),
  ]);
  return java === undefined ? stores : [...stores, java];
}
