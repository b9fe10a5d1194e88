// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and names the active row or cell (aria-activedescendant).
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid's own key handler does the same.
// biome-ignore-all lint/a11y/useSemanticElements: the rows are placed one by one, which a <table> does not allow.
import { VisuallyHidden } from '@mantine/core';
import { FlexRender, type Header, type Row } from '@tanstack/react-table';
import { type MouseEvent, memo, type RefCallback } from 'react';
import type { Certificate } from '../../../ipc/schemas';
import { Icon } from '../../ui/icons';
import styles from './certificate-table.module.css';
import type { features } from './columns';

interface HeaderRowProps {
  id: string;
  headers: readonly Header<typeof features, Certificate>[];
  /** The column where the keyboard stands, when it is in the header; 0 is the ticks. */
  activeColumn: number | undefined;
  ticked: 'all' | 'some' | 'none';
  onTickAll: () => void;
}

const directions = { asc: 'ascending', desc: 'descending' } as const;

export function HeaderRow({ id, headers, activeColumn, ticked, onTickAll }: HeaderRowProps) {
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={styles.row}>
        <div
          id={`${id}-head-0`}
          role="columnheader"
          aria-colindex={1}
          className={styles.tickCell}
          data-active={activeColumn === 0 || undefined}
          title="Select all (Ctrl A)"
          onClick={onTickAll}
        >
          <VisuallyHidden>Select all</VisuallyHidden>
          <Tick state={ticked} />
        </div>
        {headers.map((header, index) => {
          const sorted = header.column.getIsSorted();
          return (
            <div
              key={header.id}
              id={`${id}-head-${index + 1}`}
              role="columnheader"
              aria-colindex={index + 2}
              aria-sort={sorted === false ? 'none' : directions[sorted]}
              className={styles.header}
              data-column={header.id}
              data-active={activeColumn === index + 1 || undefined}
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

/** The box of a tick. What it says is said by `aria-selected` of its row. */
function Tick({ state }: { state: 'all' | 'some' | 'none' }) {
  return (
    <span className={styles.tick} data-on={state !== 'none' || undefined} aria-hidden="true">
      {state === 'none' ? null : <Icon name={state === 'all' ? 'tick' : 'dash'} size={13} />}
    </span>
  );
}

interface BodyRowProps {
  id: string;
  row: Row<typeof features, Certificate>;
  index: number;
  /** Pixels from the top of the list. */
  start: number;
  /** It stands in full beside the list. */
  opened: boolean;
  ticked: boolean;
  active: boolean;
  measure: RefCallback<HTMLElement>;
  /** `onBox`: on the box of its tick. The same function each time, so that a row that did not change is not drawn again. */
  onPress: (index: number, event: MouseEvent, onBox: boolean) => void;
}

export const BodyRow = memo(function BodyRow({
  id,
  row,
  index,
  start,
  opened,
  ticked,
  active,
  measure,
  onPress,
}: BodyRowProps) {
  return (
    <div
      id={id}
      ref={measure}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={ticked}
      aria-current={opened || undefined}
      data-index={index}
      data-row={index}
      data-active={active || undefined}
      className={styles.row}
      style={{ transform: `translateY(${start}px)` }}
      onClick={(event) => onPress(index, event, false)}
    >
      <div
        role="gridcell"
        aria-colindex={1}
        className={styles.tickCell}
        onClick={(event) => {
          event.stopPropagation();
          onPress(index, event, true);
        }}
      >
        <Tick state={ticked ? 'all' : 'none'} />
      </div>
      {row.getAllCells().map((cell, column) => (
        <div
          key={cell.id}
          role="gridcell"
          aria-colindex={column + 2}
          className={styles.cell}
          data-column={cell.column.id}
        >
          <FlexRender cell={cell} />
        </div>
      ))}
    </div>
  );
});
