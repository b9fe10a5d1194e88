import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/ipc/schemas';
import { type Container, container, json } from '../support/cli';
import { debianPython } from '../support/desktop-services';

// What another program understands of our calendar: Python's icalendar, which refuses lines and values that break RFC 5545.
const reader = `
import icalendar, json, sys
calendar = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
print(json.dumps({
  "version": calendar["VERSION"],
  "errors": [str(error) for part in calendar.walk() for error in part.errors],
  "events": [{
    "uid": event["UID"],
    "start": event["DTSTART"].dt.isoformat(),
    "stamp": event["DTSTAMP"].dt.isoformat(),
    "summary": event["SUMMARY"],
    "description": event["DESCRIPTION"],
    "alarms": [alarm["TRIGGER"].dt.total_seconds() / -86400 for alarm in event.walk("VALARM")],
  } for event in calendar.walk("VEVENT")],
}))`;

interface Read {
  version: string;
  errors: string[];
  events: { uid: string; start: string; stamp: string; summary: string; description: string; alarms: number[] }[];
}

let machine: Container;
const run: Container['run'] = (...args) => machine.run(...args);
const path = (name: string) => join(machine.folder, name);
const read = (name: string): Read =>
  JSON.parse(execFileSync(debianPython, ['-c', reader, path(name)], { encoding: 'utf8' }));

beforeAll(async () => {
  machine = await container();
  expect((await run(['ca', 'create', 'Calendar, with; marks', '--limits', 'test'])).code).toBe(0);
  const names = Array.from({ length: 12 }, (_, index) => `straße-${index}.bücher.test`);
  expect((await run(['issue', ...names])).code).toBe(0);
  expect((await run(['issue', 'short.test', '--hours', '6'])).code).toBe(0);
});

describe('a calendar of what expires', () => {
  it('is read by another program as it was meant', async () => {
    expect((await run(['export-calendar', '--out', 'all.ics'])).code).toBe(0);
    const { certificates } = json(await run(['list', '--json'])) as { certificates: Certificate[] };
    const { version, errors, events } = read('all.ics');
    expect([version, errors]).toEqual(['2.0', []]);
    expect(events.map(({ summary }) => summary)).toEqual([
      'short.test expires',
      'straße-0.bücher.test expires',
      'The authority Calendar, with; marks expires',
    ]);
    for (const { fingerprint, notAfter, names } of certificates) {
      const event = events.find(({ uid }) => uid === `certificate-${fingerprint}@sealwax.internal`);
      expect(Date.parse(event?.start ?? '')).toBe(Date.parse(notAfter));
      expect(event?.description.split('\n')[0]).toBe(`Names: ${names.map(({ display }) => display).join(', ')}`);
    }
    expect(events.map(({ alarms }) => alarms)).toEqual([[expect.closeTo(7 / 72, 2)], [1, 7, 30], [30, 90, 180]]);
  });

  it('goes to standard output too, and is not written over a file that is there', async () => {
    const { stdout } = await run(['export-calendar']);
    expect(stdout.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')).toBe(true);
    const { code, stderr } = await run(['export-calendar', '--out', 'all.ics']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('--force')]);
    expect(json(await run(['export-calendar', '--out', 'all.ics', '--force', '--json']))).toEqual({
      events: 3,
      file: path('all.ics'),
    });
    expect(statSync(path('all.ics')).mode & 0o777).toBe(0o644);
  });

  it('follows the days that are set', async () => {
    expect((await run(['settings', 'set', 'reminder-days', '2,60'])).stdout).toBe('reminder-days 60,2\n');
    expect(json(await run(['export-calendar', '--json'])).calendar).toContain('TRIGGER:-P60D\r\n');
    expect(json(await run(['settings', 'get', 'reminder-days', '--json']))).toEqual({
      name: 'reminder-days',
      value: [60, 2],
    });
    expect(json(await run(['settings', '--json']))).toMatchObject({ reminderDays: [60, 2], reminders: true });
  });
});

describe('settings on the command line', () => {
  it.each([
    [['settings', 'set', 'reminder-days', 'soon'], /is no value of reminder-days\.\nhint: Give numbers of days/],
    [['settings', 'set', 'reminder-day', '7'], /no setting “reminder-day”\.\nhint: Did you mean “reminder-days”\?/],
    [['settings', 'get', 'nothing'], /One of: theme, /],
  ])('say what is wrong with %j', async (args, words) => {
    const { code, stderr, stdout } = await run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
  });

  it('take the app out of what starts at login, also where it does not run', async () => {
    const file = join(machine.folder, '.config/autostart/sealwax.desktop');
    await mkdir(join(machine.folder, '.config/autostart'), { recursive: true });
    await writeFile(file, '[Desktop Entry]\nType=Application\nName=Sealwax\nExec=sealwax --background\n');
    const on = await run(['settings', 'set', 'start-at-login', 'on']);
    expect([on.code, on.stderr]).toEqual([0, expect.stringContaining('when it is next started')]);
    expect((await run(['settings', 'set', 'start-at-login', 'off'])).code).toBe(0);
    expect(existsSync(file)).toBe(false);
  });
});
