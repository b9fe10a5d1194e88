import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { sample } from '../../../test/support/reminder-samples';
import { type TestMachine, testMachine } from '../../../test/support/test-machine';
import { Reminders } from './reminders';
import { liveCertificates } from './subjects';

const day = 86_400_000;
let machine: TestMachine;

beforeEach(async () => {
  machine = await testMachine();
  await machine.make();
  // What renews itself is told by nobody.
  await machine.services.settings.change({ renewAutomatically: false });
});

const issue = (name: string, days = 90) =>
  machine.services.certificates.issue({ names: [name], validity: { kind: 'days', days } });
const reminders = () => machine.services.lifecycle.reminders;
const wait = (days: number) => {
  machine.clock.now = new Date(machine.clock.now.getTime() + days * day);
};
const titleNow = async () => (await reminders().due())?.notice.title;

describe('reminders', () => {
  it('stay due until they were shown, and are told once, also after a restart', async () => {
    await issue('app.test');
    expect(await titleNow()).toBeUndefined();
    wait(61);
    expect(await titleNow()).toBe('app.test expires soon');
    const due = await reminders().due();
    expect(due?.subjects.map(({ kind, name }) => [kind, name])).toEqual([['certificate', 'app.test']]);
    await due?.shown();
    await machine.restart();
    expect(await titleNow()).toBeUndefined();
    wait(2);
    expect(await titleNow()).toBeUndefined();
    wait(21);
    expect(await titleNow()).toBe('app.test expires soon');
  });

  it('are silent about what was renewed or deleted, and not when they are turned off', async () => {
    const old = await issue('app.test');
    const other = await issue('other.test');
    wait(61);
    expect(await titleNow()).toBe('2 certificates expire soon');
    await machine.services.lifecycle.renewal.renewOne(old.id);
    expect(await titleNow()).toBe('other.test expires soon');
    await machine.services.settings.change({ reminders: false });
    expect(await titleNow()).toBeUndefined();
    await machine.services.settings.change({ reminders: true });
    await machine.services.certificates.remove(other.id);
    expect(await titleNow()).toBeUndefined();
    await machine.services.certificates.restore(other.id);
    expect(await titleNow()).toBe('other.test expires soon');
  });

  it('are silent about what is renewed automatically, or withdrawn', async () => {
    const automatic = await issue('automatic.test');
    await issue('revoked.test');
    await issue('mine.test');
    wait(61);
    const { services } = machine;
    const careful = new Reminders({
      ...{ dir: machine.dir, settings: services.settings, authorities: services.authorities, now: services.now },
      certificates: services.certificates,
      lock: { hold: (work: () => Promise<unknown>) => work() } as never,
      lookedAfter: async () => new Set([automatic.id]),
      isWithdrawn: ({ commonName }) => commonName === 'revoked.test',
    });
    expect((await careful.due())?.notice.title).toBe('mine.test expires soon');
    expect((await careful.tray()).next.map(({ subject }) => subject.name)).toEqual([
      'automatic.test',
      'mine.test',
      'Test CA',
    ]);
  });

  it('follow the days that a person set', async () => {
    await machine.services.settings.change({ reminderDays: [3, 20] });
    await issue('app.test');
    wait(61);
    expect(await titleNow()).toBeUndefined();
    wait(10);
    expect(await titleNow()).toBe('app.test expires soon');
  });

  it('are rather told twice than never when what was told cannot be read', async () => {
    await issue('app.test');
    wait(61);
    await (await reminders().due())?.shown();
    const file = join(machine.dir, 'reminders.json');
    expect(JSON.parse(await readFile(file, 'utf8')).last).toBe(machine.clock.now.getTime());
    for (const damage of ['', '[]', 'null', '{"last":"x","subjects":{"a":7}}']) {
      await writeFile(file, damage);
      expect(await titleNow(), damage).toBe('app.test expires soon');
    }
  });
});

describe('the latest of those that stand for the same', () => {
  const now = Date.UTC(2026, 0, 1);

  it('takes the place of the others, by names in any order and by purpose', () => {
    const names = (...values: string[]) => values.map((value) => ({ type: 'dns' as const, value, display: value }));
    const old = sample.certificate('a.test', now, { names: names('a.test', 'b.test') });
    const renewed = sample.certificate('a.test', now + day, { names: names('b.test', 'a.test') });
    const fewer = sample.certificate('a.test', now, { names: names('a.test') });
    const client = sample.certificate('a.test', now, { names: old.names, purpose: 'client' });
    const broken = sample.certificate('a.test', now + 2 * day, { names: old.names, status: 'broken' });
    const live = liveCertificates({ certificates: [old, renewed, fewer, client, broken] });
    expect(live).toEqual([renewed, fewer, client]);
  });
});
