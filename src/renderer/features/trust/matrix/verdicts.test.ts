import { describe, expect, it } from 'vitest';
import type { Cell, CellVerdict, Matrix, MatrixRow } from '../../../../ipc/trust-schemas';
import { knownWords, rowsInOrder, summaryOf, verifiedWords } from './verdicts';

const now = Date.parse('2026-11-22T10:00:00Z');
const at = '2026-11-22T09:56:00Z';

const cell = (verdict: CellVerdict, change: Partial<Cell> = {}): Cell => ({
  authorityId: 'root',
  verdict,
  verified: null,
  actions: [],
  ...change,
});
const row = (group: MatrixRow['group'], of: Cell): MatrixRow => ({
  id: `${group}:${of.verdict}`,
  group,
  label: group,
  location: '/somewhere',
  privileged: false,
  cells: [of],
});
const matrix = (...rows: MatrixRow[]): Matrix => ({ at, roots: [], rows });

describe('what the matrix says of a root in one line', () => {
  it('counts stores, not what follows one nor programs without one', () => {
    const summary = summaryOf(
      matrix(
        row('system', cell('trusted')),
        row('browsers', cell('locked')),
        { ...row('java', cell('follows')), follows: 'system' },
        { ...row('system', cell('absent')), optional: true },
        row('clients', cell('not-trusted')),
      ),
      'root',
    );
    expect(summary).toMatchObject({ tone: 'warn', headline: 'Trusted in 1 of 2 places', rest: '1 locked' });
  });

  it('is well only when every store was opened by a client', () => {
    expect(summaryOf(matrix(row('system', cell('trusted'))), 'root').tone).toBe('ok');
    expect(summaryOf(matrix(row('system', cell('unchecked'))), 'root')).toMatchObject({
      tone: 'warn',
      headline: 'Installed in 1 of 1 places, not checked yet',
    });
  });

  it('is wrong when a store that could be repaired refuses the root', () => {
    expect(summaryOf(matrix(row('browsers', cell('not-trusted', { actions: ['repair'] }))), 'root').tone).toBe('bad');
  });

  it('tells the newest check', () => {
    const verified = (when: string) => cell('trusted', { verified: { at: when, passed: true, by: ['curl'] } });
    expect(
      summaryOf(matrix(row('system', verified('2026-11-20T00:00:00Z')), row('java', verified(at))), 'root').checkedAt,
    ).toBe(at);
  });
});

describe('what a cell says of its check', () => {
  it('names who opened the page and when', () => {
    expect(verifiedWords(cell('trusted', { verified: { at, passed: true, by: ['curl', 'git'] } }), now)).toEqual({
      ok: true,
      text: 'curl and git, 4 minutes ago',
    });
  });

  it('quotes who refused', () => {
    const verified = { at, passed: false, by: ['Node'], message: 'SELF_SIGNED_CERT_IN_CHAIN' };
    expect(verifiedWords(cell('not-trusted', { verified }), now)).toEqual({
      ok: false,
      text: 'Node: SELF_SIGNED_CERT_IN_CHAIN, 4 minutes ago',
    });
  });

  it('does not say the name of the place again', () => {
    const own = cell('trusted', { verified: { at, passed: true, by: ['browsers'] } });
    expect(knownWords(row('browsers', own), own, now)).toEqual({ ok: true, text: 'opened a page 4 minutes ago' });
  });

  it('says what the store says where no client passed', () => {
    const locked = cell('locked', { message: 'A primary password.' });
    expect(knownWords(row('browsers', locked), locked, now)).toEqual({ ok: false, text: 'A primary password.' });
  });

  it('is nothing before the first check', () => {
    expect(verifiedWords(cell('unchecked'), now)).toBeUndefined();
  });
});

it('puts the system first and programs without a store last, whatever the order of the answer', () => {
  const rows = [row('clients', cell('absent')), row('java', cell('absent')), row('system', cell('absent'))];
  expect(rowsInOrder(matrix(...rows)).map(({ group }) => group)).toEqual(['system', 'java', 'clients']);
});
