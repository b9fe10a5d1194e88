import { describe, expect, it } from 'vitest';
import { expiryStatus } from './expiry';

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
