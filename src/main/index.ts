import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, dialog, Menu, nativeTheme, session } from 'electron';
import { createKeychain } from '../core/keychain/keychain';
import { loadKeytar } from '../core/keychain/keytar';
import { createServices, type Services } from '../core/services';
import { dataFolder } from '../core/system/paths';
import { run } from '../core/system/run';
import type { EventData, EventName } from '../ipc/contract';
import type { ProxyView } from '../ipc/proxy-schemas';
import type { Settings } from '../ipc/settings-schemas';
import { AppWindow } from './app-window';
import { Arrivals, filesIn } from './arrivals';
import { Destinations } from './destinations';
import { createDialogs } from './dialogs';
import { createHandlers } from './handlers/create-handlers';
import { bindCalls, bindDrop, errorData, sendEvent, whenIdle } from './ipc';
import { keepWatch } from './keep-watch';
import { startsInBackground, wasOpenedAtLogin } from './login-item';
import { makeWatching, trayPictures } from './make-watching';
import { buildMenu } from './menu';
import { createPassphrasePrompt, type PassphrasePrompt } from './passphrase-prompt';
import { registerScheme, servePages } from './protocol';
import { ProxyKeeper } from './proxies';
import { utilityHost } from './proxy-host';
import { SavedPlaces } from './saved-places';
import { denyNavigation, denyNetwork, denyPermissions, refusedSwitch } from './security';
import { loadMainWindow, makeMainWindow, saveScreenshot } from './window';

const runningAsRoot = process.getuid?.() === 0;
const pages = join(__dirname, '../renderer');
const assets = join(__dirname, '../../assets');
const preload = (name: string) => join(__dirname, `../preload/${name}.js`);

/** In development the folder of the app stands among the arguments. */
const appPath = app.isPackaged ? undefined : app.getAppPath();
/** macOS may name files to open before the app is ready. */
const openedEarly: string[] = [];

let appWindow: AppWindow | undefined;
const window = () => appWindow?.current();
let quitting = false;
/** What waits for an open key is done then. */
let keyOpened: () => void = () => undefined;
/** How the proxies stand goes there too, once there is a tray. */
let proxiesChanged: (proxies: ProxyView[]) => void = () => undefined;
const send = <N extends EventName>(name: N, data: EventData<N>) => sendEvent(window(), name, data);

function main(): void {
  app.setName('Sealwax');
  // The id of the installer's shortcut (electron-builder.yml): Windows shows notifications of such apps only.
  app.setAppUserModelId('internal.sealwax.desktop');
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
  app.once('open-file', (event, path) => {
    event.preventDefault();
    openedEarly.push(path);
  });
  // Closing the window decides it (app-window.ts); without a listener the app would end with its last window.
  app.on('window-all-closed', () => undefined);
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
    parent: window,
    session: () => promptSession,
    preload: preload('prompt'),
    writeFile: (path, text) => services.unfinished.writeFile(path, text, 0o600, true),
  });
  const services: Services = await buildServices(prompt);
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
  const showWindow = () =>
    appWindow?.show().catch((error: unknown) => {
      const { message, hint } = errorData(error);
      void explain(message, hint);
    }) ?? Promise.resolve();
  const destinations = new Destinations({ tell: (destination) => send('destination', destination), showWindow });
  const { background, watching, tray } = makeWatching({
    ...{ services, destinations, showWindow, appPath },
    ...{ platform: process.platform, env: process.env, home: homedir() },
    explain: (message, hint) => void explain(message, hint),
    // What a list says of today is asked for anew.
    woke: () => send('certificates.changed', undefined),
    pictures: trayPictures(assets),
  });
  const keeper = new ProxyKeeper();
  appWindow = new AppWindow({
    // Known before its page runs: the first calls of the page come before its loading has ended.
    make: () => makeMainWindow({ preload: preload('window'), icon: iconPath(), stateFolder: app.getPath('userData') }),
    load: loadMainWindow,
    isQuitting: () => quitting,
    idle: async () => whenIdle(),
    staysOpen: async (current) => (await background.staysOpen(current)) || keeper.keepsRunning(current),
    closed: () => {
      listens = false;
      destinations.windowClosed();
      // Nobody sees any more that it is open to the network.
      void services.phone.stop();
    },
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
      dialogs: createDialogs(window),
      places: new SavedPlaces(),
      ask: prompt.ask,
      showSecret: prompt.show,
      takeArrived: () => {
        listens = true;
        return arrivals.takeWaiting();
      },
      background,
      destinations,
    }),
    window,
  );
  bindDrop(window, (paths) => void arrivals.take(paths));
  app.on('second-instance', (_event, argv, folder) => {
    const files = filesIn(argv, folder, appPath);
    void arrivals.take(files);
    // A start at login finds an app that runs already, and has nothing to show.
    if (files.length > 0 || !startsInBackground(argv)) void showWindow();
  });
  app.on('activate', () => void showWindow());
  app.on('open-file', (event, path) => {
    event.preventDefault();
    void arrivals.take([path]);
    void showWindow();
  });
  const files = [...openedEarly, ...filesIn(process.argv, process.cwd(), appPath)];
  void arrivals.take(files);
  Menu.setApplicationMenu(buildMenu(process.platform, (command) => send('command', command)));
  keyOpened = keepWatch({
    services,
    send,
    changed: () => watching.changed(),
    settingsChanged: (settings: Settings) => {
      send('settings.changed', settings);
      void background.apply(settings);
    },
  }).wake;
  proxiesChanged = (proxies) => {
    keeper.changed(proxies);
    void tray.showProxies(proxies);
  };
  keeper.start(services.lifecycle);
  app.on('before-quit', () => services.keys.lock());
  void background.apply(await services.settings.read());
  watching.start();
  if (files.length === 0 && (startsInBackground(process.argv) || wasOpenedAtLogin())) return;
  await appWindow.show();
  const screenshot = process.env.SEALWAX_SCREENSHOT;
  const shown = window();
  if (screenshot !== undefined && shown !== undefined) await saveScreenshot(shown, screenshot);
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
    keyChanged: (state) => {
      send('key.changed', state);
      if (state.state === 'open') keyOpened();
    },
    phoneChanged: (state) => send('phone.changed', state),
    proxies: {
      makeHost: utilityHost(join(__dirname, 'proxy-worker.js')),
      changed: (proxies) => {
        send('proxy.changed', proxies);
        proxiesChanged(proxies);
      },
      traffic: (traffic) => send('proxy.traffic', traffic),
    },
  });
}

/** macOS and Windows take the icon from the app's bundle; a Linux window carries its own. */
function iconPath(): string | undefined {
  return process.platform === 'linux' ? join(assets, 'icon-256.png') : undefined;
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

/** In a box of its own that leaves the window usable; `showErrorBox` would hold the whole process until it is closed. */
async function explain(message: string, hint: string | undefined): Promise<void> {
  const asked = {
    type: 'error' as const,
    message,
    ...(hint === undefined ? {} : { detail: hint }),
    buttons: ['Close'],
  };
  const parent = window();
  await (parent === undefined ? dialog.showMessageBox(asked) : dialog.showMessageBox(parent, asked));
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
