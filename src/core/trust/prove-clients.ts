import { which } from '../system/which';
import { chromium, firefox } from './proof-browsers';
import { clientMs, failed, judge, lastLine, type ProofClient, passed } from './proof-client';
import { java } from './proof-java';
import { node, php, requests, ruby } from './proof-own-clients';
import { curl, git, openssl, python, wget } from './proof-system-clients';
import type { TrustStore } from './trust-store';

/** NSS's own client, on one database: the library and the database that the browser uses. */
function nss(store: TrustStore): ProofClient {
  return {
    id: store.id,
    label: `${store.label}, with NSS's own client`,
    about: [store.id],
    counts: true,
    async open({ run, env, port }) {
      // vfyserv and not tstclnt: the latter never ends when the server is BoringSSL's, which Electron's is.
      const args = ['-p', String(port), '-d', `sql:${store.location}`, 'localhost'];
      const result = await run('vfyserv', args, { timeoutMs: clientMs, env });
      const text = `${result.stdout}\n${result.stderr}`;
      return judge('vfyserv', result, () =>
        text.includes('SERVER CONFIGURED CORRECTLY') && !text.includes('PROBLEM WITH THE CERT CHAIN')
          ? passed('The certificate was accepted.')
          : failed(/ERROR -\d+: [^\n]*/.exec(text)?.[0].replace(/^ERROR -\d+: /, '') ?? lastLine(text)),
      );
    },
  };
}

const chromiums: readonly (readonly [program: string, name: string])[] = [
  ['chromium', 'Chromium'],
  ['chromium-browser', 'Chromium'],
  ['google-chrome', 'Google Chrome'],
  ['brave-browser', 'Brave'],
  ['microsoft-edge', 'Microsoft Edge'],
];

/** Chromium's shared database, outside of snap and Flatpak, whose browsers cannot be started with it from here. */
const isChromiums = ({ location }: TrustStore) =>
  /[\\/]\.?pki[\\/]nssdb$/.test(location) && !/[\\/](snap|\.var)[\\/]/.test(location);

async function browsersOf(stores: readonly TrustStore[], env: NodeJS.ProcessEnv): Promise<ProofClient[]> {
  const shared = stores.find((store) => isChromiums(store) && !store.label.includes('second database'));
  const found: ProofClient[] = [];
  const seen = new Set<string>();
  for (const [program, name] of shared === undefined ? [] : chromiums) {
    if (seen.has(name) || (await which(program, env)) === undefined) continue;
    seen.add(name);
    if (shared !== undefined) found.push(chromium(shared, program, name));
  }
  const profiles = stores.filter(({ label }) => label.startsWith('Firefox, profile '));
  const program = profiles.length === 0 ? undefined : await firstOf(['firefox', 'firefox-esr'], env);
  return program === undefined ? found : [...found, ...profiles.map((profile) => firefox(profile, program))];
}

async function firstOf(programs: readonly string[], env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const program of programs) if ((await which(program, env)) !== undefined) return program;
  return undefined;
}

/** Clients that are asked only where they are installed: their absence says nothing. */
const ofSystemIfThere = [
  ['wget', wget],
  ['git', git],
] as const;
const ofTheirOwn = [
  ['node', node],
  ['python3', requests],
  ['ruby', ruby],
  ['php', php],
] as const;

const there = async (clients: readonly (readonly [string, ProofClient])[], env: NodeJS.ProcessEnv) => {
  const found = await Promise.all(clients.map(async ([program]) => (await which(program, env)) !== undefined));
  return clients.flatMap(([, client], index) => (found[index] === true ? [client] : []));
};

/**
 * The clients that read these stores: those of the system's, one for each database and JDK, the browsers themselves; and those
 * that have a list of roots of their own.
 */
export async function clientsOf(stores: readonly TrustStore[], env: NodeJS.ProcessEnv): Promise<ProofClient[]> {
  const system = stores.filter(({ kind }) => kind === 'system' || kind === 'keychain' || kind === 'windows');
  const ids = system.map(({ id }) => id);
  const ofSystem = system.length === 0 ? [] : [curl, openssl, python, ...(await there(ofSystemIfThere, env))];
  return [
    // "system" stands for whatever this platform's are.
    ...ofSystem.map((client) => ({
      ...client,
      about: client.about.flatMap((row) => (row === 'system' ? ids : [row])),
    })),
    ...stores.filter(({ kind }) => kind === 'nss').map(nss),
    ...stores.filter(({ kind }) => kind === 'java').map(java),
    ...(await browsersOf(stores, env)),
    ...(await there(ofTheirOwn, env)),
  ];
}

/** The rows of clients for a matrix: those of this machine, whichever stores there are. */
export async function clientRows(
  env: NodeJS.ProcessEnv,
): Promise<{ id: string; label: string; program: string; recipe: string }[]> {
  const known = [
    { id: 'client:node', label: 'Node.js', program: 'node', recipe: 'node' },
    { id: 'client:requests', label: 'Python requests', program: 'python3', recipe: 'python-requests' },
    { id: 'client:python', label: 'Python', program: 'python3', recipe: 'python-requests' },
    { id: 'client:curl', label: 'curl', program: 'curl', recipe: 'curl' },
    { id: 'client:wget', label: 'wget', program: 'wget', recipe: 'curl' },
    { id: 'client:git', label: 'git', program: 'git', recipe: 'git' },
    { id: 'client:openssl', label: 'OpenSSL', program: 'openssl', recipe: 'curl' },
    { id: 'client:ruby', label: 'Ruby', program: 'ruby', recipe: 'ruby' },
    { id: 'client:php', label: 'PHP', program: 'php', recipe: 'php' },
  ];
  const found = await Promise.all(known.map(({ program }) => which(program, env)));
  return known.flatMap((row, index) => {
    const program = found[index];
    return program === undefined ? [] : [{ ...row, program }];
  });
}
