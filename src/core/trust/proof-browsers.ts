import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from '../system/run';
import { type Answer, failed, notRun, type ProofClient, type ProofTarget, passed } from './proof-client';
import type { TrustStore } from './trust-store';

/** A browser starts in two to five seconds here (milliseconds). */
const browserMs = 30_000;

/** What a browser says by hanging up: RFC 8446 section 6.2, as OpenSSL names it. */
function verdict(name: string, { seen }: ProofTarget, ran: Awaited<ReturnType<Run>>): Answer {
  const { opened, alerts } = seen();
  if (opened) return passed('The page was opened by the browser itself.');
  const alert = alerts.find((each) => /certificate|unknown ca/i.test(each));
  if (alert !== undefined) return failed(`${name} refused the certificate (${alert}).`);
  if (ran.missing) return notRun(`${name} is not installed.`);
  // Neither opened nor refused: a browser without a display, a policy, a sandbox that may not start. That says nothing of the store.
  return notRun(`${name} could not be started for the check${ran.timedOut ? ' within its time limit' : ''}.`);
}

/** Runs a browser until the server has its answer, and then ends it. */
async function runBrowser(target: ProofTarget, program: string, args: string[], env: NodeJS.ProcessEnv) {
  const controller = new AbortController();
  void target.settled.then(() => controller.abort());
  return target.run(program, args, { timeoutMs: browserMs, env, signal: controller.signal });
}

/** A Chromium with an empty profile of its own, in the person's home, whose database it reads. The person's profile is not touched. */
export function chromium(store: TrustStore, program: string, name: string): ProofClient {
  return {
    id: `browser:${program}`,
    label: `${name} itself`,
    about: [store.id, 'client:chromium'],
    counts: true,
    async open(target) {
      const profile = await mkdtemp(join(tmpdir(), 'sealwax-chromium-'));
      try {
        const args = [
          '--headless',
          // Chromium refuses to start as root with its sandbox; what it opens is our own page.
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--no-proxy-server',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          '--password-store=basic',
          `--user-data-dir=${profile}`,
          '--dump-dom',
          `https://localhost:${target.port}/`,
        ];
        return verdict(name, target, await runBrowser(target, program, args, target.env));
      } finally {
        await removeFolder(profile);
      }
    },
  };
}

/** Nothing is fetched, asked or shown but the one page. */
const firefoxPreferences = `
user_pref("app.normandy.enabled", false);
user_pref("app.update.auto", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("network.proxy.type", 0);
user_pref("extensions.update.enabled", false);
user_pref("toolkit.telemetry.enabled", false);
`;

/**
 * Firefox with a throw-away profile that has a copy of this profile's databases: the person's may be in use, and stays as it is. A
 * copy of a key database is as private as the folder that it lies in, and goes with it.
 */
export function firefox(store: TrustStore, program: string): ProofClient {
  return {
    id: `browser:${store.location}`,
    label: `${store.label}, with Firefox itself`,
    about: [store.id, 'client:firefox'],
    counts: true,
    async open(target) {
      const profile = await mkdtemp(join(tmpdir(), 'sealwax-firefox-'));
      try {
        for (const name of ['cert9.db', 'key4.db', 'pkcs11.txt']) {
          await copyFile(join(store.location, name), join(profile, name)).catch(() => undefined);
        }
        await writeFile(join(profile, 'user.js'), firefoxPreferences);
        const args = ['--headless', '--no-remote', '--profile', profile, '--screenshot', join(profile, 'page.png')];
        const env = { ...target.env, MOZ_DISABLE_AUTO_SAFE_MODE: '1', MOZ_CRASHREPORTER_DISABLE: '1' };
        const ran = await runBrowser(target, program, [...args, `https://localhost:${target.port}/`], env);
        return verdict('Firefox', target, ran);
      } finally {
        await removeFolder(profile);
      }
    },
  };
}

/** A browser that was ended may still be writing for a moment. */
const removeFolder = (folder: string) =>
  rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined);
