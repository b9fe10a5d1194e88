import { describe, expect, it } from 'vitest';
import { suggest } from './suggest';

const words = ['issue', 'inspect', 'list', 'status', 'show', 'sign'];

describe('suggest', () => {
  it.each([
    ['isue', 'issue'],
    ['isseu', 'issue'],
    ['lst', 'list'],
    ['stat', 'status'],
    ['sgin', 'sign'],
    ['insp', 'inspect'],
    ['frobnicate', undefined],
    ['', undefined],
  ])('for %j thinks of %j', (typed, meant) => {
    expect(suggest(typed, words)).toBe(meant);
  });

  it('does not choose between two that begin alike', () => {
    expect(suggest('in', ['install', 'inspect'])).toBeUndefined();
  });
});
