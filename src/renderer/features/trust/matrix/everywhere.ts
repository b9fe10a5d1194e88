import type { Cell, Matrix, MatrixRow } from '../../../../ipc/trust-schemas';
import { cellOf, isClient, meaningOf } from './verdicts';

export type Everywhere = 'install' | 'repair' | 'remove';

export interface PlannedChange {
  row: MatrixRow;
  change: NonNullable<Cell['install']>;
  /** What the store says of itself now, e.g. that it is locked. */
  said: string | undefined;
}

/**
 * The stores that an action is for. Removing tries every store that is not known to be without the root: one that cannot tell then
 * says so in its own outcome, instead of being passed over.
 */
export function planOf(matrix: Matrix, authorityId: string, action: Everywhere): PlannedChange[] {
  return matrix.rows.flatMap((row) => {
    const cell = cellOf(row, authorityId);
    if (!cell) return [];
    const change = action === 'remove' ? cell.remove : cell.install;
    const meant = cell.actions.includes(action) || (action === 'install' && cell.actions.includes('repair'));
    return meant && change ? [{ row, change, said: saidOf(cell) }] : [];
  });
}

/** What is changed only when a person ticks it: another store does the same for them. Removing leaves nothing out. */
export const unticked = ({ rows }: Matrix, action: Everywhere): ReadonlySet<string> =>
  new Set(action === 'remove' ? [] : rows.filter(({ optional }) => optional).map(({ id }) => id));

const saidOf = (cell: Cell): string | undefined =>
  cell.message === undefined ? undefined : [cell.message, cell.hint].filter(Boolean).join(' ');

/** Stores where the action would be wanted and is not possible, with the reason. */
export function leftOut(matrix: Matrix, authorityId: string, action: Everywhere): { row: MatrixRow; why: string }[] {
  if (action === 'repair') return [];
  return matrix.rows.flatMap((row) => {
    const cell = cellOf(row, authorityId);
    if (!cell || isClient(row) || cell.actions.includes(action) || cell.actions.includes('repair')) return [];
    const settled = action === 'install' ? ['trusted', 'unchecked'] : ['absent'];
    if (settled.includes(cell.verdict)) return [];
    return [{ row, why: [meaningOf(cell), cell.hint].filter(Boolean).join(' ') }];
  });
}
