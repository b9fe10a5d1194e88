import { describe, expect, it } from 'vitest';
import { chipsOf } from './chips';
import { placeProblem } from './place-problem';

const dns = chipsOf(['test', 'localhost', 'com']);
const ip = chipsOf(['127.0.0.0/8', '300.0.0.0/8']);
const failure = { code: 'invalid-input', message: 'wrong', hint: 'do this', field: undefined };

describe('where a problem of the limits belongs', () => {
  it('is the entry that the field names by number', () => {
    const placed = placeProblem({ ...failure, field: 'ip.1' }, dns, ip);
    expect(placed.field).toBe('ip');
    expect([...placed.problems.keys()]).toEqual([2]);
  });

  it('is the entry that the message quotes as a whole', () => {
    const placed = placeProblem({ ...failure, field: 'dns', message: '"com" is a public suffix.' }, dns, ip);
    expect([...placed.problems.keys()]).toEqual([3]);
  });

  it('is not an entry that only begins a longer word', () => {
    const placed = placeProblem({ ...failure, field: 'dns', message: '"testing" is wrong.' }, dns, ip);
    expect(placed.problems.size).toBe(0);
    expect(placed.message).toBe('"testing" is wrong. do this');
  });

  it('is the field as a whole when no entry is named', () => {
    expect(placeProblem(failure, dns, ip)).toMatchObject({ field: 'dns', message: 'wrong do this' });
  });
});
