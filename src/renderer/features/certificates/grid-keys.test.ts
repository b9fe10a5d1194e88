import { describe, expect, it } from 'vitest';
import { nextPlace } from './grid-keys';

const size = { rows: 20, columns: 5, page: 8 };

describe('keys in the grid', () => {
  it('move by one, by a page and to the ends, and never out of it', () => {
    expect(nextPlace({ row: 0, column: 0 }, 'ArrowDown', size)?.row).toBe(1);
    expect(nextPlace({ row: 19, column: 0 }, 'ArrowDown', size)?.row).toBe(19);
    expect(nextPlace({ row: 3, column: 0 }, 'PageDown', size)?.row).toBe(11);
    expect(nextPlace({ row: 3, column: 0 }, 'PageUp', size)?.row).toBe(0);
    expect(nextPlace({ row: 3, column: 0 }, 'End', size)?.row).toBe(19);
    expect(nextPlace({ row: 3, column: 0 }, 'Home', size)?.row).toBe(0);
  });

  it('reach the header above the first row, where left and right choose the column', () => {
    expect(nextPlace({ row: 0, column: 2 }, 'ArrowUp', size)).toEqual({ row: -1, column: 2 });
    expect(nextPlace({ row: -1, column: 4 }, 'ArrowRight', size)).toEqual({ row: -1, column: 4 });
    expect(nextPlace({ row: -1, column: 0 }, 'ArrowLeft', size)).toEqual({ row: -1, column: 0 });
  });

  it('stay on the header of an empty list', () => {
    expect(nextPlace({ row: -1, column: 0 }, 'ArrowDown', { ...size, rows: 0 })?.row).toBe(-1);
    expect(nextPlace({ row: -1, column: 0 }, 'Home', { ...size, rows: 0 })?.row).toBe(-1);
  });

  it('leave other keys alone', () => {
    expect(nextPlace({ row: 0, column: 0 }, 'Tab', size)).toBeUndefined();
  });
});
