import type { Settings } from '../ipc/settings-schemas';
import { maxValidityDays } from './pki/profile';
import { inOrder, reminderDaysMax } from './reminders/reminder-settings';

/** One setting as it is typed and printed. */
export interface SettingRow<K extends keyof Settings = keyof Settings> {
  key: K;
  /** On the command line, e.g. "unlock-minutes". */
  name: string;
  help: string;
  /** What may be typed, in words. */
  values: string;
  /** The value, or undefined when the text is none. */
  parse: (text: string) => Settings[K] | undefined;
  print: (value: Settings[K]) => string;
}

const words = <T extends string>(allowed: readonly T[]) => ({
  values: allowed.join(', '),
  parse: (text: string) => allowed.find((each) => each === text),
  print: (value: T) => value,
});

const number = (least: number, most: number) => ({
  values: `a number from ${least} to ${most}`,
  parse: (text: string) => (/^\d{1,6}$/.test(text) && +text >= least && +text <= most ? +text : undefined),
  print: String,
});

const onOff = {
  values: 'on, off',
  parse: (text: string) => (text === 'on' ? true : text === 'off' ? false : undefined),
  print: (value: boolean) => (value ? 'on' : 'off'),
};

const days = {
  values: `numbers of days with commas, e.g. 30,7,1`,
  parse: (text: string) => {
    const { parse } = number(1, reminderDaysMax.days);
    const parsed = text.split(',').map((each) => parse(each.trim()));
    const whole = parsed.length <= reminderDaysMax.count && parsed.every((each) => each !== undefined);
    return whole ? inOrder(parsed as number[]) : undefined;
  },
  print: (value: readonly number[]) => value.join(','),
};

const rows: { [K in keyof Settings]: Omit<SettingRow<K>, 'key'> } = {
  theme: { name: 'theme', help: 'the look of the window', ...words(['system', 'light', 'dark']) },
  unlockMinutes: { name: 'unlock-minutes', help: 'minutes that an opened root key stays open', ...number(0, 15) },
  validityDays: {
    name: 'validity-days',
    help: 'days that a new certificate is valid for',
    ...number(1, maxValidityDays),
  },
  renewAutomatically: {
    name: 'renew-automatically',
    help: 'certificates are renewed by themselves, unless one says otherwise',
    ...onOff,
  },
  renewDaysBefore: {
    name: 'renew-days-before',
    help: 'so many days before its end a certificate is renewed',
    values: `last-third, or a number from 1 to ${maxValidityDays}`,
    parse: (text: string) => (text === 'last-third' ? null : number(1, maxValidityDays).parse(text)),
    print: (value: number | null) => (value === null ? 'last-third' : String(value)),
  },
  reminders: { name: 'reminders', help: 'desktop notifications about what expires', ...onOff },
  reminderDays: { name: 'reminder-days', help: 'so many days before its end a certificate is told of', ...days },
  rootReminderDays: { name: 'root-reminder-days', help: 'the same for authorities', ...days },
  background: {
    name: 'background',
    help: 'the app watches on when its window is closed: where a tray shows it, always, or never',
    ...words(['automatic', 'on', 'off']),
  },
  startAtLogin: { name: 'start-at-login', help: 'the app starts at login, without a window', ...onOff },
};

/** Every setting, in the order in which they are listed. */
export const settingRows: readonly SettingRow[] = Object.entries(rows).map(
  ([key, row]) => ({ key, ...row }) as unknown as SettingRow,
);
