import { describe, expect, it } from 'vitest';
import { parseGoFlags } from './go-flags';

const kinds = { ecdsa: 'boolean', client: 'boolean', 'cert-file': 'text' } as const;
const parse = (...argv: string[]) => parseGoFlags(argv, kinds);

describe('flags as Go reads them', () => {
  it.each([
    [['-ecdsa', 'a.test'], { ecdsa: true }, ['a.test']],
    [['--ecdsa', 'a.test'], { ecdsa: true }, ['a.test']],
    [['-ecdsa=false', 'a.test'], { ecdsa: false }, ['a.test']],
    [['-ecdsa=T'], { ecdsa: true }, []],
    [['-cert-file', 'x.pem', 'a.test'], { 'cert-file': 'x.pem' }, ['a.test']],
    [['--cert-file=x=y.pem'], { 'cert-file': 'x=y.pem' }, []],
    [['-cert-file=', 'a.test'], { 'cert-file': '' }, ['a.test']],
    // The first name ends the flags: what follows is a name, dash or not.
    [['late.test', '-ecdsa'], {}, ['late.test', '-ecdsa']],
    [['--', '-ecdsa'], {}, ['-ecdsa']],
    [['-'], {}, ['-']],
    [[], {}, []],
  ])('reads %j', (argv, flags, rest) => {
    expect(parse(...argv)).toEqual({ ok: true, flags, rest });
  });

  it.each([
    [['-bad'], 'flag provided but not defined: -bad'],
    [['--bad=1'], 'flag provided but not defined: -bad'],
    [['-ecdsa=maybe'], 'invalid boolean value "maybe" for -ecdsa: parse error'],
    [['-cert-file'], 'flag needs an argument: -cert-file'],
    [['---x'], 'bad flag syntax: ---x'],
    [['-=x'], 'bad flag syntax: -=x'],
    [['-constructor'], 'flag provided but not defined: -constructor'],
  ])('refuses %j', (argv, message) => {
    expect(parse(...argv)).toEqual({ ok: false, help: false, message });
  });

  it('knows -h and -help as a wish for help', () => {
    expect(parse('-h')).toMatchObject({ ok: false, help: true });
  });
});
