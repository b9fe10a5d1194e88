import { describe, expect, it } from 'vitest';
import { formatDay, pastDate, relativeDate } from './dates';

const now = Date.parse('2026-11-22T12:00:00.000Z');
const later = (ms: number) => new Date(now + ms).toISOString();
const minute = 60_000;
const day = 86_400_000;

describe('relative dates', () => {
  it.each([
    [0, 'just now'],
    [-59_000, 'just now'],
    [59_000, 'within a minute'],
    [minute, 'in 1 minute'],
    [59 * minute, 'in 59 minutes'],
    [60 * minute, 'in 1 hour'],
    [47 * 60 * minute, 'in 47 hours'],
    [2 * day, 'in 2 days'],
    [61 * day, 'in 61 days'],
    [90 * day, 'in 2 months'],
    [397 * day, 'in 13 months'],
    [824 * day, 'in 2 years'],
    [3650 * day, 'in 9 years'],
    [-3 * day, '3 days ago'],
    [-minute, '1 minute ago'],
    [-400 * day, '13 months ago'],
  ])('%i ms from now is "%s"', (distance, words) => {
    expect(relativeDate(later(distance), now)).toBe(words);
  });

  it('never promises more time than there is', () => {
    expect(relativeDate(later(3 * day - 1), now)).toBe('in 2 days');
  });
});

describe('what has happened', () => {
  it('is never told as still to come, when the clock of the window lags behind', () => {
    expect(pastDate(later(20_000), now)).toBe('just now');
    expect(pastDate(later(-5 * minute), now)).toBe('5 minutes ago');
  });
});

describe('absolute dates', () => {
  it('name the month, so that no one can swap day and month', () => {
    expect(formatDay('2026-11-22T12:00:00.000Z')).toBe('22 Nov 2026');
  });
});
