import { describe, expect, it } from 'vitest';
import type { NameCheck } from '../../ipc/schemas';
import { wantedNames } from './sign';

const check = (value: string, display = value, ok = true): NameCheck => ({
  input: value,
  ok,
  name: { type: 'dns', value, display },
});
const checks = [check('a.test'), check('xn--bcher-kva.test', 'bücher.test'), check('bank.com', 'bank.com', false)];
const parsed = (options: Record<string, string[]>) => ({
  values: (name: string) => options[name] ?? [],
  has: (name: string) => name in options,
});

describe('the names to sign', () => {
  it('are those of the request, without the struck ones, and the added ones', () => {
    const wanted = wantedNames(parsed({ 'drop-name': ['BANK.com', 'Bücher.test'], name: ['b.test'] }), checks);
    expect(wanted).toEqual(['a.test', 'b.test']);
  });

  it('keep a name that will be refused, so that it is not lost in silence', () => {
    expect(wantedNames(parsed({}), checks)).toContain('bank.com');
  });

  it('are exactly those that were said to be all', () => {
    expect(wantedNames(parsed({ 'only-name': ['c.test'] }), checks)).toEqual(['c.test']);
  });

  it('cannot lose a name that is not there: it was mistyped', () => {
    expect(() => wantedNames(parsed({ 'drop-name': ['bnak.com'] }), checks)).toThrow(/bnak\.com/);
  });
});
