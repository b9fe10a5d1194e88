import { describe, expect, it } from 'vitest';
import { crlSpan, isCrlDue, nextCrlNumber } from './crl-life';
import { isRevocationRecord, mergeRecords, plainSerial, type RevocationRecord } from './revocation-record';

const record = (change: Partial<RevocationRecord> = {}): RevocationRecord => ({
  version: 1,
  authorityId: 'root-1',
  authorityFingerprint: 'a'.repeat(64),
  entries: [{ serial: '0a', reason: 'superseded', at: '2026-05-02T00:00:00.000Z' }],
  number: '7',
  ...change,
});

describe('a serial number', () => {
  it.each([
    ['0A:0b', '0a0b'],
    ['0x00ff', 'ff'],
    ['abc', '0abc'],
    ['00', '00'],
    ['', undefined],
    ['xyz', undefined],
    ['1'.repeat(43), undefined],
  ])('%s is compared as %s', (typed, plain) => expect(plainSerial(typed)).toBe(plain));
});

describe('the record of what was revoked', () => {
  it.each([
    ['another version', { version: 2 }],
    ['a reason that is none', { entries: [{ serial: '0a', reason: 'certificateHold', at: '2026-05-02T00:00:00Z' }] }],
    ['a serial that is not in its plain form', { entries: [{ serial: '0A', reason: 'superseded', at: '2026-05-02' }] }],
    ['a number of more than 20 octets', { number: '1'.repeat(49) }],
    ['a number that is none', { number: '-1' }],
    ['a list without its sum', { crl: { thisUpdate: '2026-05-02', nextUpdate: '2026-05-03' } }],
  ])('is refused with %s', (_name, change) => {
    expect(isRevocationRecord(record())).toBe(true);
    expect(isRevocationRecord({ ...record(), ...change })).toBe(false);
  });

  it('becomes one with another: all that either revoked, at the earlier time, and the higher number', () => {
    const ours = record({ number: '9' });
    const theirs = record({
      number: '12',
      entries: [
        { serial: '0a', reason: 'keyCompromise', at: '2026-05-01T00:00:00.000Z' },
        { serial: '0b', reason: 'superseded', at: '2026-04-01T00:00:00.000Z' },
      ],
    });
    const both = mergeRecords(ours, theirs);
    expect(both).toMatchObject({ number: '12' });
    expect(both.entries.map(({ serial, reason }) => `${serial} ${reason}`)).toEqual([
      '0b superseded',
      '0a keyCompromise',
    ]);
    expect(mergeRecords(theirs, ours)).toEqual(both);
  });
});

describe('the life of a list', () => {
  const now = new Date('2026-05-01T00:00:00.500Z');
  const { thisUpdate, nextUpdate } = crlSpan(now);
  const list = { thisUpdate: thisUpdate.toISOString(), nextUpdate: nextUpdate.toISOString() };
  const after = (days: number) => new Date(now.getTime() + days * 86_400_000);

  it('ends after 30 days, and is renewed in the last third or when the clock was ahead', () => {
    expect(nextUpdate.getTime() - thisUpdate.getTime()).toBe(30 * 86_400_000);
    expect([0, 19.9, 20, 31, -1].map((days) => isCrlDue(list, after(days)))).toEqual([false, false, true, true, true]);
  });

  it('gives numbers that grow, whatever the clock does', () => {
    expect(nextCrlNumber('0', now)).toBe(BigInt(now.getTime()));
    expect(nextCrlNumber('99999999999999999999', now)).toBe(100_000_000_000_000_000_000n);
    expect(nextCrlNumber('5', new Date(-1))).toBe(6n);
  });
});
