import { describe, expect, it } from 'vitest';
import { newPassphraseProblem, ruleWords } from './rule';

describe('a new passphrase of an authority', () => {
  it('must be typed', () => {
    expect(newPassphraseProblem('', '', 'authority')).toBe('Type a passphrase.');
  });

  it('must have fifteen characters, and says how many are missing', () => {
    expect(newPassphraseProblem('fourteen chars', 'fourteen chars', 'authority')).toBe(
      'Too short: 1 more character is needed.',
    );
    expect(newPassphraseProblem('fifteen  chars!', 'fifteen  chars!', 'authority')).toBeUndefined();
  });

  it('counts a character outside the basic plane as one', () => {
    expect(newPassphraseProblem('🔏'.repeat(14), '🔏'.repeat(14), 'authority')).toMatch(/1 more/);
  });

  it('must be the same twice', () => {
    expect(newPassphraseProblem('correct horse battery', '', 'authority')).toMatch(/second time/);
    expect(newPassphraseProblem('correct horse battery', 'correct horse batterz', 'authority')).toBe(
      'The two are not the same.',
    );
  });
});

describe('a new passphrase of an exported file', () => {
  it('may have any length but none, and must be the same twice', () => {
    expect(newPassphraseProblem('', '', 'any')).toBe('Type a passphrase.');
    expect(newPassphraseProblem('1', '1', 'any')).toBeUndefined();
    expect(newPassphraseProblem('1', '2', 'any')).toBe('The two are not the same.');
  });

  it('is called short below eight characters, and only when something is typed', () => {
    expect(ruleWords('', 'any').warning).toBe(false);
    expect(ruleWords('changei', 'any')).toEqual({ text: expect.stringMatching(/7 characters/), warning: true });
    expect(ruleWords('changeit', 'any').warning).toBe(false);
  });
});
