// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a table that the arrow keys move in is a grid (ARIA Authoring Practices).
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Matrix, MatrixRow } from '../../../../ipc/trust-schemas';
import { GroupRow, HeadRow } from './grid-head';
import { type Aim, PlaceRow } from './grid-row';
import styles from './matrix.module.css';
import { nextSpot, type Spot } from './matrix-keys';
import { groups, nextStep, rowsInOrder } from './verdicts';

export interface MatrixGridProps {
  matrix: Matrix;
  /** What stands beside the matrix. */
  opened: Aim | null;
  onOpen: (aim: Aim) => void;
  /** Opens the recipe that makes a program trust a root. */
  onRecipe: (recipe: string) => void;
}

/** How many columns of a row can take the focus: a verdict for each root, and the button at the end where there is one root. */
function columnsOf(matrix: Matrix, row: MatrixRow | undefined): number {
  const roots = matrix.roots.length;
  if (row === undefined) return roots > 1 ? roots : 0;
  return roots === 1 && nextStep(row) !== undefined ? 2 : roots;
}

/**
 * Places down, roots across. One tab stop: the arrows move among the buttons in its cells, and Enter on a verdict shows all that is
 * known of it beside the matrix.
 */
export function MatrixGrid({ matrix, opened, onOpen, onRecipe }: MatrixGridProps) {
  const table = useRef<HTMLTableElement>(null);
  const rows = rowsInOrder(matrix);
  const [wanted, setSpot] = useState<Spot>({ row: 0, column: 0 });
  const first = matrix.roots.length > 1 ? -1 : 0;
  const row = Math.max(first, Math.min(wanted.row, rows.length - 1));
  const spot = { row, column: Math.min(wanted.column, Math.max(0, columnsOf(matrix, rows[row]) - 1)) };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const size = { first, last: rows.length - 1, columns: (index: number) => columnsOf(matrix, rows[index]) };
    const next = nextSpot(spot, event.key, size);
    if (next === undefined) return;
    event.preventDefault();
    // The focus tells the new place (focusable in grid-row.tsx).
    table.current?.querySelector<HTMLElement>(`[data-spot="${next.row} ${next.column}"]`)?.focus();
  };

  const single = matrix.roots.length === 1;
  return (
    <div className={styles.scroll}>
      <table
        ref={table}
        role="grid"
        aria-label="Places and roots"
        className={single ? styles.single : styles.several}
        // Each root keeps a column wide enough for a verdict in words; more of them than fit are scrolled to.
        {...(single ? {} : { style: { minWidth: `${13.5 + 10.25 * matrix.roots.length}rem` } })}
        onKeyDown={onKeyDown}
      >
        <HeadRow matrix={matrix} spot={spot} opened={opened} onSpot={setSpot} onOpen={onOpen} />
        {groups.map((group) => {
          const members = rows.filter((each) => each.group === group);
          if (members.length === 0) return null;
          return (
            <tbody key={group}>
              <GroupRow group={group} columns={single ? 3 : matrix.roots.length + 1} />
              {members.map((member) => (
                <PlaceRow
                  key={member.id}
                  row={member}
                  index={rows.indexOf(member)}
                  roots={matrix.roots}
                  spot={spot}
                  opened={opened}
                  onSpot={setSpot}
                  onOpen={onOpen}
                  onRecipe={onRecipe}
                />
              ))}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}
