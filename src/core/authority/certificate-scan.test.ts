import { rm } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeAuthority, tempServices } from '../../../test/support/temp-services';
import type { Services } from '../services';

const day = 86_400_000;
let now: Date;
let services: Services;

beforeEach(async () => {
  now = new Date('2026-11-22T12:00:00.000Z');
  services = await tempServices({ now: () => now });
  await makeAuthority(services);
  const rows = Array.from({ length: 30 }, (_, index) => ({ line: index + 1, names: [`n${index}.test`] }));
  expect((await services.certificates.issueMany(rows, {})).issued).toBe(30);
});

const names = async (options = {}) => (await services.certificates.list(options)).map(({ commonName }) => commonName);

describe('lists that are asked for at once', () => {
  it('are the same, and none of them misses what was issued before it was asked for', async () => {
    const early = [names(), names(), names()];
    await services.certificates.issue({ names: ['meanwhile.test'] });
    const late = [names(), names()];
    for (const each of await Promise.all(early)) expect(each.length).toBeGreaterThanOrEqual(30);
    for (const each of await Promise.all(late)) expect(each).toContain('meanwhile.test');
  });

  it('see what another process issued and deleted, though one was under way', async () => {
    const other = await tempServices({ dir: services.dir, now: () => now });
    const under = names();
    await other.certificates.issue({ names: ['other.test'] });
    const seen = names();
    const [one] = await other.certificates.list();
    await other.certificates.remove(one?.id ?? '');
    const after = await names();
    await under;
    expect(await seen).toContain('other.test');
    expect(after).not.toContain(one?.commonName);
    expect(after).toHaveLength(30);
  });
});

describe('a glance at a list that was read a moment ago', () => {
  it('has the statuses of its own moment, and everything that came or went', async () => {
    await names();
    now = new Date(now.getTime() + 380 * day);
    const glance = await services.certificates.list({ maxAgeMs: 60_000 });
    expect(new Set(glance.map(({ status }) => status))).toEqual(new Set(['expiring']));
    await services.certificates.issue({ names: ['fresh.test'] });
    expect(await names({ maxAgeMs: 60_000 })).toContain('fresh.test');
    await services.certificates.remove(glance[0]?.id ?? '');
    expect(await names({ maxAgeMs: 60_000 })).toHaveLength(30);
  });
});

describe('the next change of any status', () => {
  it('is that of the certificate whose turn comes first, also after one came and went', async () => {
    const { certificates } = services;
    await certificates.list();
    const usual = certificates.nextChange(now.getTime()) ?? 0;
    expect(usual - now.getTime()).toBeCloseTo(367 * day, -6);
    const short = await certificates.issue({ names: ['short.test'], validity: { kind: 'hours', hours: 3 } });
    await certificates.list();
    const first = certificates.nextChange(now.getTime()) ?? 0;
    expect(first).toBeLessThan(Date.parse(short.notAfter));
    expect(certificates.nextChange(first)).toBe(Date.parse(short.notAfter) + 1);
    expect(certificates.nextChange(Date.parse(short.notAfter) + 1)).toBe(usual);
    await rm(short.files.folder, { recursive: true });
    await certificates.list();
    expect(certificates.nextChange(now.getTime())).toBe(usual);
  });
});
