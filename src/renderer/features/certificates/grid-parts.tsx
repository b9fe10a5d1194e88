// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and names the active row or cell (aria-activedescendant).
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid's own key handler does the same.
// biome-ignore-all lint/a11y/useSemanticElements: the rows are placed one by one, which a <table> does not allow.
import { FlexRender, type Header, type Row } from '@tanstack/react-table';
import type { RefCallback } from 'react';
import type { Certificate } from '../../../ipc/schemas';
import { Icon } from '../../ui/icons';
import styles from './certificate-table.module.css';
import type { features } from './columns';

interface HeaderRowProps {
  id: string;
  headers: readonly Header<typeof features, Certificate>[];
  /** The column where the keyboard stands, when it is in the header. */
  activeColumn: number | undefined;
}

const directions = { asc: 'ascending', desc: 'descending' } as const;

export function HeaderRow({ id, headers, activeColumn }: HeaderRowProps) {
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={styles.row}>
        {headers.map((header, index) => {
          const sorted = header.column.getIsSorted();
          return (
            <div
              key={header.id}
              id={`${id}-head-${index}`}
              role="columnheader"
              aria-colindex={index + 1}
              aria-sort={sorted === false ? 'none' : directions[sorted]}
              className={styles.header}
              data-column={header.id}
              data-active={activeColumn === index || undefined}
              onClick={() => header.column.toggleSorting()}
            >
              <FlexRender header={header} />
              {sorted === false ? null : <Icon name={sorted === 'asc' ? 'up' : 'down'} size={13} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface BodyRowProps {
  id: string;
  row: Row<typeof features, Certificate>;
  index: number;
  /** Pixels from the top of the list. */
  start: number;
  selected: boolean;
  active: boolean;
  measure: RefCallback<HTMLElement>;
  onClick: () => void;
}

export function BodyRow({ id, row, index, start, selected, active, measure, onClick }: BodyRowProps) {
  return (
    <div
      id={id}
      ref={measure}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-index={index}
      data-row={index}
      data-active={active || undefined}
      className={styles.row}
      style={{ transform: `translateY(${start}px)` }}
      onClick={onClick}
    >
      {row.getAllCells().map((cell, column) => (
        <div
          key={cell.id}
          role="gridcell"
          aria-colindex={column + 1}
          className={styles.cell}
          data-column={cell.column.id}
        >
          <FlexRender cell={cell} />
        </div>
      ))}
    </div>
  );
}
