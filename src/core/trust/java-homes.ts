import { constants } from 'node:fs';
import { access, readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Surroundings } from '../system/paths';
import { isPresent } from '../system/present';
import { which } from '../system/which';

/** One list of roots, and the Java installations that read it. */
export interface JavaList {
  /** The list itself, links resolved. */
  cacerts: string;
  /** The installations, at least one; the first has a keytool where any has. */
  homes: JavaHome[];
  /** The system's own tool fills it. */
  ofSystem: boolean;
  /** This account may not write to it. */
  readOnly: boolean;
}

export interface JavaHome {
  folder: string;
  /** e.g. "Java 17 (Debian)". */
  label: string;
}

/** Where the list lies below the home: since Java 9, and before it; `jssecacerts` comes first where it is there (JSSE Reference Guide). */
const listPlaces = ['lib/security/jssecacerts', 'lib/security/cacerts', 'jre/lib/security/cacerts'];

/** Lists that the distributions' own tools write (docker-library/openjdk#327 and #416; update-ca-trust(8); p11-kit's extract-compat). */
const systemLists = [
  'etc/ssl/certs/java/cacerts',
  'etc/pki/java/cacerts',
  'etc/pki/ca-trust/extracted/java/cacerts',
  'etc/ca-certificates/extracted/java-cacerts.jks',
  'var/lib/ca-certificates/java-cacerts',
];

/** More installations than this are not looked at. */
const homeLimit = 64;

/** Where installers put Java: each folder holds installations. */
function parents({ platform, env, home }: Surroundings): string[] {
  const own = [
    join(home, '.sdkman', 'candidates', 'java'),
    join(home, '.jdks'),
    join(home, '.jabba', 'jdk'),
    join(home, '.asdf', 'installs', 'java'),
    join(home, '.local', 'share', 'mise', 'installs', 'java'),
    join(home, '.gradle', 'jdks'),
  ];
  switch (platform) {
    case 'darwin':
      return [
        ...own,
        '/Library/Java/JavaVirtualMachines',
        join(home, 'Library', 'Java', 'JavaVirtualMachines'),
        '/opt/homebrew/opt',
        '/usr/local/opt',
      ];
    case 'win32': {
      const programs = env.ProgramFiles ?? 'C:\\Program Files';
      const makers = ['Java', 'Eclipse Adoptium', 'Microsoft', 'Zulu', 'Amazon Corretto', 'BellSoft', 'Semeru'];
      return [...own, ...makers.map((maker) => join(programs, maker))];
    }
    default:
      return [...own, '/usr/lib/jvm', '/usr/lib64/jvm', '/usr/java', '/opt', '/opt/java', '/usr/local'];
  }
}

/** The installation below a folder of an installer: itself, or what macOS and Homebrew wrap it in. */
const wrapped = ['', 'Contents/Home', 'libexec/openjdk.jdk/Contents/Home'];

async function candidates(place: Surroundings, rootFolder: string): Promise<string[]> {
  const { env } = place;
  const programs = await Promise.all(['java', 'keytool'].map((name) => which(name, env)));
  const ofPath = await Promise.all(
    programs.flatMap((program) => (program === undefined ? [] : [realpath(program).catch(() => program)])),
  );
  const below = await Promise.all(
    parents(place).map(async (parent) => {
      const folder = parent.startsWith(place.home) ? parent : join(rootFolder, parent);
      const names = await readdir(folder).catch(() => [] as string[]);
      return names.sort().map((name) => join(folder, name));
    }),
  );
  const named = env.JAVA_HOME === undefined || env.JAVA_HOME === '' ? [] : [env.JAVA_HOME];
  // bin/java lies two levels below the home; jre/bin/java, of Java 8, three.
  const fromPath = ofPath.flatMap((program) => [dirname(dirname(program)), dirname(dirname(dirname(program)))]);
  return [...named, ...fromPath, ...below.flat()].flatMap((folder) => wrapped.map((inner) => join(folder, inner)));
}

/**
 * Every list of roots that a Java installation of this machine reads, each real file once: those of JAVA_HOME and PATH, of the
 * distribution, and of the installers that developers use.
 */
export async function javaLists(place: Surroundings, rootFolder = '/'): Promise<JavaList[]> {
  const found = new Map<string, JavaList>();
  const seen = new Set<string>();
  const ofSystem = await Promise.all(
    systemLists.map((path) => realpath(join(rootFolder, path)).catch(() => join(rootFolder, path))),
  );
  for (const folder of await candidates(place, rootFolder)) {
    const home = await realpath(folder).catch(() => undefined);
    if (home === undefined || seen.has(home) || seen.size >= homeLimit * 8) continue;
    seen.add(home);
    const cacerts = await listOf(home);
    if (cacerts === undefined || found.size >= homeLimit) continue;
    const known = found.get(cacerts);
    const one = { folder: home, label: await labelOf(home) };
    if (known !== undefined) known.homes.push(one);
    else {
      const readOnly = !(await may(cacerts));
      found.set(cacerts, { cacerts, homes: [one], ofSystem: ofSystem.includes(cacerts), readOnly });
    }
  }
  return [...found.values()];
}

async function listOf(home: string): Promise<string | undefined> {
  for (const place of listPlaces) {
    const path = join(home, place);
    if (await isPresent(path)) return realpath(path).catch(() => path);
  }
  return undefined;
}

const may = (path: string) =>
  access(path, constants.W_OK).then(
    () => true,
    () => false,
  );

/** The file `release` names the version and who built it (JEP 223, and every maker since). */
async function labelOf(home: string): Promise<string> {
  const text = await readFile(join(home, 'release'), 'utf8').catch(() => '');
  const value = (name: string) => new RegExp(`^${name}="?([^"\\n]*)"?`, 'm').exec(text)?.[1];
  const version = value('JAVA_VERSION') ?? '';
  const major = /^1\.(\d+)/.exec(version)?.[1] ?? /^\d+/.exec(version)?.[0];
  const maker = value('IMPLEMENTOR');
  return `Java${major === undefined ? '' : ` ${major}`}${maker === undefined ? '' : ` (${maker})`}`;
}
