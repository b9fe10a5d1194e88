import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { knownNotes, wordsOf } from './words';

const source = resolve(__dirname, '../..');

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : /(?<!\.test)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

describe('the words of the history', () => {
  it('has a sentence for everything that is noted anywhere', () => {
    const noted = filesBelow(source).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/(?:\.note\(|\bwhat: |\bwhat = .*?)'([a-z]+\.[a-z-]+)'/g)].map(
        ([, what]) => what,
      ),
    );
    expect(noted).toContain('certificate.exported');
    expect(noted.filter((what) => !knownNotes.includes(what ?? ''))).toEqual([]);
  });

  it('is a sentence in which nothing is missing, even when nothing was noted with it', () => {
    for (const what of knownNotes) {
      const { sentence } = wordsOf(what, 'it-1', {});
      expect(sentence).toMatch(/^[A-Z][^.]* [^.]*[^. :]$/);
      expect(sentence).not.toMatch(/undefined|null| {2}/);
    }
  });

  it.each([
    [
      'certificate.issued',
      'a',
      { names: ['app.test', 'localhost', '::1'] },
      'Issued a certificate for app.test and 2 more names',
    ],
    ['certificate.issued', 'a', { names: ['app.test'], request: true }, 'Signed a request for app.test'],
    ['certificate.exported', 'app.test-1', { folder: '/srv/tls' }, 'Exported app.test-1 in /srv/tls'],
    ['renewal.failed', 'app.test-1', { reason: 'The key is locked.' }, 'Could not renew app.test-1: The key is locked'],
    [
      'trust.removed',
      'ab'.repeat(32),
      { name: 'Dev CA', label: 'Chrome', outcome: 'done' },
      'Removed Dev CA from Chrome',
    ],
    [
      'trust.installed',
      'x',
      { name: 'Dev CA', label: 'Chrome', outcome: 'cancelled' },
      'Tried to install Dev CA in Chrome: cancelled',
    ],
    ['crl.made', 'root-1', { name: 'Dev CA', number: 7 }, 'Made the revocation list 7 of Dev CA'],
    ['settings.changed', 'settings', { theme: {}, unlockMinutes: {} }, 'Changed the theme, how long a key stays open'],
  ])('says %s as a person would', (what, subject, facts, sentence) => {
    expect(wordsOf(what, subject, facts).sentence).toBe(sentence);
  });
});
