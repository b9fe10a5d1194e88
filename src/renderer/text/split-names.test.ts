import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasSeparator, splitNames } from './split-names';

describe('splitting names', () => {
  it('splits at commas, semicolons, tabs and line breaks', () => {
    expect(splitNames('a.test, b.test;c.test\r\nd.test\te.test')).toEqual([
      'a.test',
      'b.test',
      'c.test',
      'd.test',
      'e.test',
    ]);
  });

  it('keeps a name with a space whole, so that the message can quote it', () => {
    expect(splitNames('my app.test')).toEqual(['my app.test']);
    expect(hasSeparator('my app.test')).toBe(false);
  });

  it('gives nothing for separators alone', () => {
    expect(splitNames(' , ;\n')).toEqual([]);
  });

  it('loses no character that is neither separator nor outer white space', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z0-9*.: -]{1,20}$/)), (names) => {
        const kept = names.map((name) => name.trim()).filter((name) => name !== '');
        expect(splitNames(names.join(','))).toEqual(kept);
      }),
    );
  });
});
