import { describe, expect, it } from 'vitest';
import type { Purpose, Validity } from '../../ipc/schemas';
import { dayMs } from './profile';
import { validityNotes, validityOf } from './validity';

const now = new Date('2026-06-01T12:34:56.789Z');
const issuer = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2056-01-01T00:00:00Z') };
const spanOf = (validity: Validity, from = issuer) => {
  const { notBefore, notAfter, shortened } = validityOf(validity, now, from);
  return [notBefore.toISOString(), notAfter.toISOString(), shortened];
};

describe('a validity', () => {
  it.each<[Validity, string]>([
    [{ kind: 'hours', hours: 1 }, '2026-06-01T13:34:55.000Z'],
    [{ kind: 'hours', hours: 24 }, '2026-06-02T12:34:55.000Z'],
    [{ kind: 'days', days: 1 }, '2026-06-02T12:34:55.000Z'],
    [{ kind: 'days', days: 14 }, '2026-06-15T12:34:55.000Z'],
    [{ kind: 'days', days: 90 }, '2026-08-30T12:34:55.000Z'],
    [{ kind: 'days', days: 824 }, '2028-09-02T12:34:55.000Z'],
    [{ kind: 'days', days: 3660 }, '2036-06-08T12:34:55.000Z'],
    [{ kind: 'until', until: '2027-12-24T10:00:00.500Z' }, '2027-12-24T10:00:00.000Z'],
    [{ kind: 'until', until: '2051-02-03T04:05:06Z' }, '2051-02-03T04:05:06.000Z'],
  ])('of %j starts an hour back and ends at %s', (validity, end) => {
    expect(spanOf(validity)).toEqual(['2026-06-01T11:34:56.000Z', end, false]);
  });

  it('of 825 days gives up the hour back: no certificate of ours breaks a limit that was not asked to be broken', () => {
    expect(spanOf({ kind: 'days', days: 825 })).toEqual([
      '2026-06-01T12:34:56.000Z',
      '2028-09-03T12:34:55.000Z',
      false,
    ]);
  });

  it('never reaches outside of the issuer, and says when its end was cut', () => {
    const young = { notBefore: new Date('2026-06-01T12:00:00Z'), notAfter: new Date('2026-07-01T00:00:00Z') };
    const days = (count: number) => spanOf({ kind: 'days', days: count }, young);
    expect(days(1)).toEqual(['2026-06-01T12:00:00.000Z', '2026-06-02T12:34:55.000Z', false]);
    expect(days(30)).toEqual(['2026-06-01T12:00:00.000Z', '2026-07-01T00:00:00.000Z', true]);
    expect(spanOf({ kind: 'until', until: '2099-01-01T00:00:00Z' }, young)[2]).toBe(true);
    expect(spanOf({ kind: 'until', until: '2026-07-01T00:00:00Z' }, young)[2]).toBe(false);
  });

  it.each<Validity>([
    { kind: 'hours', hours: 0 },
    { kind: 'hours', hours: 25 },
    { kind: 'days', days: 0 },
    { kind: 'days', days: 3661 },
    { kind: 'days', days: 1.5 },
    { kind: 'days', days: Number.NaN },
    { kind: 'until', until: 'tomorrow' },
    { kind: 'until', until: '2026-06-01T12:34:56Z' },
    { kind: 'until', until: '2020-01-01T00:00:00Z' },
  ])('of %j is refused', (validity) => {
    expect(() => spanOf(validity)).toThrow(
      expect.objectContaining({ code: 'invalid-input', field: 'validity', hint: expect.stringMatching(/Choose|Type/) }),
    );
  });

  it.each([
    [{ notBefore: now, notAfter: new Date('2026-06-01T12:34:56Z') }, /has expired/],
    [{ notBefore: new Date('2026-06-02T00:00:00Z'), notAfter: issuer.notAfter }, /not valid yet/],
  ])('is not given by an issuer that is not valid now', (from, message) => {
    expect(() => spanOf({ kind: 'days', days: 1 }, from)).toThrow(
      expect.objectContaining({ code: 'authority-expired', message: expect.stringMatching(message) }),
    );
  });
});

describe('the notes on a validity', () => {
  const notes = (days: number, purpose: Purpose) => {
    const span = validityOf({ kind: 'days', days }, now, issuer);
    return validityNotes(span, purpose);
  };
  it('name Apple and its source from 826 days on, for servers alone', () => {
    expect(notes(826, 'server')).toEqual([expect.stringMatching(/Apple accepts 825 days.*826.*103769/)]);
    expect(notes(3660, 'server-client')).toHaveLength(1);
    expect(notes(825, 'server')).toEqual([]);
    expect(notes(398, 'server')).toEqual([]);
    expect(notes(3660, 'client')).toEqual([]);
    expect(notes(3660, 'email')).toEqual([]);
  });

  it('count the second that is over 825 days', () => {
    const notAfter = (more: number) => new Date(now.getTime() + 825 * dayMs - 1000 + more);
    expect(validityNotes({ notBefore: now, notAfter: notAfter(0) }, 'server')).toEqual([]);
    expect(validityNotes({ notBefore: now, notAfter: notAfter(1000) }, 'server')).toHaveLength(1);
  });
});
