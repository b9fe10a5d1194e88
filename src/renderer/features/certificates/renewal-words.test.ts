import { describe, expect, it } from 'vitest';
import type { RenewalTrouble } from '../../../ipc/renewal-schemas';
import { reportWords, standingWords, troubleWords } from './renewal-words';

const now = Date.UTC(2026, 10, 28, 12);
const trouble = (change: Partial<RenewalTrouble> = {}): RenewalTrouble => ({
  ...{ id: 'a', name: 'a.test', code: 'root-too-short', message: '', attempts: 3 },
  at: new Date(now - 3_600_000).toISOString(),
  nextTry: new Date(now + 2.5 * 3_600_000).toISOString(),
  ...change,
});

describe('the words about a renewal', () => {
  it('say how often it was tried and when it is tried again', () => {
    expect(troubleWords(trouble(), now)).toBe('Tried 3 times; again in 2 hours.');
    expect(troubleWords(trouble({ attempts: 1, nextTry: new Date(now).toISOString() }), now)).toBe(
      'Tried once; again in a moment.',
    );
    expect(troubleWords(trouble({ code: 'passphrase-needed' }), now)).toContain('as soon as the key can be opened');
  });

  it('say when it is renewed, or why not', () => {
    expect(standingWords({ standing: { kind: 'later', from: '2027-03-05T12:00:00.000Z' } })).toBe(
      'Renewed by itself from 5 Mar 2027.',
    );
    expect(standingWords({ standing: { kind: 'never', why: 'key-elsewhere' } })).toContain('with somebody else');
  });

  it('count what was renewed and what was not', () => {
    const report = (renewed: number, failed: number, cancelled = false) =>
      reportWords({ renewed, failed, cancelled, results: [] });
    expect(report(1, 0)).toBe('1 certificate was renewed.');
    expect(report(3, 1)).toBe('3 certificates were renewed, 1 was not.');
    expect(report(0, 2, true)).toBe('Stopped: 0 certificates were renewed, 2 were not.');
  });
});
