import { describe, expect, it } from 'vitest';
import { columns, day, facts, minute, nameText, visible } from './text';

describe('text for people', () => {
  it('writes dates in UTC', () => {
    expect(day('2027-12-24T23:59:59.000Z')).toBe('24 Dec 2027');
    expect(minute('2027-01-02T03:04:05.000Z')).toBe('2 Jan 2027 03:04 UTC');
  });

  it('shows both forms of a name in another script', () => {
    expect(nameText({ type: 'dns', value: 'xn--bcher-kva.test', display: 'bücher.test' })).toBe(
      'bücher.test (xn--bcher-kva.test)',
    );
    expect(nameText({ type: 'dns', value: 'a.test', display: 'a.test' })).toBe('a.test');
  });

  it('sets columns and facts, without empty ones', () => {
    expect(
      columns([
        ['a', 'bb', ''],
        ['aaa', 'b', 'c'],
      ]),
    ).toEqual(['a    bb', 'aaa  b   c']);
    expect(columns([])).toEqual([]);
    expect(
      facts([
        ['id', 'x'],
        ['none', undefined],
        ['empty', ''],
        ['names', ['a', 'b']],
      ]),
    ).toEqual(['id     x', 'names  a', '       b']);
  });

  it('shows what a terminal would obey, and leaves the rest', () => {
    expect(visible('a\u001b[31mb\u202ec\u0007\u009b\u200b')).toBe('a\\u001b[31mb\\u202ec\\u0007\\u009b\\u200b');
    expect(visible('bücher 日本\n\t')).toBe('bücher 日本\n\t');
  });
});
