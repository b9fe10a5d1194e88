import { randomBytes } from 'node:crypto';
import { copyFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeAuthority, tempServices } from '../../../test/support/temp-services';
import type { Certificate } from '../../ipc/schemas';
import { Journal } from '../journal';
import type { Services } from '../services';
import { FolderLock } from '../system/lock';
import { Renewal, type RenewedHook } from './renewal';
import { RenewalStore } from './renewal-store';

const day = 86_400_000;
const start = Date.UTC(2026, 0, 10, 12);
let services: Services;
let now = start;
const walk = (days: number) => {
  now += days * day;
};

beforeEach(async () => {
  now = start;
  services = await tempServices({ now: () => new Date(now) });
});

const renewal = () => services.lifecycle.renewal;
const issue = (name: string, days = 90): Promise<Certificate> =>
  services.certificates.issue({ names: [name], validity: { kind: 'days', days } });
const listed = async (name: string) =>
  (await services.certificates.list())
    .filter(({ commonName }) => commonName === name)
    .sort((one, other) => one.createdAt.localeCompare(other.createdAt));
const journalOf = async (what: string) => (await services.journal.entries()).filter((entry) => entry.what === what);

/** The same data folder with something that follows a renewal. */
function following(renewed: RenewedHook): Renewal {
  const { certificates, authorities, keys, settings, dir } = services;
  const clock = () => new Date(now);
  const lock = new FolderLock(dir);
  return new Renewal({
    ...{ certificates, authorities, keys, settings, renewed, now: clock, random: randomBytes },
    store: new RenewalStore(dir, lock),
    runLock: new FolderLock(dir, '.renewal-lock'),
    journal: services.journal,
    automaticJournal: new Journal(dir, 'automatic', clock),
  });
}

describe('two years of automatic renewal', () => {
  it('keep every name valid at every moment, with nobody there and the machine asleep at times', async () => {
    await makeAuthority(services);
    const names = ['quarter.test', 'fortnight.test', 'year.test'];
    await Promise.all([issue('quarter.test', 90), issue('fortnight.test', 14), issue('year.test', 397)]);
    const end = start + 730 * day;
    // The longest sleep is shorter than the third of a fortnight that is left when it is due.
    const sleeps = [0.01, 3.9, 0.5, 2, 1, 0.04];
    for (let turn = 0; now < end; turn += 1) {
      const { next } = await renewal().renewByItself();
      for (const name of names) {
        const usable = (await listed(name)).filter(({ status }) => status === 'healthy' || status === 'expiring');
        expect(usable.filter(({ replacedBy }) => replacedBy === undefined)).toHaveLength(1);
      }
      expect(next).toBeGreaterThan(now);
      now = Math.max(Math.min(next ?? end, now + 30 * day), now + (sleeps[turn % sleeps.length] ?? 1) * day);
    }
    const renewed = await journalOf('certificate.renewed');
    expect(renewed.length).toBeGreaterThan(60);
    expect(new Set(renewed.map(({ who }) => who))).toEqual(new Set(['automatic']));
    // What has expired and was replaced is out of the list.
    for (const name of names) expect((await listed(name)).length).toBeLessThanOrEqual(2);
    expect((await journalOf('certificate.retired')).length).toBeGreaterThan(50);
  }, 120_000);
});

describe('a renewal by itself', () => {
  it('comes in the last third, says what takes the place of the old one, and comes no second time', async () => {
    await makeAuthority(services);
    const old = await issue('app.test');
    walk(59);
    expect((await renewal().renewByItself()).report).toBeUndefined();
    walk(1.5);
    const { report } = await renewal().renewByItself();
    expect(report).toMatchObject({ renewed: 1, failed: 0 });
    const [before, after] = await listed('app.test');
    expect(before).toMatchObject({ id: old.id, replacedBy: after?.id });
    expect((await renewal().renewByItself()).report).toBeUndefined();
    expect(await renewal().of(old.id)).toMatchObject({ standing: { kind: 'never', why: 'replaced' } });
    const { overview } = await services.lifecycle.readOverview();
    expect(overview.counts).toMatchObject({ healthy: 1, expiring: 0, expired: 0, broken: 0 });
    await expect(renewal().renewOne(old.id)).rejects.toMatchObject({ code: 'already-exists' });
  });

  it('goes by the setting, and by the wish of each, which its successors inherit', async () => {
    await makeAuthority(services);
    const [off, on] = [await issue('off.test'), await issue('on.test'), await issue('plain.test')];
    await renewal().setWish(off.id, 'off');
    await renewal().setWish(on.id, 'on');
    await services.settings.change({ renewDaysBefore: 10 });
    walk(79);
    expect((await renewal().renewByItself()).report).toBeUndefined();
    walk(2);
    expect((await renewal().renewByItself()).report?.results.map(({ name }) => name).sort()).toEqual([
      'on.test',
      'plain.test',
    ]);
    await services.settings.change({ renewAutomatically: false });
    walk(81);
    expect((await renewal().renewByItself()).report?.results.map(({ name }) => name)).toEqual(['on.test']);
    const newest = (await listed('on.test')).at(-1) as Certificate;
    expect((await renewal().of(newest.id)).wish).toBe('on');
    expect((await renewal().setWish(newest.id, 'default')).wish).toBe('default');
    expect((await journalOf('certificate.settings-changed')).map(({ data }) => data?.renew)).toEqual([
      'off',
      'on',
      'default',
    ]);
  });

  it('asks nobody: a locked key is said, and once it is open the renewal happens without waiting', async () => {
    const authority = await makeAuthority(services);
    await issue('app.test');
    services.keys.lock();
    walk(70);
    expect((await renewal().renewByItself()).report?.results[0]?.problem).toMatchObject({
      code: 'passphrase-needed',
      message: 'The key of Test CA is locked, and only you have its passphrase.',
    });
    expect(await renewal().troubles()).toMatchObject([{ name: 'app.test', attempts: 1 }]);
    expect(services.keys.state({ id: authority.id, keep: 'session' }).state).toBe('locked');
    expect((await renewal().renewByItself()).report).toBeUndefined();
    await services.authorities.unlock(authority.id);
    expect((await renewal().renewByItself()).report).toMatchObject({ renewed: 1 });
    expect(await renewal().troubles()).toEqual([]);
  });

  it('says that the root is too short, waits longer after each failure, also over a restart, and ignores a clock set back', async () => {
    await makeAuthority(services, { years: 1 });
    const old = await issue('app.test', 397);
    walk(300);
    const attempt = async () => (await renewal().renewByItself()).report?.results[0]?.problem?.code;
    const waits: number[] = [];
    for (let turn = 0; turn < 9; turn += 1) {
      expect(await attempt()).toBe('root-too-short');
      const [trouble] = await renewal().troubles();
      waits.push((Date.parse(trouble?.nextTry ?? '') - now) / 3_600_000);
      const again = following(async () => undefined);
      expect((await again.renewByItself()).report).toBeUndefined();
      expect((await again.renewByItself()).next).toBe(Date.parse(trouble?.nextTry ?? ''));
      now = Date.parse(trouble?.nextTry ?? '');
    }
    expect(waits).toEqual([0.25, 0.5, 1, 2, 4, 8, 16, 24, 24]);
    expect(await attempt()).toBe('root-too-short');
    walk(-0.5);
    // Before the failure that is noted: it is tried at once, not in a day.
    expect(await attempt()).toBe('root-too-short');
    expect(await listed('app.test')).toEqual([expect.objectContaining({ id: old.id })]);
    expect(await renewal().renewDue()).toMatchObject({ renewed: 0, failed: 1 });
    // One line for all of these tries.
    expect(await journalOf('renewal.failed')).toEqual([
      expect.objectContaining({
        who: 'automatic',
        subject: old.id,
        data: expect.objectContaining({ names: ['app.test'] }),
      }),
    ]);
  });

  it('brings back what it put away while the clock was years ahead, and never doubles a renewal', async () => {
    await makeAuthority(services);
    const old = await issue('app.test');
    walk(80);
    await renewal().renewByItself();
    walk(3000);
    await renewal().renewByItself();
    expect((await listed('app.test')).map(({ id }) => id)).not.toContain(old.id);
    walk(-2995);
    await renewal().renewByItself();
    const back = await listed('app.test');
    expect(back.map(({ id }) => id)).toContain(old.id);
    expect(back.filter(({ status, replacedBy }) => status === 'healthy' && replacedBy === undefined)).toHaveLength(1);
  });

  it('leaves one that was brought back out of the bin, and those for mail, where they are', async () => {
    await makeAuthority(services);
    const old = await issue('app.test');
    const mail = await services.certificates.issue({
      names: ['ada@mail.test'],
      purpose: 'email',
      validity: { kind: 'days', days: 90 },
    });
    walk(80);
    await renewal().renewByItself();
    walk(20);
    await renewal().renewByItself();
    expect((await services.certificates.list()).map(({ id }) => id)).toContain(mail.id);
    await services.certificates.restore(old.id);
    await renewal().renewByItself();
    expect((await listed('app.test')).map(({ id }) => id)).toContain(old.id);
  });
});

describe('renewing many', () => {
  it('gives each its own result, with the key opened once, and what follows is told for each', async () => {
    const first = await makeAuthority(services);
    const olds = await Promise.all(['a.test', 'b.test', 'c.test'].map((name) => issue(name)));
    const followed: [string, string][] = [];
    const report = await following(async (oldId, next) => {
      followed.push([oldId, next.id]);
      if (next.commonName === 'b.test') throw new Error('the folder is gone');
    }).renewMany([...olds.map(({ id }) => id), 'not-here', olds[0]?.id ?? '']);
    expect(report).toMatchObject({ renewed: 3, failed: 1, cancelled: false });
    expect(report.results.map(({ problem }) => problem?.code)).toEqual([undefined, undefined, undefined, 'not-found']);
    expect(report.results[1]?.warning).toContain('the folder is gone');
    expect(followed.map(([oldId]) => oldId)).toEqual(olds.map(({ id }) => id));
    expect(new Set((await journalOf('certificate.renewed')).map(({ who }) => who))).toEqual(new Set(['command-line']));
    expect(first.id).toBe(olds[0]?.authorityId);
  });

  it('stops between two groups, and keeps what was renewed', async () => {
    await makeAuthority(services);
    const olds = await Promise.all(Array.from({ length: 20 }, (_, index) => issue(`n${index}.test`)));
    const controller = new AbortController();
    const report = await renewal().renewMany(
      olds.map(({ id }) => id),
      { signal: controller.signal, progress: () => controller.abort() },
    );
    expect(report).toMatchObject({ renewed: 16, failed: 4, cancelled: true });
    expect((await services.certificates.list()).filter(({ replacedBy }) => replacedBy !== undefined)).toHaveLength(16);
    expect(await renewal().troubles()).toEqual([]);
  });

  it('refuses names that the limits of the one that signs now leave out, and loses nothing', async () => {
    await makeAuthority(services);
    const old = await issue('app.test');
    const limits = { kind: 'limited' as const, dns: ['only.test'], ip: [] };
    const narrow = await makeAuthority(services, { name: 'Narrow CA', limits });
    const report = await renewal().renewMany([old.id], { authorityId: narrow.id });
    expect(report).toMatchObject({ renewed: 0, failed: 1 });
    expect(report.results[0]?.problem).toMatchObject({ code: 'name-outside-limits' });
    expect(report.results[0]?.problem?.message).toContain('app.test');
    expect(await listed('app.test')).toEqual([expect.objectContaining({ id: old.id })]);
    expect(await renewal().renewMany([old.id])).toMatchObject({ renewed: 1, failed: 0 });
  });

  it('says of each why it cannot be', async () => {
    const authority = await makeAuthority(services);
    const [one, other] = [await issue('one.test'), await issue('other.test')];
    await copyFile(other.files.key, one.files.key);
    const kept = await renewal().renewMany([one.id], { sameKey: true });
    expect(kept.results[0]?.problem?.code).toBe('key-mismatch');
    await services.setUp.setAside(authority.id, 'Test CA');
    const gone = await renewal().renewMany([one.id]);
    expect(gone.results[0]?.problem).toMatchObject({ code: 'no-authority' });
  });
});
