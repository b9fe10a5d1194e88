import { afterEach, describe, expect, it } from 'vitest';
import { sample } from '../../../test/support/reminder-samples';
import type { Due } from './due';
import { trayView } from './tray-view';
import { distance, localDay, noticeOf, shortened } from './words';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 10, 1, 12);

const due = (kind: 'certificate' | 'authority', name: string, daysLeft: number): Due => ({
  subject: { kind, id: 'x', fingerprint: name, name, notBefore: now - 300 * day, notAfter: now + daysLeft * day },
  days: 30,
});

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

describe('the words of a reminder', () => {
  it.each([
    [[due('certificate', 'app.test', 12.9)], 'app.test expires soon', 'It expires in 12 days (14 Nov 2026). '],
    [[due('certificate', 'app.test', -3)], 'app.test has expired', 'It expired 3 days ago (29 Oct 2026). '],
    [[due('authority', 'Team CA', 90)], 'The authority Team CA expires soon', 'It expires in 90 days (30 Jan 2027). '],
    [
      [due('certificate', 'app.test', 3), due('certificate', 'b.test', 9), due('authority', 'Team CA', 30)],
      '2 certificates and 1 authority expire soon',
      'The next is app.test: it expires in 3 days (4 Nov 2026).',
    ],
    [
      [due('certificate', 'app.test', -1), due('certificate', 'b.test', 9)],
      '2 certificates have expired or expire soon',
      'The first is app.test: it expired 24 hours ago (31 Oct 2026).',
    ],
  ] as const)('say what, when and what to do (%#)', (all, title, body) => {
    process.env.TZ = 'UTC';
    const notice = noticeOf(all as unknown as [Due, ...Due[]], now);
    expect(notice.title).toBe(title);
    expect(notice.body.startsWith(body)).toBe(true);
  });

  it('never call what is left more than it is', () => {
    expect(distance(now + 2 * day - 1, now)).toBe('in 47 hours');
    expect(distance(now + 2 * day, now)).toBe('in 2 days');
    expect(distance(now + hour, now)).toBe('in 1 hour');
    expect(distance(now + 1, now)).toBe('in less than an hour');
    expect(distance(now - 1, now)).toBe('less than an hour ago');
  });

  it.each([
    // The last hour of summer time comes twice in Berlin, and ends a day that New York has not yet begun to change.
    ['Europe/Berlin', Date.UTC(2026, 9, 25, 0, 30), '25 Oct 2026'],
    ['America/New_York', Date.UTC(2026, 9, 25, 0, 30), '24 Oct 2026'],
    ['America/New_York', Date.UTC(2026, 10, 1, 5, 30), '1 Nov 2026'],
    ['Europe/Berlin', Date.UTC(2027, 2, 27, 23, 30), '28 Mar 2027'],
    ['Pacific/Kiritimati', Date.UTC(2026, 11, 31, 12), '1 Jan 2027'],
  ])('name the day of %s', (zoneName, instant, words) => {
    process.env.TZ = zoneName;
    expect(localDay(instant)).toBe(words);
  });

  it('cut a long name, and take out what would turn a line', () => {
    expect(shortened('a'.repeat(70))).toBe(`${'a'.repeat(59)}…`);
    expect(shortened('app\u202e.test\n')).toBe('app.test');
  });
});

describe('the tray', () => {
  const view = (...daysLeft: number[]) =>
    trayView({
      certificates: daysLeft.map((left, index) => sample.certificate(`c${index}.test`, now + left * day)),
      authorities: [sample.authority(now + 3000 * day)],
      now,
    });

  it.each([
    [[], 'ok', /^Sealwax: all is well\. Next, the authority Test CA expires in 3000 days/],
    [[200], 'ok', /^Sealwax: all is well\. Next, c0\.test expires in 200 days/],
    [[200, 20], 'attention', /^Sealwax: 1 expires soon\.$/],
    [[200, 20, -1, -2], 'expired', /^Sealwax: 2 expired, 1 expires soon\.$/],
  ] as const)('shows the worst of %j', (daysLeft, state, tooltip) => {
    const { state: shown, tooltip: said } = view(...daysLeft);
    expect(shown).toBe(state);
    expect(said).toMatch(tooltip);
  });

  it('names the three that end next', () => {
    process.env.TZ = 'UTC';
    expect(view(200, 20, 100, 300).next.map(({ label }) => label)).toEqual([
      'c1.test expires in 20 days (21 Nov 2026)',
      'c2.test expires in 100 days (9 Feb 2027)',
      'c0.test expires in 200 days (20 May 2027)',
    ]);
  });

  it('is calm before there is anything, and asks for attention where files are broken', () => {
    expect(trayView({ certificates: [], authorities: [], now })).toEqual({
      state: 'ok',
      tooltip: 'Sealwax: no certificates yet.',
      next: [],
    });
    const broken = { ...sample.certificate('a.test', now + 200 * day), status: 'broken' as const };
    expect(trayView({ certificates: [broken], authorities: [], now })).toMatchObject({
      state: 'attention',
      tooltip: 'Sealwax: 1 needs attention.',
    });
  });
});
