import { describe, expect, it } from 'vitest';
import type { CertificateName, NameLimits } from '../../ipc/schemas';
import { AppError } from '../errors';
import { defaultLimits, describeLimits, isBelow, isPermitted, parseLimits } from './limits';

const limited = (dns: string[], ip: string[] = []): NameLimits => ({ kind: 'limited', dns, ip });
const name = (type: CertificateName['type'], value: string): CertificateName => ({ type, value, display: value });

function failure(limits: NameLimits): AppError {
  try {
    parseLimits(limits);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('limits as typed', () => {
  it('come out in normal form, each once', () => {
    const typed = limited(
      [' Test ', '*.test', '.test', 'bücher.example', 'Home.ARPA.', 'corp'],
      ['10.1.2.3/8', '10.0.0.0/8', '192.168.1.10', 'FD00::1/8', '::1'],
    );
    expect(parseLimits(typed)).toEqual(
      limited(
        ['localhost', 'test', 'xn--bcher-kva.example', 'home.arpa', 'corp'],
        ['10.0.0.0/8', '192.168.1.10/32', 'fd00::/8', '::1/128'],
      ),
    );
  });

  it('stay as they are when they are in normal form', () => {
    expect(parseLimits(defaultLimits())).toEqual(defaultLimits());
    expect(parseLimits({ kind: 'none' })).toEqual({ kind: 'none' });
  });

  it.each([
    [limited(['com']), 'dns', /public suffix: with it the root could sign for everybody's sites below com/],
    [limited(['co.uk']), 'dns', /public suffix/],
    [limited(['dev']), 'dns', /public suffix/],
    [limited(['test', '']), 'dns', /empty/],
    [limited([]), 'dns', /no domain/],
    [limited(['127.0.0.1']), 'dns', /address, not a domain/],
    [limited(['10.0.0.0/8']), 'dns', /address, not a domain/],
    [limited(['a b']), 'dns', /character/],
    [limited(['a.*.b']), 'dns', /character/],
    [limited(['x'.repeat(64)]), 'dns', /63/],
    [limited(['test'], ['test']), 'ip', /not a range/],
    [limited(['test'], ['10.0.0.0/33']), 'ip', /not a range/],
    [limited(['test'], ['10.0.0.0/-1']), 'ip', /not a range/],
    [limited(['test'], ['10.0.0.0/8/8']), 'ip', /not a range/],
    [limited(['test'], ['300.0.0.0/8']), 'ip', /not a range/],
    [limited(['test'], ['0.0.0.0/0']), 'ip', /every address/],
    [limited(['test'], ['::/0']), 'ip', /every address/],
  ])('%j is refused at the field %s', (limits, field, message) => {
    const error = failure(limits);
    expect(error.code).toBe('invalid-input');
    expect(error.field).toBe(field);
    expect(error.message).toMatch(message);
    expect(error.hint).toBeTruthy();
  });
});

describe('what a root may sign for', () => {
  it.each([
    [name('dns', 'test'), true],
    [name('dns', 'a.b.test'), true],
    [name('dns', '*.app.test'), true],
    [name('dns', 'localhost'), true],
    [name('dns', 'mytest'), false],
    [name('dns', 'test.com'), false],
    [name('dns', '*.com'), false],
    [name('ip', '127.0.0.1'), true],
    [name('ip', '127.255.255.255'), true],
    [name('ip', '128.0.0.0'), false],
    [name('ip', '172.15.255.255'), false],
    [name('ip', '172.16.0.0'), true],
    [name('ip', '172.31.255.255'), true],
    [name('ip', '172.32.0.0'), false],
    [name('ip', '::1'), true],
    [name('ip', '::2'), false],
    [name('ip', 'fe80::1'), true],
    [name('ip', 'febf::1'), true],
    [name('ip', 'fec0::1'), false],
    [name('ip', 'fdff::1'), true],
    [name('ip', '2001:db8::1'), false],
    [name('ip', '::ffff:127.0.0.1'), false],
    [name('email', 'me@app.test'), true],
    [name('email', 'me@test'), true],
    [name('email', 'me@google.com'), false],
    [name('uri', 'spiffe://app.test/x'), true],
    [name('uri', 'https://google.com/test'), false],
    [name('uri', 'https://127.0.0.1/'), false],
    [name('uri', 'not a uri'), false],
  ])('%j: %s', (each, expected) => {
    expect(isPermitted(each, defaultLimits())).toBe(expected);
    expect(isPermitted(each, { kind: 'none' })).toBe(true);
  });

  it('reads a domain with a dot in front as the hosts below it', () => {
    expect(isBelow('a.test', '.test')).toBe(true);
    expect(isBelow('test', '.test')).toBe(false);
    expect(isBelow('anything', '')).toBe(true);
  });

  it('is said in a phrase', () => {
    expect(describeLimits(limited(['test', 'lan'], ['::1/128']))).toBe(
      'names under test and lan, and addresses in ::1/128',
    );
    expect(describeLimits(limited(['test']))).toBe('names under test, and no addresses');
    expect(describeLimits({ kind: 'none' })).toBe('any name and any address');
  });
});
