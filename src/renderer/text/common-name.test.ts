import { describe, expect, it } from 'vitest';
import { commonNameIn } from './common-name';

describe('a distinguished name', () => {
  it.each([
    ['CN=Some CA, O=Acme', 'Some CA'],
    ['O=Acme, CN=Tools\\, Ltd, C=DE', 'Tools, Ltd'],
    ['O=No common name', 'O=No common name'],
  ])('gives its common name: %s', (name, common) => {
    expect(commonNameIn(name)).toBe(common);
  });
});
