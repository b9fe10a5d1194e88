import { describe, expect, it } from 'vitest';
import type { Authority } from '../../ipc/schemas';
import { below, rootOf, rootsInOrder } from './roots';

const known = (id: string, parentId?: string, isDefault = false): Authority =>
  ({ id, isDefault, ...(parentId === undefined ? {} : { parentId }) }) as Authority;
const ids = (authorities: Authority[]) => authorities.map(({ id }) => id);

describe('the tree of authorities', () => {
  const all = [known('a'), known('b'), known('b1', 'b', true), known('b2', 'b'), known('b11', 'b1')];

  it('has the root of the default authority first', () => {
    expect(ids(rootsInOrder(all))).toEqual(['b', 'a']);
    expect(ids(rootsInOrder([known('a'), known('b')]))).toEqual(['a', 'b']);
  });

  it('shows a child right below its parent', () => {
    expect(ids(below(known('b'), all))).toEqual(['b1', 'b11', 'b2']);
  });

  it('takes an intermediate without its root as a top of its own', () => {
    const orphan = known('x', 'gone');
    expect(rootOf(orphan, [orphan])).toBe(orphan);
    expect(ids(rootsInOrder([known('a', undefined, true), orphan]))).toEqual(['a', 'x']);
  });

  it('ends on records that name each other', () => {
    const loop = [known('a', 'b'), known('b', 'a')];
    expect(() => rootsInOrder(loop)).not.toThrow();
    expect(ids(below(loop[0] as Authority, loop))).toEqual(['b']);
  });
});
