import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { Matrix, MatrixRow } from '../../../../ipc/trust-schemas';
import { Icon } from '../../../ui/icons';
import { type Aim, focusable } from './grid-row';
import styles from './matrix.module.css';
import type { Spot } from './matrix-keys';
import { groupNames, summaryOf } from './verdicts';

interface HeadRowProps {
  matrix: Matrix;
  spot: Spot;
  opened: Aim | null;
  onSpot: (spot: Spot) => void;
  onOpen: (aim: Aim) => void;
}

/** One root: what each column tells. Several: their names, each a button that shows the root beside the matrix. */
export function HeadRow({ matrix, spot, opened, onSpot, onOpen }: HeadRowProps) {
  if (matrix.roots.length === 1) {
    return (
      <thead>
        <tr>
          <th scope="col">Place</th>
          <th scope="col">State, and who checked it</th>
          <th scope="col">
            <VisuallyHidden>Next step</VisuallyHidden>
          </th>
        </tr>
      </thead>
    );
  }
  return (
    <thead>
      <tr>
        <th scope="col">Place</th>
        {matrix.roots.map((root, column) => {
          const { tone, trusted, places } = summaryOf(matrix, root.authorityId);
          return (
            <th key={root.authorityId} scope="col" className={styles.rootHead}>
              <UnstyledButton
                {...focusable(spot, { row: -1, column }, onSpot)}
                className={styles.rootButton}
                aria-pressed={opened?.rowId === null && opened.authorityId === root.authorityId}
                title={root.name}
                onClick={() => onOpen({ authorityId: root.authorityId, rowId: null })}
              >
                <span className={styles.rootName}>{root.name}</span>
                <small>
                  <Icon name={tone === 'ok' ? 'tick' : tone === 'bad' ? 'cross' : 'dash'} size={13} />
                  {trusted} of {places}
                  {root.isDefault ? ' · default' : ''}
                </small>
              </UnstyledButton>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

export function GroupRow({ group, columns }: { group: MatrixRow['group']; columns: number }) {
  return (
    <tr className={styles.group}>
      <th scope="rowgroup" colSpan={columns}>
        {groupNames[group]}
      </th>
    </tr>
  );
}
