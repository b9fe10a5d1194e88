// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key (axe: scrollable-region-focusable).
// biome-ignore-all lint/a11y/useFocusableInteractive: it is a table to read; the table itself has the focus, and scrolls.
// biome-ignore-all lint/a11y/useSemanticElements: the rows are placed one by one, which a <table> does not allow.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import layout from './layout.module.css';
import styles from './virtual-table.module.css';

/** The height of a row of one line, in CSS pixels; real heights are measured. */
const rowHeight = 41;

export interface Column<T> {
  header: string;
  /** Goes away where there is little room. */
  drop?: true;
  cell: (row: T) => ReactNode;
}

interface VirtualTableProps<T> {
  label: string;
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** Four: a number, the long one, and two short ones (virtual-table.module.css). */
  columns: readonly [Column<T>, Column<T>, Column<T>, Column<T>];
}

/** A long list to read: only the rows that can be seen are in the document, and the keyboard scrolls it. */
export function VirtualTable<T>({ label, rows, rowKey, columns }: VirtualTableProps<T>) {
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  return (
    <div ref={scroll} className={`${layout.card} ${styles.scroll}`}>
      <div
        role="table"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        className={styles.table}
        onKeyDown={(event) => {
          // The browser's own End stops short: rows that were not drawn yet are higher than was thought.
          if (event.key === 'End' || event.key === 'Home') {
            event.preventDefault();
            virtual.scrollToIndex(event.key === 'End' ? rows.length - 1 : 0);
          }
        }}
      >
        <div role="rowgroup" className={styles.head}>
          <div role="row" aria-rowindex={1} className={styles.row}>
            {columns.map((column) => (
              <div key={column.header} role="columnheader" data-drop={column.drop} className={styles.cell}>
                {column.header}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <div
                key={rowKey(row)}
                ref={virtual.measureElement}
                data-index={index}
                role="row"
                aria-rowindex={index + 2}
                className={styles.row}
                style={{ transform: `translateY(${start}px)` }}
              >
                {columns.map((column) => (
                  <div key={column.header} role="cell" data-drop={column.drop} className={styles.cell}>
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
