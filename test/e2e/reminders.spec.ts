import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ElectronApplication, _electron as electron, expect, type Page, test } from '@playwright/test';
import { call, makeRoot } from '../support/calls';
import { appUnderTest, type Desktop, startDesktop } from '../support/desktop';
import { DesktopServices } from '../support/desktop-services';
import { answerDialogs, askedDialogs } from '../support/main-dialogs';

// A desktop with a notification server and a tray, both real services on the session's bus: what they say is what a person would see.
let desktop: Desktop;
let services: DesktopServices;
let app: ElectronApplication;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  desktop = await startDesktop({
    prepare: async (session) => {
      services = await DesktopServices.start(session);
    },
  });
  app = desktop.app;
  await makeRoot(desktop.window);
  // What renews itself is told by nobody.
  await call(desktop.window, 'settings.set', { renewAutomatically: false });
  await call(desktop.window, 'certificates.issue', { names: ['app.test'], validity: { kind: 'days', days: 100 } });
});
test.afterAll(async () => {
  await desktop.end();
});

const windows = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

/** Closes the window as its button does, and waits until it is gone. */
async function closeWindow(): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(windows).toBe(0);
}

/** The window that this opens. */
async function windowOf(work: () => Promise<unknown>): Promise<Page> {
  const [window] = await Promise.all([app.waitForEvent('window'), work()]);
  return window;
}

/** The machine sleeps over so many more days and wakes up. */
const sleep = (days: number) =>
  app.evaluate(({ powerMonitor }, ms) => {
    const RealDate = Date;
    class LaterDate extends RealDate {
      constructor(...args: [] | [number]) {
        super(...((args.length === 0 ? [RealDate.now() + ms] : args) as [number]));
      }
      static override now = () => RealDate.now() + ms;
    }
    globalThis.Date = LaterDate as DateConstructor;
    powerMonitor.emit('resume');
  }, days * 86_400_000);

/** Another start of the app in the same session, to its end. */
async function startAgain(...args: string[]): Promise<number | null> {
  const { executablePath, args: usual } = appUnderTest();
  const child = spawn(executablePath, [...usual, ...args], { env: desktop.session.env, stdio: 'ignore' });
  return new Promise((done) => child.once('close', done));
}

const detail = (window: Page) => window.getByRole('complementary', { name: 'Certificate' });

test('the tray has an icon, its state in words, and a menu with what ends next', async () => {
  await services.itemRegistered();
  await expect
    .poll(async () => (await services.item()).tooltip)
    .toMatch(/^Sealwax: all is well\. Next, app\.test expires in \d+ days/);
  const menu = await services.menu();
  expect(menu.filter(({ separator }) => !separator).map(({ label }) => label)).toEqual([
    expect.stringMatching(/^Sealwax: all is well/),
    expect.stringMatching(/^app\.test expires in \d+ days/),
    expect.stringMatching(/^Test CA expires in \d+ days/),
    'New Certificate…',
    'Lock All Keys',
    'Open Sealwax',
    'Quit Sealwax',
  ]);
});

test('closing the window explains once that the app keeps watching, and it does', async () => {
  // This one renews itself: it is told by nobody, and is renewed without a window (below).
  const validity = { kind: 'days' as const, days: 100 };
  const { id } = await call(desktop.window, 'certificates.issue', { names: ['auto.test'], validity });
  await call(desktop.window, 'renewal.setWish', { id, wish: 'on' });
  await answerDialogs(app, { box: ['Keep Watching'] });
  await closeWindow();
  expect((await askedDialogs(app)).map(({ message }) => message)).toEqual(['Sealwax keeps watching']);
  expect(app.process().exitCode).toBeNull();
});

test('a reminder comes after a sleep, without a window, and a click shows the certificate', async () => {
  const calm = await services.item();
  await sleep(72);
  const shown = await services.notification(0);
  expect(shown.title).toBe('app.test expires soon');
  expect(shown.body).toMatch(/^It expires in 27 days \(/);
  const window = await windowOf(() => services.press(shown.id));
  await expect(detail(window)).toContainText('app.test');
  await expect.poll(async () => (await services.item()).tooltip).toBe('Sealwax: 1 expires soon.');
  expect((await services.item()).pixels).not.toEqual(calm.pixels);
  // What was due on the same day was renewed while no window was open, and the history says by whom.
  const renewed = (await call(window, 'certificates.list', undefined)).filter(({ renews }) => renews !== undefined);
  expect(renewed.map(({ commonName }) => commonName)).toEqual(['auto.test']);
  const { entries } = await call(window, 'activity.page', { search: renewed[0]?.id ?? '', limit: 50 });
  expect(entries.map(({ who }) => who)).toContain('automatic');
  // Told: neither another look nor another sleep says it again.
  await sleep(2);
  await expect.poll(async () => (await services.menu())[2]?.label).toMatch(/^app\.test expires in 25 days/);
  expect(services.notifications).toHaveLength(1);
});

test('the menu of the tray opens what it names, also where the window is closed', async () => {
  await closeWindow();
  expect(await askedDialogs(app)).toEqual([]);
  const window = await windowOf(() => services.click('New Certificate'));
  await expect(window.getByRole('dialog', { name: 'New certificate' })).toBeVisible();
  await services.click('Test CA');
  await expect(window.getByRole('heading', { level: 1, name: 'Authorities' })).toBeVisible();
  await expect(window.getByRole('dialog')).toHaveCount(0);
  await services.click('app.test');
  await expect(detail(window)).toContainText('app.test');
  await call(window, 'key.unlock', {});
  expect((await call(window, 'key.state', {})).state).toBe('open');
  await services.click('Lock All Keys');
  await expect.poll(async () => (await call(window, 'key.state', {})).state).toBe('locked');
});

test('a second start shows the window again, and one at login does not', async () => {
  await closeWindow();
  expect(await startAgain('--background')).toBe(0);
  expect(await windows()).toBe(0);
  const window = await windowOf(() => startAgain());
  await expect(window.getByRole('navigation', { name: 'Sections' })).toBeVisible();
});

test('starting at login is a file of the desktop, made and removed by the setting', async () => {
  const [window] = app.windows() as [Page];
  const file = join(desktop.session.home, '.config/autostart/sealwax.desktop');
  await window.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Settings' }).click();
  const box = window.getByRole('checkbox', { name: 'Start at login, without a window' });
  await box.check();
  await expect.poll(() => existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toContain(`Exec=${app.process().spawnfile}`);
  expect(readFileSync(file, 'utf8')).toMatch(/^Exec=.* --background$/m);
  await box.uncheck();
  await expect.poll(() => existsSync(file)).toBe(false);
});

test('Quit in the tray ends the app, and a start in the background has a tray and no window', async () => {
  const ended = new Promise((done) => app.process().once('exit', done));
  await services.click('Quit Sealwax');
  expect(await ended).toBe(0);
  const { executablePath, args } = appUnderTest();
  app = await electron.launch({
    executablePath,
    args: [...args, '--background'],
    env: desktop.session.env,
    chromiumSandbox: process.getuid?.() !== 0,
  });
  desktop.app = app;
  await services.itemRegistered(2);
  await expect.poll(async () => (await services.menu()).length).toBeGreaterThan(5);
  expect(await windows()).toBe(0);
  const window = await windowOf(() => services.click('Open Sealwax'));
  await expect(window.getByRole('navigation', { name: 'Sections' })).toBeVisible();
});

test('where a desktop has neither tray nor notifications, closing the window ends the app', async () => {
  const bare = await startDesktop();
  try {
    await makeRoot(bare.window);
    expect(await call(bare.window, 'reminders.state', undefined)).toMatchObject({ tray: false, background: false });
    expect(await call(bare.window, 'reminders.showTest', undefined)).toEqual({ shown: false });
    const ended = new Promise((done) => bare.app.process().once('exit', done));
    await bare.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    expect(await ended).toBe(0);
  } finally {
    await bare.end();
  }
});
