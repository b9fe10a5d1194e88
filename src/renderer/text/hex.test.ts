import { describe, expect, it } from 'vitest';
import { colonHex, shortHex } from './hex';

describe('hex', () => {
  it('is printed in pairs, as openssl does', () => {
    expect(colonHex('5c0e917a')).toBe('5C:0E:91:7A');
    expect(colonHex('f01')).toBe('0F:01');
  });

  it('is shortened only when something is left out', () => {
    expect(shortHex('5c0e91', 6)).toBe('5C:0E:91');
    expect(shortHex('5c0e917a43dd20', 6)).toBe('5C:0E:91:7A:43:DD…');
  });
});
