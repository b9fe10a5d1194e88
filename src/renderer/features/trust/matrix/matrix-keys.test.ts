import { describe, expect, it } from 'vitest';
import { nextSpot } from './matrix-keys';

/** A heading, and three rows with two, one and two places. */
const rows = { first: -1, last: 2, columns: (row: number) => (row === 1 ? 1 : 2) };

describe('the keys of the matrix', () => {
  it.each([
    ['ArrowDown', { row: 0, column: 1 }, { row: 1, column: 0 }],
    ['ArrowUp', { row: 0, column: 1 }, { row: -1, column: 1 }],
    ['ArrowRight', { row: 0, column: 0 }, { row: 0, column: 1 }],
    ['ArrowLeft', { row: 0, column: 1 }, { row: 0, column: 0 }],
    ['Home', { row: 2, column: 1 }, { row: 0, column: 1 }],
    ['End', { row: -1, column: 0 }, { row: 2, column: 0 }],
  ])('%s goes one step, and to the last column that a row has', (key, from, to) => {
    expect(nextSpot(from, key, rows)).toEqual(to);
  });

  it.each([
    ['ArrowDown', { row: 2, column: 0 }],
    ['ArrowUp', { row: -1, column: 0 }],
    ['ArrowRight', { row: 1, column: 0 }],
    ['ArrowLeft', { row: 1, column: 0 }],
    ['Tab', { row: 1, column: 0 }],
  ])('%s leaves the place as it is at the edge', (key, from) => {
    expect(nextSpot(from, key, rows)).toBeUndefined();
  });

  it('steps over a row that has no place', () => {
    const gap = { first: 0, last: 2, columns: (row: number) => (row === 1 ? 0 : 1) };
    expect(nextSpot({ row: 0, column: 0 }, 'ArrowDown', gap)).toEqual({ row: 2, column: 0 });
  });
});
