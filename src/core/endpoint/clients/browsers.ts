import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunResult } from '../../system/run';
import { which } from '../../system/which';
import { type AskedTarget, accepted, type InspectClient, notHere, refused, type Said } from './client';
import type { Relay } from './relay';

/** A browser starts in two to five seconds on a slow machine (milliseconds). */
const browserMs = 40_000;
/** What a browser may still say about why it refused (milliseconds). */
const graceMs = 5_000;

type MakeRelay = () => Promise<Relay>;

const chromiums: readonly (readonly [program: string, name: string])[] = [
  ['chromium', 'Chromium'],
  ['chromium-browser', 'Chromium'],
  ['google-chrome', 'Google Chrome'],
  ['brave-browser', 'Brave'],
  ['microsoft-edge', 'Microsoft Edge'],
];

const withFolder = async (prefix: string, work: (folder: string) => Promise<Said>): Promise<Said> => {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  try {
    return await work(folder);
  } finally {
    // A browser that was ended may still be writing for a moment.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined);
  }
};

/** Runs a browser until it has gone on, or has refused and said why. */
async function open(asked: AskedTarget, relay: Relay, program: string, args: readonly string[], env = asked.env) {
  const controller = new AbortController();
  const stop = () => controller.abort();
  asked.signal?.addEventListener('abort', stop, { once: true });
  let grace: NodeJS.Timeout | undefined;
  void relay.settled().then(() => {
    grace = setTimeout(stop, relay.overheard().spoke ? 0 : graceMs);
  });
  try {
    return await asked.run(program, args, { timeoutMs: browserMs, env, signal: controller.signal });
  } finally {
    clearTimeout(grace);
    asked.signal?.removeEventListener('abort', stop);
  }
}

function verdict(name: string, relay: Relay, ran: RunResult, why: string | undefined): Said {
  const { spoke, complained } = relay.overheard();
  if (why !== undefined && !spoke) return refused(why);
  if (spoke) return accepted('It opened the page.');
  if (complained) return refused(`${name} ended the handshake because of the certificate.`);
  if (ran.missing) return notHere(`${name} is not installed.`);
  // Neither opened nor refused: no display, a policy, a sandbox that may not start.
  return notHere(`${name} could not be started for the check.`);
}

/** The real browser with an empty profile of its own, in the person's home, whose database of roots it reads. */
export async function chromium(env: NodeJS.ProcessEnv, makeRelay: MakeRelay): Promise<InspectClient> {
  let found: readonly [string, string] | undefined;
  for (const each of chromiums) if (found === undefined && (await which(each[0], env)) !== undefined) found = each;
  const name = found?.[1] ?? 'Chromium';
  return {
    id: 'chromium',
    label: `${name} itself`,
    roots: 'own',
    async ask(asked) {
      const { target } = asked;
      if (found === undefined) return notHere('No Chromium is installed.');
      if (target.start !== 'tls') return notHere('A browser does not speak this protocol.');
      const [program] = found;
      const relay = await makeRelay();
      return withFolder('sealwax-chromium-', async (profile) => {
        const args = [
          '--headless',
          // Chromium refuses to start as root with its sandbox.
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
          ...['--disable-component-update', '--disable-sync', '--password-store=basic', '--disable-extensions'],
          // It says there why it refused.
          '--enable-logging=stderr',
          // By the relay alone, for loopback names too: nothing else can be reached.
          ...[`--proxy-server=http://127.0.0.1:${relay.port}`, '--proxy-bypass-list=<-loopback>'],
          ...[`--user-data-dir=${profile}`, '--dump-dom', pageOf(target)],
        ];
        const ran = await open(asked, relay, program, args);
        return verdict(name, relay, ran, /ERR_(?:CERT|SSL|BAD_SSL)_[A-Z_]+/.exec(ran.stderr)?.[0]);
      });
    },
  };
}

/** Nothing is fetched, asked or shown but the one page. */
const firefoxPreferences = (port: number) => `
user_pref("app.normandy.enabled", false);
user_pref("app.update.auto", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", ${port});
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", ${port});
user_pref("network.proxy.no_proxies_on", "");
user_pref("network.proxy.allow_hijacking_localhost", true);
user_pref("extensions.update.enabled", false);
user_pref("toolkit.telemetry.enabled", false);
`;

/** Firefox with a throw-away profile that has a copy of the databases of the person's own, which stays as it is. */
export const firefox = (profileFolder: () => Promise<string | undefined>, makeRelay: MakeRelay): InspectClient => ({
  id: 'firefox',
  label: 'Firefox itself',
  roots: 'own',
  async ask(asked) {
    const { target, env } = asked;
    if (target.start !== 'tls') return notHere('A browser does not speak this protocol.');
    const program = (await which('firefox', env)) ?? (await which('firefox-esr', env));
    if (program === undefined) return notHere('No Firefox is installed.');
    const relay = await makeRelay();
    return withFolder('sealwax-firefox-', async (profile) => {
      const own = await profileFolder();
      for (const name of own === undefined ? [] : ['cert9.db', 'key4.db', 'pkcs11.txt']) {
        await copyFile(join(own as string, name), join(profile, name)).catch(() => undefined);
      }
      await writeFile(join(profile, 'user.js'), firefoxPreferences(relay.port));
      const args = ['--headless', '--no-remote', '--profile', profile, '--screenshot', join(profile, 'page.png')];
      const quiet = { ...env, MOZ_DISABLE_AUTO_SAFE_MODE: '1', MOZ_CRASHREPORTER_DISABLE: '1' };
      return verdict('Firefox', relay, await open(asked, relay, program, [...args, pageOf(target)], quiet), undefined);
    });
  },
});

function pageOf({ serverName, host, port }: AskedTarget['target']): string {
  const name = serverName ?? host;
  return `https://${name.includes(':') ? `[${name}]` : name}:${port}/`;
}
