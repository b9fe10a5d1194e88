import { writeFile } from 'node:fs/promises';
import { BrowserWindow, nativeTheme } from 'electron';
import { windowPage } from './origin';
import { pagePreferences } from './security';
import { readWindowState, rememberWindowState } from './window-state';

/** The two page colours, so that no white flash comes before the first paint. */
const background = { light: '#f6f6f4', dark: '#17181b' };

export interface MainWindowOptions {
  preload: string;
  icon: string | undefined;
  /** Where the window's size and place are remembered. */
  stateFolder: string;
}

/** Makes the window; `loadMainWindow` fills it, once the calls of its page can be answered. */
export function makeMainWindow({ preload, icon, stateFolder }: MainWindowOptions): BrowserWindow {
  const { maximized, width, height, x, y } = readWindowState(stateFolder);
  const window = new BrowserWindow({
    width,
    height,
    ...(x === undefined || y === undefined ? {} : { x, y }),
    minWidth: 800,
    minHeight: 560,
    title: 'Sealwax',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    ...(icon === undefined ? {} : { icon }),
    webPreferences: { ...pagePreferences, preload },
  });
  if (maximized) window.maximize();
  rememberWindowState(window, stateFolder);
  window.once('ready-to-show', () => window.show());
  return window;
}

/** Loads the page. A window that was closed meanwhile is no failure: its owner changed their mind. */
export async function loadMainWindow(window: BrowserWindow): Promise<void> {
  try {
    await window.loadURL(windowPage);
  } catch (error) {
    if (!window.isDestroyed()) throw error;
  }
}

/** How long the first screen gets to read its data before a picture of it is taken (milliseconds). */
const settleMs = 1500;

/** Writes a picture of the window, for a person on a machine without a display (see scripts/start.mjs). */
export async function saveScreenshot(window: BrowserWindow, path: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const image = await window.webContents.capturePage();
  await writeFile(path, image.toPNG(), { mode: 0o600 });
}
