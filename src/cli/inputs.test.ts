import { describe, expect, it } from 'vitest';
import type { Parsed } from './command-line';
import { formatsOf, instantOf, limitsOf, subjectOf, validityOf, wholeNumber } from './inputs';

const parsed = (options: Record<string, string[]>): Parsed => ({
  positionals: [],
  value: (name) => options[name]?.at(-1),
  values: (name) => options[name] ?? [],
  has: (name) => name in options,
});

describe('subjectOf', () => {
  it.each([
    ['C=DE,O=Example', { country: 'DE', organization: 'Example' }],
    ['cn=app.test, ou = Web team ', { commonName: 'app.test', organizationalUnit: 'Web team' }],
    ['O=Example\\, Inc,L=Köln', { organization: 'Example, Inc', locality: 'Köln' }],
    ['/C=DE/ST=Bayern/O=a, b', { country: 'DE', state: 'Bayern', organization: 'a, b' }],
    ['O=a=b', { organization: 'a=b' }],
  ])('reads %j', (typed, fields) => {
    expect(subjectOf(typed)).toEqual(fields);
  });

  it.each(['X=1', 'DE', 'C=', '=x', 'O=a,', 'O=a,O=b', '__proto__=x', 'toString=x'])('refuses %j', (typed) => {
    expect(() => subjectOf(typed)).toThrow();
  });
});

describe('instantOf', () => {
  it('takes a day from its first second, or to its last', () => {
    expect(instantOf('--at', '2027-12-24', 'first').toISOString()).toBe('2027-12-24T00:00:00.000Z');
    expect(instantOf('--until', '2027-12-24', 'last').toISOString()).toBe('2027-12-24T23:59:59.000Z');
    expect(instantOf('--at', '2027-12-24T10:00:00+02:00', 'first').toISOString()).toBe('2027-12-24T08:00:00.000Z');
  });

  it.each(['tomorrow', '2027-02-30', '2027-13-01', '24.12.2027', '2027-12-24T10:00:00', '1700000000', ''])(
    'refuses %j',
    (typed) => {
      expect(() => instantOf('--at', typed, 'first')).toThrow(/must be a day or an instant/);
    },
  );
});

describe('wholeNumber', () => {
  it.each(['0', '11', '-1', '1.5', '1e1', ' 3', '0x3', '', '99999999999999999999'])(
    'refuses %j from 1 to 10',
    (typed) => {
      expect(() => wholeNumber('--n', typed, 1, 10)).toThrow(/from 1 to 10/);
    },
  );

  it('takes both ends', () => {
    expect([wholeNumber('--n', '1', 1, 10), wholeNumber('--n', '10', 1, 10)]).toEqual([1, 10]);
  });
});

describe('validityOf', () => {
  it('takes one of the three', () => {
    expect(validityOf(parsed({}))).toBeUndefined();
    expect(validityOf(parsed({ hours: ['1'] }))).toEqual({ kind: 'hours', hours: 1 });
    expect(validityOf(parsed({ until: ['2027-12-24'] }))).toEqual({ kind: 'until', until: '2027-12-24T23:59:59.000Z' });
    expect(() => validityOf(parsed({ hours: ['1'], days: ['1'] }))).toThrow(/cannot both/);
  });
});

describe('formatsOf', () => {
  it('writes shorthands out, and each format once', () => {
    expect(formatsOf(parsed({}))).toEqual(['certificate', 'key']);
    expect(formatsOf(parsed({ format: ['pem,key', 'p12'] }))).toEqual(['certificate', 'key', 'pkcs12']);
    expect(() => formatsOf(parsed({ format: ['constructor'] }))).toThrow(/cannot be/);
  });
});

describe('limitsOf', () => {
  it('tells names from addresses, and makes a range of one address', () => {
    expect(limitsOf(parsed({ limits: ['test, 10.0.0.0/8', '192.168.1.5,::1'] }))).toEqual({
      kind: 'limited',
      dns: ['test'],
      ip: ['10.0.0.0/8', '192.168.1.5/32', '::1/128'],
    });
    expect(limitsOf(parsed({ 'no-limits': [''] }))).toEqual({ kind: 'none' });
    expect(limitsOf(parsed({}))).toBeUndefined();
  });
});
