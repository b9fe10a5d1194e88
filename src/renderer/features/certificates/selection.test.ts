import { describe, expect, it } from 'vitest';
import { allOrNone, extended, keptOf, nothingSelected, toggled } from './selection';

const order = ['a', 'b', 'c', 'd', 'e'];
const idsOf = ({ ids }: { ids: ReadonlySet<string> }) => [...ids].sort().join('');

describe('ticking certificates', () => {
  it('ticks and unticks one', () => {
    const one = toggled(nothingSelected, 'b');
    expect(idsOf(one)).toBe('b');
    expect(idsOf(toggled(one, 'b'))).toBe('');
  });

  it('extends from the last one that was ticked, in both directions, and from there again', () => {
    const one = toggled(nothingSelected, 'c');
    expect(idsOf(extended(one, order, 'e'))).toBe('cde');
    expect(idsOf(extended(one, order, 'a'))).toBe('abc');
    expect(idsOf(extended(extended(one, order, 'e'), order, 'b'))).toBe('bcde');
  });

  it('takes the place itself when there is nothing to extend from, or it was filtered away', () => {
    expect(idsOf(extended(nothingSelected, order, 'd'))).toBe('d');
    expect(idsOf(extended(toggled(nothingSelected, 'gone'), order, 'd'))).toBe('dgone');
  });

  it('ticks all, and none when all were ticked', () => {
    const all = allOrNone(toggled(nothingSelected, 'a'), order);
    expect(idsOf(all)).toBe('abcde');
    expect(idsOf(allOrNone(all, order))).toBe('');
    expect(idsOf(allOrNone(nothingSelected, []))).toBe('');
  });

  it('forgets what is no longer there', () => {
    const two = toggled(toggled(nothingSelected, 'a'), 'b');
    expect(idsOf(keptOf(two, new Set(['b', 'c'])))).toBe('b');
    expect(keptOf(two, new Set(order))).toBe(two);
  });
});
