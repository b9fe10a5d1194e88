import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../ipc/schemas';
import { isWaiting, waitAfter } from './back-off';
import { dueFrom, type RenewalFacts, standingOf } from './renewal-due';
import { withReplacements } from './replaced';

const day = 86_400_000;
const hour = 3_600_000;
const start = Date.UTC(2026, 0, 1);
const at = (days: number) => start + days * day;
const certificate = (change: Partial<Certificate> = {}): Certificate => ({
  id: 'app.test-1',
  names: [{ type: 'dns', value: 'app.test', display: 'app.test' }],
  commonName: 'app.test',
  issuer: 'Development CA',
  authorityId: 'root-1',
  purpose: 'server',
  keyType: 'ecdsa-p256',
  keyHere: true,
  serial: '01',
  fingerprint: 'b'.repeat(64),
  createdAt: new Date(at(0)).toISOString(),
  notBefore: new Date(at(0)).toISOString(),
  notAfter: new Date(at(390)).toISOString(),
  status: 'healthy',
  files: { folder: '', certificate: '', key: '', fullChain: '' },
  ...change,
});
const facts = (change: Partial<RenewalFacts> = {}): RenewalFacts => ({
  now: at(260),
  daysBefore: null,
  automatic: true,
  wish: 'default',
  authorityHere: true,
  ...change,
});

describe('the moment from which a certificate is due', () => {
  it.each([
    ['a year, in its last third', 390 * day, null, 260 * day],
    ['a year, thirty days before its end', 390 * day, 30, 360 * day],
    ['a fortnight, in its last third', 15 * day, null, 10 * day],
    ['an hour, in its last third', hour, null, (2 * hour) / 3],
    ['a fortnight with thirty days set: from half of its life', 14 * day, 30, 7 * day],
    ['an hour with a day set: from half of its life', hour, 1, hour / 2],
  ])('is right for %s', (_name, lifetime, daysBefore, age) => {
    expect(dueFrom(start, start + lifetime, daysBefore)).toBe(start + age);
  });

  it('is an instant, whatever the local clock does on the days when daylight saving begins and ends', () => {
    // Central Europe 2026: 29 March at 01:00 UTC and 25 October at 01:00 UTC.
    for (const change of [Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1)]) {
      const from = dueFrom(change - 2 * day, change + day, null);
      expect(from).toBe(change);
      const made = certificate({
        notBefore: new Date(change - 2 * day).toISOString(),
        notAfter: new Date(change + day).toISOString(),
      });
      expect(standingOf(made, facts({ now: change - 1 }))).toEqual({ kind: 'later', from: change });
      expect(standingOf(made, facts({ now: change }))).toEqual({ kind: 'due', since: change });
    }
  });
});

describe('how a certificate stands', () => {
  it.each([
    ['due in its last third', {}, {}, { kind: 'due', since: at(260) }],
    ['not due a moment before', {}, { now: at(260) - 1 }, { kind: 'later', from: at(260) }],
    [
      'due when the machine slept over its end',
      { status: 'expired' },
      { now: at(400) },
      { kind: 'due', since: at(260) },
    ],
    ['left alone long after its end', { status: 'expired' }, { now: at(521) }, { kind: 'never', why: 'long-expired' }],
    ['never when it was renewed', { replacedBy: 'app.test-2' }, {}, { kind: 'never', why: 'replaced' }],
    ['never when a file is wrong', { status: 'broken' }, {}, { kind: 'never', why: 'broken' }],
    ['never when it is revoked', { status: 'revoked' as never }, {}, { kind: 'never', why: 'revoked' }],
    ['never when its key is with somebody else', { keyHere: false }, {}, { kind: 'never', why: 'key-elsewhere' }],
    ['never without its authority', {}, { authorityHere: false }, { kind: 'never', why: 'no-authority' }],
    ['never when all are turned off', {}, { automatic: false }, { kind: 'never', why: 'turned-off' }],
    ['never when it is turned off', {}, { wish: 'off' }, { kind: 'never', why: 'turned-off' }],
    ['due when it alone is turned on', {}, { automatic: false, wish: 'on' }, { kind: 'due', since: at(260) }],
  ] as const)('is %s', (_name, change, given, standing) => {
    expect(standingOf(certificate(change), facts(given))).toEqual(standing);
  });
});

describe('which certificate takes the place of which', () => {
  const old = certificate({ id: 'old' });
  const next = (change: Partial<Certificate> = {}) => certificate({ id: 'next', renews: 'old', ...change });
  const replacedBy = (...all: Certificate[]) => withReplacements(all).find(({ id }) => id === 'old')?.replacedBy;

  it('is told by the newer one, the newest of several', () => {
    expect(replacedBy(old, next())).toBe('next');
    expect(replacedBy(old, next(), next({ id: 'newest', createdAt: new Date(at(300)).toISOString() }))).toBe('newest');
  });

  it('is nobody when the newer one cannot be used', () => {
    expect(replacedBy(old)).toBeUndefined();
    expect(replacedBy(old, next({ status: 'broken' }))).toBeUndefined();
    expect(replacedBy(old, next({ status: 'revoked' as never }))).toBeUndefined();
    // The clock was set back behind its beginning.
    expect(replacedBy(old, next({ status: 'not-yet-valid' }))).toBeUndefined();
    expect(replacedBy(old, next({ status: 'expired' }))).toBeUndefined();
    expect(replacedBy({ ...old, status: 'expired' }, next({ status: 'expired' }))).toBe('next');
  });
});

describe('the wait after a failure', () => {
  it('begins with a quarter of an hour, doubles, and is a day at the most', () => {
    expect([1, 2, 3, 7, 8, 9, 1000].map((attempts) => waitAfter(attempts) / hour)).toEqual([
      0.25, 0.5, 1, 16, 24, 24, 24,
    ]);
  });

  it('ends at its time, when its cause has changed, and when the clock is set back', () => {
    const trouble = {
      at: new Date(at(100)).toISOString(),
      next: new Date(at(101)).toISOString(),
      ...{ attempts: 1, code: 'busy', message: '', inputs: 'a' },
    };
    expect(isWaiting(trouble, 'a', at(100.5))).toBe(true);
    expect(isWaiting(trouble, 'a', at(101))).toBe(false);
    expect(isWaiting(trouble, 'b', at(100.5))).toBe(false);
    expect(isWaiting(trouble, 'a', at(-3650))).toBe(false);
    expect(isWaiting(undefined, 'a', at(100.5))).toBe(false);
  });
});
