import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, Menu, nativeTheme, session } from 'electron';
import { watchDataFolder } from '../core/authority/watch';
import { createKeychain } from '../core/keychain/keychain';
import { loadKeytar } from '../core/keychain/keytar';
import { createServices, type Services } from '../core/services';
import { dataFolder } from '../core/system/paths';
import { run } from '../core/system/run';
import { watchPlaces } from '../core/trust/watch-places';
import type { EventData, EventName } from '../ipc/contract';
import { Arrivals, filesIn } from './arrivals';
import { watchClock } from './clock';
import { createDialogs } from './dialogs';
import { createHandlers } from './handlers/create-handlers';
import { bindCalls, bindDrop, errorData, sendEvent, whenIdle } from './ipc';
import { buildMenu } from './menu';
import { createPassphrasePrompt, type PassphrasePrompt } from './passphrase-prompt';
import { registerScheme, servePages } from './protocol';
import { SavedPlaces } from './saved-places';
import { denyNavigation, denyNetwork, denyPermissions, refusedSwitch } from './security';
import { loadMainWindow, makeMainWindow, saveScreenshot } from './window';

const runningAsRoot = process.getuid?.() === 0;
const pages = join(__dirname, '../renderer');
const preload = (name: string) => join(__dirname, `../preload/${name}.js`);

/** In development the folder of the app stands among the arguments. */
const appPath = app.isPackaged ? undefined : app.getAppPath();
/** macOS may name files to open before the app is ready. */
const openedEarly: string[] = [];

let window: BrowserWindow | undefined;
let quitting = false;
const send = <N extends EventName>(name: N, data: EventData<N>) => sendEvent(window, name, data);

function main(): void {
  app.setName('Sealwax');
  const refused = app.isPackaged ? refusedSwitch() : undefined;
  if (refused !== undefined) {
    process.stderr.write(
      `sealwax: error: --${refused} is refused: it would open the app to other programs or take its sandbox off.\n`,
    );
    app.exit(2);
    return;
  }
  // Chromium's sandbox cannot work for root; scripts/start.mjs passes --no-sandbox then, and says so.
  if (!runningAsRoot) app.enableSandbox();
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  registerScheme();
  denyNavigation();
  app.on('second-instance', focusWindow);
  app.once('open-file', (event, path) => {
    event.preventDefault();
    openedEarly.push(path);
  });
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', finishFirst);
  app.whenReady().then(start).catch(explainAndQuit);
}

async function start(): Promise<void> {
  const promptSession = session.fromPartition('passphrase');
  for (const each of [session.defaultSession, promptSession]) {
    denyPermissions(each);
    denyNetwork(each);
    servePages(each, pages);
  }
  const prompt = createPassphrasePrompt({
    parent: () => window,
    session: () => promptSession,
    preload: preload('prompt'),
  });
  const services = await buildServices(prompt);
  // Before its first call for them the page does not listen, and an event would be lost.
  let listens = false;
  const arrivals = new Arrivals({
    opened: services.opened,
    tell: (arrived) => {
      if (listens) send('files.arrived', arrived);
      return listens;
    },
    explain: (message, hint) => void explain(message, hint),
  });
  nativeTheme.themeSource = (await services.settings.read()).theme;
  bindCalls(
    createHandlers({
      services,
      send,
      applyTheme: (theme) => {
        nativeTheme.themeSource = theme;
      },
      sandboxed: !runningAsRoot && !app.commandLine.hasSwitch('no-sandbox'),
      notices: runningAsRoot
        ? ['Sealwax runs as root, so Chromium’s sandbox is off. Run it as a normal user instead.']
        : [],
      dialogs: createDialogs(() => window),
      places: new SavedPlaces(),
      ask: prompt.ask,
      showSecret: prompt.show,
      takeArrived: () => {
        listens = true;
        return arrivals.takeWaiting();
      },
    }),
    () => window,
  );
  bindDrop(
    () => window,
    (paths) => void arrivals.take(paths),
  );
  app.on('second-instance', (_event, argv, folder) => void arrivals.take(filesIn(argv, folder, appPath)));
  app.on('open-file', (event, path) => {
    event.preventDefault();
    void arrivals.take([path]);
  });
  void arrivals.take([...openedEarly, ...filesIn(process.argv, process.cwd(), appPath)]);
  Menu.setApplicationMenu(buildMenu(process.platform, (command) => send('command', command)));
  watchDataFolder(services.dir, (what) => {
    if (what === 'settings') void services.settings.read().then((settings) => send('settings.changed', settings));
    else send(`${what}.changed`, undefined);
  });
  watchPlaces(services.places, () => send('trust.changed', undefined));
  watchClock(services.certificates, () => send('clock.changed', undefined));
  app.on('before-quit', () => services.keys.lock());
  // Known before its page runs: the first calls of the page come before its loading has ended.
  window = makeMainWindow({ preload: preload('window'), icon: iconPath(), stateFolder: app.getPath('userData') });
  window.on('close', (event) => {
    if (!quitting) finishFirst(event);
  });
  await loadMainWindow(window);
  const screenshot = process.env.SEALWAX_SCREENSHOT;
  if (screenshot !== undefined && !window.isDestroyed()) await saveScreenshot(window, screenshot);
}

function buildServices(prompt: PassphrasePrompt): Promise<Services> {
  return createServices({
    dir: dataFolder({ platform: process.platform, env: process.env, home: homedir() }),
    platform: process.platform,
    env: process.env,
    home: homedir(),
    who: 'window',
    run,
    keychain: createKeychain(loadKeytar),
    ask: prompt.ask,
    askStorePassword: prompt.ask,
    now: () => new Date(),
    random: randomBytes,
    keyChanged: (state) => send('key.changed', state),
    phoneChanged: (state) => send('phone.changed', state),
  });
}

/** macOS and Windows take the icon from the app's bundle; a Linux window carries its own. */
function iconPath(): string | undefined {
  return process.platform === 'linux' ? join(__dirname, '../../assets/icon-256.png') : undefined;
}

/** Work on a trust store is finished before the app ends: half of it would leave somebody else's entry out. */
function finishFirst(event: { preventDefault(): void }): void {
  const idle = whenIdle();
  if (idle === undefined) {
    quitting = true;
    return;
  }
  event.preventDefault();
  void idle.then(() => app.quit());
}

function focusWindow(): void {
  const [first] = BrowserWindow.getAllWindows();
  if (first === undefined) return;
  if (first.isMinimized()) first.restore();
  first.focus();
}

/** In a box of its own that leaves the window usable; `showErrorBox` would hold the whole process until it is closed. */
async function explain(message: string, hint: string | undefined): Promise<void> {
  const asked = {
    type: 'error' as const,
    message,
    ...(hint === undefined ? {} : { detail: hint }),
    buttons: ['Close'],
  };
  await (window === undefined || window.isDestroyed()
    ? dialog.showMessageBox(asked)
    : dialog.showMessageBox(window, asked));
}

/** A start that fails says why in a window, never only on a terminal that nobody sees. */
function explainAndQuit(error: unknown): void {
  if (quitting) return;
  const { message, hint } = errorData(error);
  process.stderr.write(`sealwax: error: ${message}\n${hint === undefined ? '' : `hint: ${hint}\n`}`);
  if (errorData(error).code === 'internal') process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`);
  dialog.showErrorBox('Sealwax cannot start', hint === undefined ? message : `${message}\n\n${hint}`);
  app.exit(1);
}

main();
