import { describe, expect, it } from 'vitest';
import type { ActivityEntry } from '../../../ipc/activity-schemas';
import { rowsOf } from './rows';

const entry = (id: number, at: Date | undefined): ActivityEntry => ({
  id,
  at: at?.toISOString() ?? '',
  who: 'window',
  what: 'certificate.issued',
  group: 'certificate',
  sentence: '',
  subject: '',
  facts: [],
  previous: '',
});
const now = new Date(2026, 10, 28, 0, 5).getTime();

describe('the rows of the history', () => {
  it('have a heading before each day, by the calendar here', () => {
    const entries = [
      entry(5, new Date(2026, 10, 28, 0, 1)),
      entry(4, new Date(2026, 10, 27, 23, 59)),
      entry(3, undefined),
      entry(2, new Date(2026, 10, 27, 0, 0)),
      entry(1, new Date(2026, 10, 26, 23, 59)),
    ];
    expect(rowsOf(entries, now).map((row) => (row.kind === 'day' ? row.label : row.entry.id))).toEqual([
      'Today, 28 Nov 2026',
      5,
      'Yesterday, 27 Nov 2026',
      4,
      3,
      2,
      'Thursday, 26 Nov 2026',
      1,
    ]);
  });

  it('keep the order of the writing when the clock was set back', () => {
    const [late, early] = [new Date(2026, 10, 20), new Date(2016, 10, 20)];
    const rows = rowsOf([entry(3, late), entry(2, early), entry(1, late)], now);
    expect(rows.filter(({ kind }) => kind === 'day')).toHaveLength(3);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(6);
  });
});
