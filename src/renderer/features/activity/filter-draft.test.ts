import { describe, expect, it } from 'vitest';
import { filterOf, isFiltered, noFilter } from './filter-draft';

describe('the filter of the history', () => {
  it('asks for nothing until something is set', () => {
    expect(filterOf(noFilter)).toEqual({});
    expect(isFiltered(noFilter)).toBe(false);
    expect(isFiltered({ ...noFilter, who: 'window' })).toBe(true);
    expect(filterOf({ ...noFilter, search: '  ', from: '2026-1' })).toEqual({});
  });

  it('takes days from their first to their last millisecond, here', () => {
    const { since, until } = filterOf({ ...noFilter, from: '2026-11-27', to: '2026-11-28' });
    expect(new Date(since as string)).toEqual(new Date(2026, 10, 27, 0, 0, 0, 0));
    expect(new Date(until as string)).toEqual(new Date(2026, 10, 28, 23, 59, 59, 999));
  });
});
