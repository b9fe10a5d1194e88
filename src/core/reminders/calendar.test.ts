import { describe, expect, it } from 'vitest';
import { sample } from '../../../test/support/reminder-samples';
import { expiryCalendar } from './calendar';
import { folded, textValue, utcValue } from './content-lines';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 28, 9, 5, 7);
const thresholds = { certificate: [30, 7], authority: [180] };

describe('content lines', () => {
  it('are folded at 75 octets, without tearing a character apart', () => {
    const line = `SUMMARY:${'ü€😀'.repeat(40)}`;
    const parts = folded(line).split('\r\n');
    expect(parts.length).toBeGreaterThan(4);
    for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75);
    expect(parts.slice(1).every((part) => part.startsWith(' '))).toBe(true);
    expect(parts.join('\r\n').replaceAll('\r\n ', '')).toBe(line);
    expect(folded('X'.repeat(75))).toBe('X'.repeat(75));
    expect(folded('X'.repeat(76))).toBe(`${'X'.repeat(75)}\r\n X`);
  });

  it('escape what has a meaning in a text', () => {
    expect(textValue('a\\b;c,d\r\ne\nf\u0007\u007f')).toBe('a\\\\b\\;c\\,d\\ne\\nf  ');
  });

  it('write an instant in UTC', () => {
    expect(utcValue(Date.UTC(2027, 11, 24, 10, 0, 59))).toBe('20271224T100059Z');
  });
});

describe('a calendar of what expires', () => {
  const certificates = [
    sample.certificate('app.test', now + 100 * day),
    sample.certificate('gone.test', now - day),
    sample.certificate('hours.test', now + day / 4, { notBefore: new Date(now - day / 4).toISOString() }),
  ];
  const { text, events } = expiryCalendar({
    certificates,
    authorities: [sample.authority(now + 900 * day, { name: 'Team, CA' })],
    thresholds,
    now,
  });
  const lines = text.replaceAll('\r\n ', '').split('\r\n');

  it('has one event for each that will end, at its instant', () => {
    expect(events).toBe(3);
    expect(lines.filter((line) => line.startsWith('DTSTART'))).toEqual([
      'DTSTART:20261128T150507Z',
      'DTSTART:20270308T090507Z',
      'DTSTART:20290516T090507Z',
    ]);
    expect(lines).toContain('SUMMARY:The authority Team\\, CA expires');
    expect(text).not.toContain('gone.test');
  });

  it('has an alarm at each threshold, and one in the last third of a short life', () => {
    expect(lines.filter((line) => line.startsWith('TRIGGER'))).toEqual([
      'TRIGGER:-PT240M',
      'TRIGGER:-P7D',
      'TRIGGER:-P30D',
      'TRIGGER:-P180D',
    ]);
  });

  it('keeps the UID of a certificate, whenever it is written', () => {
    const later = expiryCalendar({ certificates, authorities: [], thresholds, now: now + 50 * day });
    const uid = `UID:certificate-${certificates[0]?.fingerprint}@sealwax.internal`;
    for (const each of [text, later.text]) expect(each.replaceAll('\r\n ', '').split('\r\n')).toContain(uid);
  });

  it('ends every line with CRLF', () => {
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });
});
