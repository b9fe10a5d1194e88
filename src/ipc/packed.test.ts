import { describe, expect, it } from 'vitest';
import { pack, unpack } from './packed';

const list = (length: number) =>
  Array.from({ length }, (_, index) => ({ id: `c${index}`, names: ['bücher.test', '"\\'] }));

describe('an answer on its way to the page', () => {
  it.each([0, 199, 200, 10_000])('arrives as it was sent, with %i entries', (length) => {
    const sent = { ok: true as const, value: list(length) };
    expect(unpack(pack(sent))).toEqual(sent);
  });

  it('is one text when it is long, and stays as it is otherwise', () => {
    expect(pack({ ok: true, value: list(200) })).toEqual({ ok: true, packed: expect.any(String) });
    for (const sent of [
      { ok: true as const, value: undefined },
      { ok: true as const, value: list(199) },
      { ok: false as const, error: { code: 'not-found', message: 'There is none.' } },
    ])
      expect(pack(sent)).toBe(sent);
  });
});
