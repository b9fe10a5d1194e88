import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SettingsFile } from './settings';
import { settingRows } from './settings-table';
import { FolderLock } from './system/lock';

const rowOf = (name: string) => settingRows.find((each) => each.name === name);

describe('settings as they are typed', () => {
  it.each([
    ['theme', 'dark', 'dark'],
    ['unlock-minutes', '15', 15],
    ['validity-days', '825', 825],
    ['reminders', 'off', false],
    ['reminder-days', '1, 30,7,7', [30, 7, 1]],
    ['background', 'automatic', 'automatic'],
    ['start-at-login', 'on', true],
  ])('%s takes %s, and prints what it takes', (name, text, value) => {
    const row = rowOf(name);
    expect(row?.parse(text)).toEqual(value);
    expect(row?.parse(row.print(value as never))).toEqual(value);
  });

  it.each([
    ['theme', 'Dark'],
    ['unlock-minutes', '16'],
    ['unlock-minutes', '-1'],
    ['validity-days', '0'],
    ['reminders', 'yes'],
    ['reminder-days', ''],
    ['reminder-days', '30,,1'],
    ['reminder-days', '1,2,3,4,5,6,7,8,9,10,11'],
  ])('%s refuses “%s”', (name, text) => {
    expect(rowOf(name)?.parse(text)).toBeUndefined();
  });

  it('cover every setting there is', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'sealwax-settings-'));
    const settings = new SettingsFile(dir, new FolderLock(dir));
    expect(settingRows.map(({ key }) => key).sort()).toEqual(Object.keys(await settings.read()).sort());
  });

  it('fall back one by one where the file has something else', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'sealwax-settings-'));
    const settings = new SettingsFile(dir, new FolderLock(dir));
    await settings.change({ reminderDays: [1, 60, 14], background: 'on' });
    const file = join(dir, 'settings.json');
    const stored = JSON.parse(await readFile(file, 'utf8'));
    expect(stored).toMatchObject({ reminderDays: [60, 14, 1], background: 'on', rootReminderDays: [180, 90, 30] });
    await writeFile(file, JSON.stringify({ ...stored, rootReminderDays: [0], startAtLogin: 'yes', reminders: 1 }));
    expect(await settings.read()).toMatchObject({
      ...{ reminderDays: [60, 14, 1], rootReminderDays: [180, 90, 30] },
      ...{ background: 'on', startAtLogin: false, reminders: true },
    });
  });
});
