import { join } from 'node:path';
import type { Settings } from '../ipc/settings-schemas';
import type { Journal } from './journal';
import { defaultValidityDays, maxValidityDays } from './pki/profile';
import { changedReminders, reminderDefaults, reminderSettingsOf } from './reminders/reminder-settings';
import { writeFileAtomic } from './system/atomic-file';
import { readFile } from './system/file-calls';
import type { FolderLock } from './system/lock';

const defaults: Settings = {
  theme: 'system',
  unlockMinutes: 5,
  validityDays: defaultValidityDays,
  renewAutomatically: true,
  renewDaysBefore: null,
  ...reminderDefaults,
};

interface Stored extends Settings {
  /** Which authority signs when none is named. It is chosen on the authorities' page, so it is no part of `Settings`. */
  defaultAuthority?: string | undefined;
}

const themes: readonly unknown[] = ['system', 'light', 'dark'] satisfies Settings['theme'][];
const wholeNumber = (value: unknown, least: number, most: number, otherwise: number): number =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
    ? (value as number)
    : otherwise;

/** Each field falls back by itself, so that one bad value in the file does not lose the others. */
function storedOf(file: Record<string, unknown>): Stored {
  const { theme, unlockMinutes, validityDays, defaultAuthority, renewAutomatically, renewDaysBefore } = file;
  const days = wholeNumber(renewDaysBefore, 1, maxValidityDays, 0);
  return {
    theme: themes.includes(theme) ? (theme as Settings['theme']) : defaults.theme,
    unlockMinutes: wholeNumber(unlockMinutes, 0, 15, defaults.unlockMinutes),
    validityDays: wholeNumber(validityDays, 1, maxValidityDays, defaults.validityDays),
    renewAutomatically: typeof renewAutomatically === 'boolean' ? renewAutomatically : defaults.renewAutomatically,
    renewDaysBefore: days === 0 ? null : days,
    ...reminderSettingsOf(file),
    ...(typeof defaultAuthority === 'string' ? { defaultAuthority } : {}),
  };
}

/** What the user chose, in `settings.json`. A missing or damaged file means the defaults. */
export class SettingsFile {
  private readonly file: string;

  constructor(
    folder: string,
    private readonly lock: FolderLock,
    private readonly journal?: Pick<Journal, 'note'>,
  ) {
    this.file = join(folder, 'settings.json');
  }

  async read(): Promise<Settings> {
    const { defaultAuthority: _defaultAuthority, ...settings } = await this.readAll();
    return settings;
  }

  /** Changes the given fields and gives back all. Throws `busy`, `disk-full` or `read-only`. */
  async change(change: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings> {
    return this.lock.hold(async () => {
      const current = await this.readAll();
      const next: Settings = {
        theme: change.theme ?? current.theme,
        unlockMinutes: change.unlockMinutes ?? current.unlockMinutes,
        validityDays: change.validityDays ?? current.validityDays,
        renewAutomatically: change.renewAutomatically ?? current.renewAutomatically,
        renewDaysBefore: change.renewDaysBefore === undefined ? current.renewDaysBefore : change.renewDaysBefore,
        ...changedReminders(current, change),
      };
      await this.write({ ...current, ...next });
      await this.noteChange(current, next);
      return next;
    });
  }

  /** What a person chose is public; the history names only what is another than before. */
  private async noteChange(before: Settings, after: Settings): Promise<void> {
    const names = (Object.keys(after) as (keyof Settings)[]).filter(
      (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
    );
    if (names.length === 0) return;
    const changes = names.map((name) => [name, { from: before[name], to: after[name] }]);
    await this.journal?.note('settings.changed', 'settings', Object.fromEntries(changes));
  }

  /** The id of the chosen default authority; it may not exist any more. */
  async defaultAuthority(): Promise<string | undefined> {
    return (await this.readAll()).defaultAuthority;
  }

  /** The caller holds the folder's lock, and so does `change`: neither loses what the other wrote. Throws `disk-full` or `read-only`. */
  async setDefaultAuthority(id: string): Promise<void> {
    await this.write({ ...(await this.readAll()), defaultAuthority: id });
  }

  private async readAll(): Promise<Stored> {
    try {
      return storedOf(JSON.parse(await readFile(this.file, 'utf8')));
    } catch {
      return { ...defaults };
    }
  }

  private write(all: Stored): Promise<void> {
    return writeFileAtomic(this.file, `${JSON.stringify(all, null, 2)}\n`);
  }
}
