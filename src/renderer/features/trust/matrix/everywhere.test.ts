import { describe, expect, it } from 'vitest';
import type { Cell, Matrix, MatrixRow } from '../../../../ipc/trust-schemas';
import { leftOut, planOf, unticked } from './everywhere';

const change = { description: 'Changes it.', commands: ['change it'] };
const place = (id: string, of: Partial<Cell>, row: Partial<MatrixRow> = {}): MatrixRow => ({
  id,
  group: 'browsers',
  label: id,
  location: `/${id}`,
  privileged: false,
  cells: [
    { authorityId: 'root', verdict: 'absent', verified: null, actions: [], install: change, remove: change, ...of },
  ],
  ...row,
});
const matrix: Matrix = {
  at: '2026-11-22T10:00:00Z',
  roots: [],
  rows: [
    place('trusted', { verdict: 'trusted', actions: ['remove'] }),
    place('refused', { verdict: 'not-trusted', actions: ['repair', 'remove'] }),
    place('absent', { actions: ['install'] }),
    place('locked', { verdict: 'locked', message: 'A primary password.', actions: ['install', 'remove'] }),
    place('no-tool', { verdict: 'tool-missing', message: 'No keytool.', hint: 'Install a JDK.' }),
    place('follows', { verdict: 'follows' }),
    place('node', { verdict: 'not-trusted' }, { group: 'clients' }),
  ],
};
const ids = (action: 'install' | 'repair' | 'remove') => planOf(matrix, 'root', action).map(({ row }) => row.id);

describe('what an action changes everywhere', () => {
  it('installs where the root is not, or is refused, and tries what is locked', () => {
    expect(ids('install')).toEqual(['refused', 'absent', 'locked']);
  });

  it('repairs only what is there and refused', () => {
    expect(ids('repair')).toEqual(['refused']);
  });

  it('removes wherever the root is or may be', () => {
    expect(ids('remove')).toEqual(['trusted', 'refused', 'locked']);
  });

  it('leaves an optional store unticked, except when removing', () => {
    const machine = { ...matrix, rows: [place('machine', {}, { optional: true }), place('user', {})] };
    expect([...unticked(machine, 'install')]).toEqual(['machine']);
    expect([...unticked(machine, 'remove')]).toEqual([]);
  });

  it('says what a locked store says', () => {
    expect(planOf(matrix, 'root', 'install').at(-1)?.said).toBe('A primary password.');
  });

  it('names the stores that it cannot change, with the way out, and no program without a store', () => {
    expect(leftOut(matrix, 'root', 'install').map(({ row, why }) => [row.id, why])).toEqual([
      ['no-tool', 'No keytool. Install a JDK.'],
      ['follows', 'It is filled from another store, so Sealwax leaves it alone.'],
    ]);
  });
});
