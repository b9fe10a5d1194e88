import { afterEach, describe, expect, it } from 'vitest';
import { dayInWords, followTimeZone, formatDay, relativeDate } from './dates';

const given = process.env.TZ;
function live(zone: string): void {
  process.env.TZ = zone;
  followTimeZone();
}
afterEach(() => {
  if (given === undefined) delete process.env.TZ;
  else process.env.TZ = given;
  followTimeZone();
});

describe('days as a person counts them', () => {
  it.each([
    // The clocks go forward on 29 March 2026 in Berlin, and on 8 March in New York: a day of 23 hours.
    ['Europe/Berlin', '2026-03-15T12:00:00+01:00', '2026-04-14T12:00:00+02:00', 'in 30 days'],
    ['Europe/Berlin', '2026-03-15T12:00:00+01:00', '2026-04-14T11:59:59+02:00', 'in 29 days'],
    ['Europe/Berlin', '2026-03-28T02:30:00+01:00', '2026-03-30T02:30:00+02:00', 'in 47 hours'],
    ['America/New_York', '2026-03-01T09:00:00-05:00', '2026-03-31T09:00:00-04:00', 'in 30 days'],
    // They go back on 25 October and 1 November: a day of 25 hours.
    ['Europe/Berlin', '2026-10-20T12:00:00+02:00', '2026-10-27T12:00:00+01:00', 'in 7 days'],
    ['Europe/Berlin', '2026-10-20T12:00:00+02:00', '2026-10-27T11:30:00+01:00', 'in 6 days'],
    ['America/New_York', '2026-11-03T09:00:00-05:00', '2026-10-27T09:00:00-04:00', '7 days ago'],
    // Samoa left out 30 December 2011.
    ['Pacific/Apia', '2011-12-28T12:00:00-10:00', '2012-01-02T12:00:00+14:00', 'in 5 days'],
    ['Pacific/Apia', '2026-11-22T12:00:00+13:00', '2026-12-22T12:00:00+13:00', 'in 30 days'],
  ])('are right in %s from %s to %s', (zone, now, at, words) => {
    live(zone);
    expect(relativeDate(new Date(at).toISOString(), Date.parse(now))).toBe(words);
  });

  it.each([
    ['Europe/Berlin', '2026-03-28T23:59:00+01:00', '2026-03-29T00:00:00+01:00', 'tomorrow'],
    ['Europe/Berlin', '2026-03-29T00:30:00+01:00', '2026-03-29T23:59:00+02:00', 'today'],
    ['Europe/Berlin', '2026-10-25T00:10:00+02:00', '2026-10-25T23:50:00+01:00', 'today'],
    ['America/New_York', '2026-11-01T23:30:00-05:00', '2026-11-01T01:30:00-04:00', 'today'],
    ['America/New_York', '2026-11-02T00:10:00-05:00', '2026-11-01T01:30:00-05:00', 'yesterday'],
    ['Pacific/Apia', '2026-11-22T23:00:00+13:00', '2026-11-23T01:00:00+13:00', 'tomorrow'],
    ['Pacific/Apia', '2026-11-22T23:00:00+13:00', '2026-11-25T01:00:00+13:00', '25 Nov 2026'],
  ])('have a word in %s at %s for %s', (zone, now, at, words) => {
    live(zone);
    expect(dayInWords(new Date(at).toISOString(), Date.parse(now))).toBe(words);
  });

  it('follow the machine to another time zone without a new start', () => {
    const iso = '2026-11-22T23:30:00.000Z';
    live('America/New_York');
    expect(formatDay(iso)).toBe('22 Nov 2026');
    live('Pacific/Apia');
    expect(formatDay(iso)).toBe('23 Nov 2026');
    expect(followTimeZone()).toBe(false);
  });
});
