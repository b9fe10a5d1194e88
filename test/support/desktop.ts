import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test';
import { type KeychainKind, startSession, type TestSession } from './session';

const root = resolve(__dirname, '../..');

/** What to drive: the packaged app of the test flavour where there is one, else the built app on the Electron at hand. */
export interface AppUnderTest {
  executablePath: string;
  args: string[];
}

export function appUnderTest(): AppUnderTest {
  const packaged = process.env.SEALWAX_PACKAGED_APP;
  if (packaged !== undefined) return { executablePath: packaged, args: [] };
  const dist = process.env.SEALWAX_ELECTRON_DIST;
  if (dist === undefined)
    throw new Error('SEALWAX_ELECTRON_DIST is not set: run the end-to-end tests by `npm test -- e2e`.');
  return { executablePath: join(dist, 'electron'), args: [root] };
}

export interface Desktop {
  session: TestSession;
  app: ElectronApplication;
  window: Page;
  /** Everything the app printed. */
  output: () => string;
  /** Closes the app and starts it again in the same session, with files to open, as a double click on them does. */
  restart(files?: readonly string[]): Promise<void>;
  /** Kills the app as a power cut would. */
  kill(): Promise<void>;
  end(): Promise<void>;
}

export interface DesktopOptions {
  keychain?: KeychainKind;
  env?: Record<string, string>;
  /** A home whose path reads well, in pictures; made and removed by the session. */
  home?: string;
  /** Done before the app starts: files in its home, say. */
  prepare?: (session: TestSession) => Promise<void>;
}

/** Starts the real app in a session of its own, with Chromium's sandbox on. */
export async function startDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  const session = await startSession(options.keychain ?? 'unlocked', options.home);
  await options.prepare?.(session);
  let output = '';
  const launch = async (files: readonly string[] = []) => {
    const { executablePath, args } = appUnderTest();
    const app = await electron.launch({
      executablePath,
      args: [...args, ...files],
      env: { ...session.env, ...options.env },
      chromiumSandbox: process.getuid?.() !== 0,
      timeout: 60_000,
    });
    const child = app.process();
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stderr?.on('data', (chunk) => {
      output += String(chunk);
    });
    return app;
  };
  const desktop: Desktop = {
    session,
    app: await launch(),
    window: undefined as unknown as Page,
    output: () => output,
    restart: async (files) => {
      await desktop.app.close();
      await start(files);
    },
    kill: async () => {
      const child = desktop.app.process();
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await gone;
    },
    end: async () => {
      try {
        await closeWithin(desktop.app, 20_000);
      } finally {
        await session.end();
      }
    },
  };
  const start = async (files?: readonly string[]) => {
    desktop.app = await launch(files);
    desktop.window = await desktop.app.firstWindow();
  };
  try {
    desktop.window = await desktop.app.firstWindow();
  } catch (error) {
    desktop.app.process().kill('SIGKILL');
    await session.end();
    throw new Error(`the app showed no window; it printed:\n${output}`, { cause: error });
  }
  return desktop;
}

/** Quits the app as its menu does; one that does not end in its time is killed, and the test fails. */
async function closeWithin(app: ElectronApplication, limitMs: number): Promise<void> {
  const child = app.process();
  if (child.exitCode !== null || child.signalCode !== null) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error('the app did not quit when told to'));
    }, limitMs);
  });
  await Promise.race([app.close(), late]).finally(() => clearTimeout(timer));
}

/** The data folder of a session. */
export const dataFolder = (session: TestSession) => join(session.home, '.local/share/sealwax');

/** A Firefox profile folder as Firefox makes it, named in profiles.ini; NSS databases come when somebody needs them. */
export async function addFirefoxProfile(home: string, name = 'default-release'): Promise<string> {
  const folder = join(home, '.mozilla/firefox');
  const profile = join(folder, `abcd1234.${name}`);
  await mkdir(profile, { recursive: true, mode: 0o700 });
  await writeFile(
    join(folder, 'profiles.ini'),
    `[Profile0]\nName=${name}\nIsRelative=1\nPath=abcd1234.${name}\nDefault=1\n\n[General]\nStartWithLastProfile=1\nVersion=2\n`,
  );
  execFileSync('certutil', ['-N', '--empty-password', '-d', `sql:${profile}`]);
  return profile;
}

/** The NSS database that Chromium reads. */
export async function addChromiumDatabase(home: string): Promise<string> {
  const folder = join(home, '.pki/nssdb');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  execFileSync('certutil', ['-N', '--empty-password', '-d', `sql:${folder}`]);
  return folder;
}

/** Waits until a dialog has come to rest; a spinner never does, so not for long. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.race([
      Promise.allSettled(document.getAnimations().map((each) => each.finished)),
      new Promise((done) => setTimeout(done, 400)),
    ]).then(() => undefined),
  );
}

/** Where pictures for people go; only when a run asks for them. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SEALWAX_PICTURES;
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await settled(page);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

export const readIfThere = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
