import { describe, expect, it } from 'vitest';
import type { CommandSpec } from './command-line';
import { parseCommand } from './parse';

const spec: CommandSpec = {
  path: ['issue'],
  args: 'NAME…',
  count: [1, 2],
  summary: '',
  options: [
    { name: 'days', value: 'N', help: '' },
    { name: 'format', value: 'F', many: true, help: '' },
    { name: 'yes', short: 'y', help: '' },
  ],
  examples: [],
};
const parse = (...args: string[]) => parseCommand(spec, args);

describe('parseCommand', () => {
  it('takes options before, between and after the arguments, in both forms', () => {
    const parsed = parse('a', '--days', '3', '-y', 'b', '--format=x', '--format', 'y');
    expect(parsed.positionals).toEqual(['a', 'b']);
    expect(parsed.value('days')).toBe('3');
    expect(parsed.values('format')).toEqual(['x', 'y']);
    expect([parsed.has('yes'), parsed.has('json')]).toEqual([true, false]);
  });

  it('takes everything after two dashes as an argument, and a single dash always', () => {
    expect(parse('--', '-a', '--days').positionals).toEqual(['-a', '--days']);
    expect(parse('-').positionals).toEqual(['-']);
    expect(parse('a', '--days', '-').value('days')).toBe('-');
  });

  it('takes a value that begins with a dash only when it is joined on', () => {
    expect(parse('a', '--days=-3').value('days')).toBe('-3');
    expect(() => parse('a', '--days', '-3')).toThrow(/looks like an option/);
  });

  it.each([
    [['a', '--dais', '1'], /no option --dais/],
    [['a', '--constructor'], /no option --constructor/],
    [['a', '--__proto__=1'], /no option/],
    [['a', '-z'], /no option -z/],
    [['a', '--days'], /needs a value/],
    [['a', '--days='], /needs a value/],
    [['a', '--yes=1'], /takes no value/],
    [['a', '--days=1', '--days=2'], /given twice/],
    [[], /Something is missing/],
    [['a', 'b', 'c'], /“c” is one argument too many/],
  ])('refuses %j', (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });

  it('asks for no argument when help is wanted', () => {
    expect(parse('--help').has('help')).toBe(true);
  });
});
