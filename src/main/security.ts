import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, type Session } from 'electron';
import { isOurHost } from './origin';

/** Switches that would open the app to a debugger or take its sandbox off; a release refuses to start with them. */
const refusedSwitches = [
  'no-sandbox',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'inspect',
  'inspect-brk',
  'js-flags',
  'load-extension',
];

/**
 * Packaged for the test driver, which needs a debugger. It is written inside of the archive (scripts/package.mjs), so that no
 * variable can turn a release into it.
 */
function isTestFlavour(): boolean {
  const { flavour } = JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8')) as { flavour?: string };
  return flavour === 'test';
}

/** The first switch on the command line that a release does not start with, or undefined. */
export function refusedSwitch(): string | undefined {
  // Chromium's sandbox cannot work for root, who therefore may say so.
  const root = process.getuid?.() === 0;
  return isTestFlavour()
    ? undefined
    : refusedSwitches.find((name) => app.commandLine.hasSwitch(name) && !(root && name === 'no-sandbox'));
}

/** No permission is granted, whatever a page asks for (Electron's security checklist, item 5). */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** The pages are local; a request to anywhere else is a fault or an attack, and is stopped (checklist, item 1). */
export function denyNetwork(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    const allowed =
      details.url.startsWith('app://sealwax/') ||
      details.url.startsWith('devtools://') ||
      details.url.startsWith('data:');
    answer({ cancel: !allowed });
  });
}

/** No page goes anywhere, opens anything, or embeds anything (checklist, items 11 to 14). */
export function denyNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    let home: string | undefined;
    contents.on('will-navigate', (event, url) => {
      // Loading itself again is all that a page may do.
      if (url !== home) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    // about:blank commits without asking anybody; a page that got there is brought back to where it was.
    contents.on('did-navigate', (_navigation, url) => {
      if (home === undefined && isOurHost(new URL(url))) home = url;
      else if (home !== undefined && url !== home) void contents.loadURL(home);
    });
  });
}

/** What every page of ours runs with; the defaults of Electron are said aloud, since the tests read them. */
export const pagePreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  // Copies of what was typed would stay in memory for longer than needed.
  enableWebSQL: false,
} as const;
