import { afterEach, describe, expect, it } from 'vitest';
import { percentOf, ticksOf } from './timeline-ticks';

const given = process.env.TZ;
afterEach(() => {
  if (given === undefined) delete process.env.TZ;
  else process.env.TZ = given;
});

const from = Date.parse('2026-11-22T00:00:00.000Z');
const to = Date.parse('2027-11-22T00:00:00.000Z');

describe('the ticks of a year', () => {
  it.each(['Europe/Berlin', 'America/New_York', 'Pacific/Apia', 'UTC'])(
    'are the local midnights of each first of a month in %s, over both changes of the clocks',
    (zone) => {
      process.env.TZ = zone;
      const ticks = ticksOf(from, to, 12);
      expect(ticks.map(({ label }) => label.replace('Sept', 'Sep'))).toEqual(
        'Dec,2027,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov'.split(','),
      );
      for (const { at } of ticks) {
        const date = new Date(at);
        expect([date.getDate(), date.getHours(), date.getMinutes()]).toEqual([1, 0, 0]);
      }
    },
  );

  it('know a leap day', () => {
    process.env.TZ = 'UTC';
    const ticks = ticksOf(Date.parse('2028-01-15'), Date.parse('2029-01-15'), 12);
    expect(((ticks[1]?.at ?? 0) - (ticks[0]?.at ?? 0)) / 86_400_000).toBe(29);
  });
});

it('the ticks of a month are its Mondays, also across a change of the clocks', () => {
  process.env.TZ = 'Europe/Berlin';
  const ticks = ticksOf(Date.parse('2026-10-10T00:00:00.000Z'), Date.parse('2026-11-10T00:00:00.000Z'), 1);
  expect(ticks.map(({ label }) => label)).toEqual(['12 Oct', '19 Oct', '26 Oct', '2 Nov', '9 Nov']);
  expect(ticks.map(({ at }) => new Date(at).getHours())).toEqual([0, 0, 0, 0, 0]);
});

it('a tick stands where its share of the time is over', () => {
  expect([from, (from + to) / 2, to].map((at) => percentOf(at, from, to))).toEqual([0, 50, 100]);
});
