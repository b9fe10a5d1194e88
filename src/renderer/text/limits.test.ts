import { describe, expect, it } from 'vitest';
import { forbiddenExample, limitsSentence } from './limits';

describe('limits in words', () => {
  it('name the subtrees as people write them, and address ranges by what they are for', () => {
    expect(
      limitsSentence({ kind: 'limited', dns: ['localhost', 'test'], ip: ['127.0.0.0/8', '::1/128', '10.0.0.0/8'] }),
    ).toBe('May sign only for localhost, *.test, and loopback and private addresses.');
  });

  it('write out a range that has no name of its own', () => {
    expect(limitsSentence({ kind: 'limited', dns: [], ip: ['203.0.113.0/24'] })).toBe(
      'May sign only for 203.0.113.0/24.',
    );
  });

  it('say plainly when there are none', () => {
    expect(limitsSentence({ kind: 'none' })).toContain('any name');
    expect(forbiddenExample({ kind: 'none' })).toBeUndefined();
  });

  it('never give a permitted site as the example of a forbidden one', () => {
    expect(forbiddenExample({ kind: 'limited', dns: ['com'], ip: [] })).toBe('wikipedia.org');
    expect(forbiddenExample({ kind: 'limited', dns: ['test'], ip: [] })).toBe('google.com');
  });
});
