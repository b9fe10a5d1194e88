import type { Settings } from '../../ipc/settings-schemas';

/** What a person chose about being reminded and about watching without a window. */
export type ReminderSettings = Pick<
  Settings,
  'reminders' | 'reminderDays' | 'rootReminderDays' | 'background' | 'startAtLogin'
>;

/** Each list of days holds so many at the most, each from 1 to this. */
export const reminderDaysMax = { count: 10, days: 3650 } as const;

export const reminderDefaults: ReminderSettings = {
  reminders: true,
  reminderDays: [30, 7, 1],
  // Distributing a new root to phones and colleagues takes longer than renewing a leaf.
  rootReminderDays: [180, 90, 30],
  background: 'automatic',
  startAtLogin: false,
};

const backgrounds: readonly unknown[] = ['automatic', 'on', 'off'] satisfies Settings['background'][];

/** The largest first, none twice: the order in which they come. */
export const inOrder = (days: readonly number[]): number[] => [...new Set(days)].sort((one, other) => other - one);

function daysOf(value: unknown, otherwise: readonly number[]): number[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > reminderDaysMax.count) return [...otherwise];
  const valid = value.every((each) => Number.isSafeInteger(each) && each >= 1 && each <= reminderDaysMax.days);
  return valid ? inOrder(value as number[]) : [...otherwise];
}

/** As they stand in the settings file; each falls back by itself. */
export function reminderSettingsOf(stored: Record<string, unknown>): ReminderSettings {
  const { reminders, reminderDays, rootReminderDays, background, startAtLogin } = stored;
  return {
    reminders: typeof reminders === 'boolean' ? reminders : reminderDefaults.reminders,
    reminderDays: daysOf(reminderDays, reminderDefaults.reminderDays),
    rootReminderDays: daysOf(rootReminderDays, reminderDefaults.rootReminderDays),
    background: backgrounds.includes(background)
      ? (background as ReminderSettings['background'])
      : reminderDefaults.background,
    startAtLogin: typeof startAtLogin === 'boolean' ? startAtLogin : reminderDefaults.startAtLogin,
  };
}

/** The settings after a change that names some of them. */
export function changedReminders(
  current: ReminderSettings,
  change: { [K in keyof ReminderSettings]?: ReminderSettings[K] | undefined },
): ReminderSettings {
  return {
    reminders: change.reminders ?? current.reminders,
    reminderDays: inOrder(change.reminderDays ?? current.reminderDays),
    rootReminderDays: inOrder(change.rootReminderDays ?? current.rootReminderDays),
    background: change.background ?? current.background,
    startAtLogin: change.startAtLogin ?? current.startAtLogin,
  };
}
