import { describe, expect, it } from 'vitest';
import { newPassphraseProblem } from './rule';

describe('a new passphrase', () => {
  it('must be typed', () => {
    expect(newPassphraseProblem('', '')).toBe('Type a passphrase.');
  });

  it('must have fifteen characters, and says how many are missing', () => {
    expect(newPassphraseProblem('fourteen chars', 'fourteen chars')).toBe('Too short: 1 more character is needed.');
    expect(newPassphraseProblem('fifteen  chars!', 'fifteen  chars!')).toBeUndefined();
  });

  it('counts a character outside the basic plane as one', () => {
    expect(newPassphraseProblem('🔏'.repeat(14), '🔏'.repeat(14))).toMatch(/1 more/);
  });

  it('must be the same twice', () => {
    expect(newPassphraseProblem('correct horse battery', '')).toMatch(/second time/);
    expect(newPassphraseProblem('correct horse battery', 'correct horse batterz')).toBe('The two are not the same.');
  });
});
