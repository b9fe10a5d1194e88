import { settingRows } from '../../core/settings-table';
import type { CommandSpec } from '../command-line';

const names = settingRows.map(({ name }) => name);

export const settingSpecs = {
  list: {
    path: ['settings', 'list'],
    args: '',
    count: [0, 0],
    summary: 'list the settings of the window and the command line',
    options: [],
    examples: [['sealwax settings --json', 'for a script']],
    default: true,
  },
  get: {
    path: ['settings', 'get'],
    args: 'NAME',
    count: [1, 1],
    summary: 'print one setting',
    options: [],
    complete: [{ words: names }],
    examples: [['sealwax settings get reminder-days', '30,7,1']],
  },
  set: {
    path: ['settings', 'set'],
    args: 'NAME VALUE',
    count: [2, 2],
    summary: 'change one setting; an open window follows at once',
    details: settingRows.map(({ name, help, values }) => `${name}: ${help} (${values}).`),
    options: [],
    complete: [{ words: names }],
    examples: [
      ['sealwax settings set reminder-days 60,14,3', 'be told at other times'],
      ['sealwax settings set start-at-login on', 'from the next start of the app on'],
    ],
  },
  calendar: {
    path: ['export-calendar'],
    args: '',
    count: [0, 0],
    summary: 'write an iCalendar file of what will expire, with alarms',
    details: [
      'One event for each certificate and authority, at the instant of its end, with an alarm at each of your reminder days. Importing it again replaces the events.',
    ],
    options: [
      { name: 'out', value: 'FILE', help: 'write it here; on standard output otherwise', complete: 'file' },
      { name: 'force', help: 'replace the file if it is there' },
    ],
    examples: [['sealwax export-calendar --out expiries.ics', 'for any calendar program']],
  },
} as const satisfies Record<string, CommandSpec>;
