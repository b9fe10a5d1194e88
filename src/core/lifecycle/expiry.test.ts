import { describe, expect, it } from 'vitest';
import { expiryStatus, nextStatusChange } from './expiry';

const day = 86_400_000;
const from = Date.UTC(2026, 0, 1);

describe('the status of a certificate', () => {
  it.each([
    ['a year with 31 days left', 397, 366, 'healthy'],
    ['a year with 30 days left', 397, 367, 'expiring'],
    ['a year on its last millisecond', 397, 397, 'expiring'],
    ['a year, one millisecond too late', 397, 397 + 1 / day, 'expired'],
    ['a year, one millisecond too early', 397, -1 / day, 'not-yet-valid'],
    ['a fortnight in its first two thirds', 14, 9, 'healthy'],
    ['a fortnight in its last third', 14, 10, 'expiring'],
    ['an hour in its last third', 1 / 24, 0.7 / 24, 'expiring'],
  ] as const)('is right for %s', (_name, lifetime, age, status) => {
    expect(expiryStatus(from, from + lifetime * day, Math.round(from + age * day))).toBe(status);
  });
});

describe('the next change of a status', () => {
  it.each([
    ['397 days', 397 * day],
    ['a fortnight', 14 * day],
    ['an hour', day / 24],
    ['a span that does not divide by three', 100_000_001],
  ])('is exactly where the status changes, for %s', (_name, lifetime) => {
    const end = from + lifetime;
    let now = from - 5;
    const seen: string[] = [expiryStatus(from, end, now)];
    for (let next = nextStatusChange(from, end, now); next !== undefined; next = nextStatusChange(from, end, now)) {
      expect(expiryStatus(from, end, next - 1)).toBe(seen.at(-1));
      seen.push(expiryStatus(from, end, next));
      now = next;
    }
    expect(seen).toEqual(['not-yet-valid', 'healthy', 'expiring', 'expired']);
  });
});
