import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type Surroundings, xdgConfigHome, xdgDataHome } from '../system/paths';
import { isFolder } from '../system/present';
import { which } from '../system/which';
import { readProfiles } from './firefox-profiles';
import { databaseExists } from './nss-creation';

/** One place with an NSS database, or where the browser would make one at its first start. */
export interface NssDatabase {
  folder: string;
  label: string;
  /** Its program takes the roots of the platform's own store unless it is told not to. */
  readsPlatform?: true;
}

/** Browsers that read Chromium's shared database, by the name of their program. Each name once in a label. */
const chromiumPrograms: Record<string, string> = {
  chromium: 'Chromium',
  'chromium-browser': 'Chromium',
  'google-chrome': 'Google Chrome',
  'google-chrome-stable': 'Google Chrome',
  'google-chrome-beta': 'Google Chrome',
  'google-chrome-unstable': 'Google Chrome',
  'brave-browser': 'Brave',
  brave: 'Brave',
  'microsoft-edge': 'Microsoft Edge',
  'microsoft-edge-stable': 'Microsoft Edge',
  vivaldi: 'Vivaldi',
  'vivaldi-stable': 'Vivaldi',
  opera: 'Opera',
};

const subfolders = (path: string) => readdir(path).catch(() => [] as string[]);

async function installedChromiums(env: NodeJS.ProcessEnv): Promise<string[]> {
  const labels = await Promise.all(
    Object.entries(chromiumPrograms).map(async ([program, label]) =>
      (await which(program, env)) === undefined ? [] : [label],
    ),
  );
  return [...new Set(labels.flat())];
}

/**
 * Chromium 156 was started with every combination of the two folders: it reads `~/.pki/nssdb` when that folder exists (even
 * empty: it then fills it), and otherwise `pki/nssdb` in XDG's data folder, which it makes at its first start. Chromium's
 * docs/linux/cert_management.md says the same from version 146 on. The other folder, when there too, is listed for
 * what an older version left in it.
 */
async function chromiumDatabases(surroundings: Surroundings): Promise<NssDatabase[]> {
  const old = join(surroundings.home, '.pki', 'nssdb');
  const current = join(xdgDataHome(surroundings), 'pki', 'nssdb');
  const installed = await installedChromiums(surroundings.env);
  const label = installed.length === 0 ? 'Chromium and Chrome' : installed.join(', ');
  const oldIsRead = await isFolder(old);
  const read = oldIsRead ? old : current;
  const found: NssDatabase[] = [];
  if (installed.length > 0 || (await databaseExists(read))) found.push({ folder: read, label });
  if (oldIsRead && (await databaseExists(current)))
    found.push({ folder: current, label: `${label} (second database)` });
  return found;
}

/** Browsers in a sandbox have a home of their own; only databases that exist are listed, for their home is not ours to fill. */
async function packagedChromiums(home: string): Promise<NssDatabase[]> {
  const candidates: NssDatabase[] = [];
  for (const app of await subfolders(join(home, 'snap'))) {
    for (const part of ['current', 'common']) {
      const base = join(home, 'snap', app, part);
      for (const folder of [join(base, '.pki', 'nssdb'), join(base, '.local', 'share', 'pki', 'nssdb')]) {
        candidates.push({ folder, label: `${app} (snap)` });
      }
    }
  }
  for (const app of await subfolders(join(home, '.var', 'app'))) {
    const base = join(home, '.var', 'app', app);
    for (const folder of [join(base, '.pki', 'nssdb'), join(base, 'data', 'pki', 'nssdb')]) {
      candidates.push({ folder, label: `${app} (Flatpak)` });
    }
  }
  const there = await Promise.all(candidates.map(({ folder }) => databaseExists(folder)));
  return candidates.filter((_, index) => there[index]);
}

interface ProfileHome {
  folder: string;
  program: string;
  readsPlatform?: true;
}

/** Where the programs of Mozilla's family keep their `profiles.ini`. Firefox 147 and later start in XDG's config folder. */
function linuxProfileHomes(surroundings: Surroundings): ProfileHome[] {
  const { home } = surroundings;
  const config = xdgConfigHome(surroundings);
  const flatpak = (id: string, ...path: string[]) => join(home, '.var', 'app', id, ...path);
  return [
    { folder: join(home, '.mozilla', 'firefox'), program: 'Firefox' },
    { folder: join(config, 'mozilla', 'firefox'), program: 'Firefox' },
    { folder: join(home, 'snap', 'firefox', 'common', '.mozilla', 'firefox'), program: 'Firefox (snap)' },
    { folder: join(home, 'snap', 'firefox', 'common', '.config', 'mozilla', 'firefox'), program: 'Firefox (snap)' },
    { folder: flatpak('org.mozilla.firefox', '.mozilla', 'firefox'), program: 'Firefox (Flatpak)' },
    { folder: flatpak('org.mozilla.firefox', 'config', 'mozilla', 'firefox'), program: 'Firefox (Flatpak)' },
    { folder: join(home, '.librewolf'), program: 'LibreWolf' },
    { folder: join(config, 'librewolf', 'librewolf'), program: 'LibreWolf' },
    { folder: flatpak('io.gitlab.librewolf-community', '.librewolf'), program: 'LibreWolf (Flatpak)' },
    { folder: join(home, '.waterfox'), program: 'Waterfox' },
    { folder: join(home, '.thunderbird'), program: 'Thunderbird' },
    { folder: join(home, 'snap', 'thunderbird', 'common', '.thunderbird'), program: 'Thunderbird (snap)' },
    { folder: flatpak('org.mozilla.Thunderbird', '.thunderbird'), program: 'Thunderbird (Flatpak)' },
  ];
}

function macProfileHomes(home: string): ProfileHome[] {
  const support = join(home, 'Library', 'Application Support');
  return [
    { folder: join(support, 'Firefox'), program: 'Firefox', readsPlatform: true },
    { folder: join(support, 'librewolf'), program: 'LibreWolf' },
    { folder: join(home, 'Library', 'Thunderbird'), program: 'Thunderbird' },
  ];
}

/** Thunderbird and LibreWolf are left out: without NSS's tools nothing could be read or changed there. */
function windowsProfileHomes({ env, home }: Surroundings): ProfileHome[] {
  const roaming = env.APPDATA ?? join(home, 'AppData', 'Roaming');
  return [{ folder: join(roaming, 'Mozilla', 'Firefox'), program: 'Firefox', readsPlatform: true }];
}

async function profileDatabases(homes: ProfileHome[]): Promise<NssDatabase[]> {
  const found = await Promise.all(
    homes.map(async ({ folder, program, readsPlatform }) =>
      (await readProfiles(folder)).map((profile) => ({
        folder: profile.folder,
        label: `${program}, profile ${profile.name}`,
        ...(readsPlatform && { readsPlatform }),
      })),
    ),
  );
  return found.flat();
}

async function candidates(surroundings: Surroundings): Promise<NssDatabase[]> {
  switch (surroundings.platform) {
    case 'linux': {
      const lists = [
        chromiumDatabases(surroundings),
        packagedChromiums(surroundings.home),
        profileDatabases(linuxProfileHomes(surroundings)),
      ];
      return (await Promise.all(lists)).flat();
    }
    // Chrome reads the system's keychain there; only Mozilla's programs have databases of their own.
    case 'darwin':
      return profileDatabases(macProfileHomes(surroundings.home));
    case 'win32':
      return profileDatabases(windowsProfileHomes(surroundings));
    default:
      return [];
  }
}

/** Every NSS database of this person, each real folder once, whatever links lead to it. */
export async function nssDatabases(surroundings: Surroundings): Promise<NssDatabase[]> {
  const seen = new Set<string>();
  const found: NssDatabase[] = [];
  for (const database of await candidates(surroundings)) {
    const real = await realpath(database.folder).catch(() => database.folder);
    if (seen.has(real)) continue;
    seen.add(real);
    found.push(database);
  }
  return found;
}
