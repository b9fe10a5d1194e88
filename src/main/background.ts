import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import { keepsWatching } from '../core/reminders/watch-rules';
import type { SettingsFile } from '../core/settings';
import type { WatchState } from '../ipc/reminders-schemas';
import type { Settings } from '../ipc/settings-schemas';
import type { LoginItem } from './login-item';
import { canNotify } from './notifications';
import type { AppTray } from './tray';

export interface BackgroundOptions {
  settings: SettingsFile;
  tray: AppTray;
  loginItem: LoginItem;
  /** The folder of `Notes`. */
  stateFolder: string;
}

/** What is remembered of this machine, beside the window's place. */
interface Notes {
  /** Watching was explained. */
  explained?: boolean;
  /** The entry at login is ours. */
  registered?: boolean;
}

/** Life without a window: whether there is one, what was said about it, and how it begins. */
export class Background {
  constructor(private readonly options: BackgroundOptions) {}

  async state(): Promise<WatchState> {
    const { settings, tray, loginItem } = this.options;
    const [{ background }, shows, startAtLogin] = await Promise.all([
      settings.read(),
      tray.hasHost(),
      loginItem.state(),
    ]);
    return { notifications: canNotify(), tray: shows, background: keepsWatching(background, shows), startAtLogin };
  }

  /** Whether the app goes on after this window. The first time it is said, with the choice to quit for good. */
  async staysOpen(window: BrowserWindow): Promise<boolean> {
    const { settings, tray } = this.options;
    const [{ background }, shows] = await Promise.all([settings.read(), tray.hasHost()]);
    if (!keepsWatching(background, shows)) return false;
    if (this.notes().explained === true) return true;
    const { response } = await dialog.showMessageBox(window, {
      type: 'info',
      message: 'Sealwax keeps watching',
      detail: `Without its window it goes on reminding you of certificates that expire. ${
        shows ? 'You find it in the tray, where you can also quit it.' : 'Start it again to see its window.'
      } Settings has this choice.`,
      buttons: ['Keep Watching', 'Quit Sealwax'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    await this.note({ explained: true });
    if (response !== 1) return true;
    // A choice that cannot be kept is asked for again; quitting is done all the same.
    await settings.change({ background: 'off' }).catch(() => undefined);
    return false;
  }

  /** Registers the app for login, or takes it out, and keeps the choice. Throws `read-only`, `disk-full`, `busy`. */
  async setStartAtLogin(on: boolean): Promise<WatchState> {
    await this.register(on);
    await this.options.settings.change({ startAtLogin: on });
    return this.state();
  }

  /**
   * Brings the desktop in line with the settings, which the command line may have changed. What the desktop's own settings turned
   * off stays off, and an entry that somebody else made stays. It does not throw: it is tried again at the next start.
   */
  async apply({ startAtLogin }: Pick<Settings, 'startAtLogin'>): Promise<void> {
    try {
      const { loginItem } = this.options;
      const { registered } = this.notes();
      if (startAtLogin && (await loginItem.state()) !== 'off-by-desktop') await this.register(true);
      else if (!startAtLogin && registered === true) await this.register(false);
    } catch (error) {
      process.stderr.write(`sealwax: starting at login: ${error instanceof Error ? error.message : 'unknown error'}\n`);
    }
  }

  private async register(on: boolean): Promise<void> {
    await this.options.loginItem.set(on);
    if (this.notes().registered !== on) await this.note({ registered: on });
  }

  private file(): string {
    return join(this.options.stateFolder, 'background.json');
  }

  private notes(): Notes {
    try {
      return JSON.parse(readFileSync(this.file(), 'utf8')) as Notes;
    } catch {
      return {};
    }
  }

  /** A convenience: on a disk that cannot be written something is said twice. */
  private note(more: Notes): Promise<void> {
    return writeFile(this.file(), JSON.stringify({ ...this.notes(), ...more })).catch(() => undefined);
  }
}
