import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimelineMark } from '../../ipc/overview-schemas';
import type { Authority, Certificate } from '../../ipc/schemas';
import { monthsLater, timelineOf } from './timeline';

const day = 86_400_000;
const now = Date.parse('2026-11-22T15:30:00.000Z');

const certificate = (id: string, notAfter: number | string, status: string = 'healthy') =>
  ({
    id,
    names: [{ type: 'dns', value: `${id}.test`, display: `${id}.test` }],
    commonName: id,
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: new Date(notAfter).toISOString(),
    status,
  }) as Certificate;
const root = (id: string, notAfter: number | string, fingerprint = 'a'.repeat(64)) =>
  ({
    id,
    name: `${id} CA`,
    fingerprint,
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: new Date(notAfter).toISOString(),
  }) as Authority;

const year = (certificates: Certificate[], authorities: Authority[] = [], at = now) =>
  timelineOf({ certificates, authorities }, at, { months: 12, slots: 40 });
const nameOf = (mark: TimelineMark) => (mark.kind === 'cluster' ? `${mark.count} ending` : mark.id);

describe('the timeline of the coming year', () => {
  it('marks each certificate and each root, in the order of time', () => {
    const { marks, hidden } = year(
      [certificate('late', now + 300 * day), certificate('soon', now + 5 * day, 'expiring')],
      [root('old', now + 90 * day)],
    );
    expect(marks.map((mark) => [mark.kind, nameOf(mark), mark.status, mark.lane])).toEqual([
      ['certificate', 'soon', 'expiring', 0],
      ['authority', 'old', 'healthy', 0],
      ['certificate', 'late', 'healthy', 0],
    ]);
    expect(hidden).toEqual({ ended: 0, earlier: 0, later: 0, beyond: { certificates: 0, authorities: 0 } });
  });

  it('counts what ended before, and what ends after the year, without a mark', () => {
    const { marks, hidden } = year(
      [certificate('gone', now - 3 * day, 'expired'), certificate('later', now + 397 * day)],
      [root('root', '2036-11-20T00:00:00.000Z'), root('unreadable', 0, '')],
    );
    expect(marks).toEqual([]);
    expect(hidden).toMatchObject({ ended: 1, beyond: { certificates: 1, authorities: 1 } });
  });

  it('still shows what ended earlier on the same day', () => {
    expect(year([certificate('today', now - 3_600_000, 'expired')]).marks).toMatchObject([
      { slot: 0, status: 'expired' },
    ]);
  });

  it('leaves out what was given up on purpose, whatever that is called', () => {
    const { marks, hidden } = year([
      certificate('one', now + day, 'revoked'),
      certificate('two', now + 2 * day, 'replaced'),
      certificate('three', now - day, 'revoked'),
    ]);
    expect([marks.length, hidden.ended]).toEqual([0, 0]);
  });

  it('puts up to four above one another, and more into one mark with the worst status and both ends', () => {
    const four = [0, 1, 2, 3].map((index) => certificate(`c${index}`, now + 60 * day + index));
    expect(year(four).marks.map(({ lane }) => lane)).toEqual([0, 1, 2, 3]);
    const many = [...four, certificate('bad', now + 60 * day + 9, 'broken')];
    expect(year(many, [root('old', now + 60 * day + 5)]).marks).toEqual([
      {
        kind: 'cluster',
        slot: 6,
        lane: 0,
        count: 5,
        worst: 1,
        authorities: 0,
        status: 'broken',
        at: new Date(now + 60 * day).toISOString(),
        until: new Date(now + 60 * day + 9).toISOString(),
      },
      expect.objectContaining({ kind: 'authority', id: 'old', lane: 2 }),
    ]);
  });

  it('keeps at most four lanes a slot for ten thousand, and loses none', () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      certificate(`n${index}`, now + (index * 365 * day) / 10_000),
    );
    const { marks, hidden } = timelineOf({ certificates: many, authorities: [] }, now, { months: 12, slots: 60 });
    expect(marks.length).toBeLessThanOrEqual(240);
    const shown = marks.reduce((sum, mark) => sum + (mark.kind === 'cluster' ? mark.count : 1), 0);
    expect(shown + hidden.beyond.certificates).toBe(10_000);
  });

  it('counts each one once, in whatever part of the year', () => {
    const part = fc.record({
      months: fc.constantFrom(12 as const, 3 as const, 1 as const),
      around: fc.option(fc.integer({ min: -30, max: 500 }), { nil: undefined }),
      slots: fc.integer({ min: 6, max: 120 }),
      ends: fc.array(fc.integer({ min: -40, max: 500 }), { maxLength: 60 }),
      roots: fc.array(fc.integer({ min: -40, max: 500 }), { maxLength: 6 }),
    });
    fc.assert(
      fc.property(part, ({ months, around, slots, ends, roots }) => {
        const timeline = timelineOf(
          {
            certificates: ends.map((end, index) => certificate(`c${index}`, now + end * day)),
            authorities: roots.map((end, index) => root(`r${index}`, now + end * day)),
          },
          now,
          { months, slots, around: around === undefined ? undefined : now + around * day },
        );
        const { marks, hidden, from, to, year: all } = timeline;
        const shown = marks.reduce((sum, mark) => sum + (mark.kind === 'cluster' ? mark.count : 1), 0);
        const { ended, earlier, later, beyond } = hidden;
        expect(shown + ended + earlier + later + beyond.certificates + beyond.authorities).toBe(
          ends.length + roots.length,
        );
        expect([from >= all.from, to <= all.to]).toEqual([true, true]);
        expect(marks.every(({ at, slot, lane }) => at >= from && at < to && slot < slots && lane < 4)).toBe(true);
        expect(new Set(marks.map(({ slot, lane }) => `${slot} ${lane}`)).size).toBe(marks.length);
      }),
    );
  });
});

describe('a part of the year', () => {
  const part = (months: 3 | 1, around?: string) =>
    timelineOf({ certificates: [], authorities: [] }, now, {
      months,
      slots: 30,
      around: around === undefined ? undefined : Date.parse(around),
    });

  it.each([
    [3, undefined, '2026-11-22', '2027-02-22'],
    [1, undefined, '2026-11-22', '2026-12-22'],
    [1, '2027-05-15T12:00:00.000Z', '2027-04-30', '2027-05-30'],
    [1, '2026-01-01T00:00:00.000Z', '2026-11-22', '2026-12-22'],
    [3, '2030-01-01T00:00:00.000Z', '2027-08-22', '2027-11-22'],
  ] as const)('of %s months around %s goes from %s to %s', (months, around, from, to) => {
    const shown = part(months, around);
    expect([shown.from.slice(0, 10), shown.to.slice(0, 10)]).toEqual([from, to]);
  });
});

describe('months of the calendar', () => {
  it.each([
    ['2028-02-29', 12, '2029-02-28'],
    ['2027-02-28', 12, '2028-02-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2027-11-30', 3, '2028-02-29'],
    ['2026-12-31', 1, '2027-01-31'],
    ['2027-01-31', 1, '2027-02-28'],
  ])('from %s, %i later, are %s', (from, months, to) => {
    expect(monthsLater(Date.parse(from), months)).toBe(Date.parse(to));
  });
});
