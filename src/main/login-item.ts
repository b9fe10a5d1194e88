import { app } from 'electron';
import type { Autostart } from '../core/reminders/autostart';
import type { WatchState } from '../ipc/reminders-schemas';

/** Told to a start at login: no window. */
export const backgroundSwitch = 'background';

export interface LoginItem {
  state: () => Promise<WatchState['startAtLogin']>;
  /** Throws `read-only`, `disk-full`. */
  set: (on: boolean) => Promise<void>;
}

export interface LoginItemOptions {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** The file of desktops that follow XDG; used on Linux. */
  autostart: Autostart;
  /** In development the folder of the app, which the electron program is given. */
  appPath: string | undefined;
}

/** Starting at login: by the system's own list on macOS and Windows, by a file in the person's folder on Linux. */
export function createLoginItem({ platform, env, autostart, appPath }: LoginItemOptions): LoginItem {
  const args = [...(appPath === undefined ? [] : [appPath]), `--${backgroundSwitch}`];
  if (platform !== 'linux') {
    return {
      // Windows finds its entry by the same arguments; macOS has one entry an app and passes none.
      state: async () => (app.getLoginItemSettings({ args }).openAtLogin ? 'on' : 'off'),
      set: async (on) => app.setLoginItemSettings({ openAtLogin: on, args }),
    };
  }
  // An AppImage runs from a place that is another each time; its own file is named here.
  const program = env.APPIMAGE ?? process.execPath;
  return {
    state: () => autostart.state(),
    set: (on) => (on ? autostart.turnOn([program, ...args]) : autostart.turnOff()),
  };
}

/** Whether a start with these arguments is to show no window. */
export const startsInBackground = (argv: readonly string[]): boolean => argv.includes(`--${backgroundSwitch}`);

/** macOS passes no arguments to what it starts at login, and says this instead; false elsewhere. */
export const wasOpenedAtLogin = (): boolean =>
  process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
