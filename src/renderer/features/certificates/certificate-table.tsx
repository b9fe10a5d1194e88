import { Menu } from '@mantine/core';
import { type SortingState, useTable } from '@tanstack/react-table';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Certificate } from '../../../ipc/schemas';
import styles from './certificate-table.module.css';
import { columns, features } from './columns';
import { type GridPlace, nextPlace } from './grid-keys';
import { BodyRow, HeaderRow } from './grid-parts';
import { RowMenu } from './row-menu';
import { allOrNone, extended, nothingSelected, type Selection, toggled } from './selection';

/** The height of a row of two lines at the normal text size, in CSS pixels; real heights are measured. */
const rowHeight = 57;

interface CertificateTableProps {
  /** All of them; they are put in order once, whatever is filtered. */
  certificates: Certificate[];
  /** The ids of those that fit the filter. */
  shown: ReadonlySet<string>;
  /** The one that stands in full beside the list. */
  openedId: string | null;
  onOpen: (certificate: Certificate) => void;
  /** The ticked ones, or the one where the keyboard stands. */
  onDelete: (certificates: Certificate[]) => void;
  selection: Selection;
  onSelection: (selection: Selection) => void;
}

/** The rows in their order, sorted by the soonest end until a person chooses otherwise. */
function useSorted(certificates: Certificate[], shown: ReadonlySet<string>) {
  const [sorting, setSorting] = useState<SortingState>([{ id: 'notAfter', desc: false }]);
  const table = useTable({
    features,
    columns,
    data: certificates,
    getRowId: (certificate) => certificate.id,
    state: { sorting },
    onSortingChange: setSorting,
    enableSortingRemoval: false,
    enableMultiSort: false,
  });
  const sorted = table.getRowModel().rows;
  const rows = useMemo(() => sorted.filter(({ id }) => shown.has(id)), [sorted, shown]);
  return { rows, headers: table.getHeaderGroups()[0]?.headers ?? [] };
}

/**
 * The list as a grid: one tab stop, arrows inside, only the visible rows in the document. The focus stays on the grid and
 * `aria-activedescendant` names the row, so that it survives rows coming and going.
 */
export function CertificateTable(props: CertificateTableProps) {
  const { certificates, shown, openedId, onOpen, onDelete, selection, onSelection } = props;
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const { rows, headers } = useSorted(certificates, shown);
  const [wanted, setPlace] = useState<GridPlace>({ row: 0, column: 1 });
  const [menuFor, setMenuFor] = useState<Certificate[]>([]);
  const order = useMemo(() => rows.map((row) => row.id), [rows]);
  // Whoever holds the selection keeps in it only what is shown.
  const tickedCount = selection.ids.size;
  const place = { ...wanted, row: Math.min(wanted.row, rows.length - 1) };
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    // The active row stays in the document even when it is scrolled away, because the grid names it.
    rangeExtractor: (range) => {
      const visible = defaultRangeExtractor(range);
      return place.row >= 0 && !visible.includes(place.row) ? [...visible, place.row].sort((a, b) => a - b) : visible;
    },
  });

  // A certificate that was chosen elsewhere (the overview, a fresh issue) is brought into view.
  const openedRow = useMemo(() => (openedId === null ? -1 : order.indexOf(openedId)), [order, openedId]);
  useEffect(() => {
    if (openedRow < 0) return;
    setPlace((current) => ({ ...current, row: openedRow }));
    virtual.scrollToIndex(openedRow);
  }, [openedRow, virtual]);

  /** The ticked ones when this is among them, else this alone. */
  const togetherWith = (certificate: Certificate): Certificate[] =>
    selection.ids.has(certificate.id)
      ? rows.map((row) => row.original).filter(({ id: each }) => selection.ids.has(each))
      : [certificate];
  const tick = (index: number, extend: boolean) => {
    const wantedId = order[index];
    if (wantedId === undefined) return;
    onSelection(extend ? extended(selection, order, wantedId) : toggled(selection, wantedId));
  };

  const act = (key: string, extend: boolean): boolean => {
    const current = rows[place.row]?.original;
    if (key === 'Enter' || key === ' ') {
      if (place.row < 0 && place.column === 0) onSelection(allOrNone(selection, order));
      else if (place.row < 0) headers[place.column - 1]?.column.toggleSorting();
      else if (current && key === 'Enter') onOpen(current);
      else tick(place.row, false);
      return true;
    }
    if (key === 'Delete' && current) {
      onDelete(togetherWith(current));
      return true;
    }
    if (key === 'Escape' && selection.ids.size > 0) {
      onSelection(nothingSelected);
      return true;
    }
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / rowHeight) - 1);
    const next = nextPlace(place, key, { rows: rows.length, columns: columns.length + 1, page });
    if (!next) return false;
    setPlace(next);
    const nextId = order[next.row];
    const hereId = order[place.row];
    if (extend && nextId !== undefined && hereId !== undefined) {
      onSelection(extended(selection.anchor === null ? toggled(selection, hereId) : selection, order, nextId));
    }
    if (next.row >= 0) virtual.scrollToIndex(next.row);
    else scroll.current?.scrollTo({ top: 0 });
    return true;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
      event.preventDefault();
      onSelection({ ids: new Set(order), anchor: selection.anchor });
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (act(event.key, event.shiftKey)) event.preventDefault();
  };

  const press = (index: number, event: MouseEvent, onBox: boolean) => {
    setPlace((current) => ({ ...current, row: index }));
    const certificate = rows[index]?.original;
    if (onBox || event.shiftKey || event.ctrlKey || event.metaKey) tick(index, event.shiftKey);
    else if (certificate) onOpen(certificate);
  };
  // Always the same function, so that scrolling draws only the rows that come into view.
  const latestPress = useRef(press);
  latestPress.current = press;
  const onPress = useCallback<typeof press>((...pressed) => latestPress.current(...pressed), []);

  // By the pointer it is the row below it; by the menu key it is the active row.
  const onContextMenu = (event: MouseEvent) => {
    const element = event.target instanceof Element ? event.target.closest('[data-row]') : null;
    const row = element ? Number(element.getAttribute('data-row')) : place.row;
    const meant = rows[row]?.original;
    setMenuFor(meant ? togetherWith(meant) : []);
    setPlace((current) => ({ ...current, row }));
  };

  return (
    <Menu
      width={230}
      returnFocus
      withInitialFocusPlaceholder={false}
      // In place, so that it lies inside <main>, and fixed, so that the card does not cut it off.
      withinPortal={false}
      floatingStrategy="fixed"
    >
      <Menu.ContextMenu disabled={rows.length === 0}>
        {/* biome-ignore lint/a11y/useSemanticElements: the rows are placed one by one, which a <table> does not allow. */}
        <div
          ref={scroll}
          className={styles.scroll}
          role="grid"
          tabIndex={0}
          aria-label="Certificates"
          aria-multiselectable="true"
          aria-rowcount={rows.length + 1}
          aria-colcount={columns.length + 1}
          aria-activedescendant={place.row < 0 ? `${id}-head-${place.column}` : `${id}-${rows[place.row]?.id}`}
          onKeyDown={onKeyDown}
          onContextMenu={onContextMenu}
        >
          <HeaderRow
            id={id}
            headers={headers}
            activeColumn={place.row < 0 ? place.column : undefined}
            ticked={tickedCount === 0 ? 'none' : tickedCount === rows.length ? 'all' : 'some'}
            onTickAll={() => onSelection(allOrNone(selection, order))}
          />
          {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
          <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              if (!row) return null;
              return (
                <BodyRow
                  key={row.id}
                  id={`${id}-${row.id}`}
                  row={row}
                  index={index}
                  start={start}
                  opened={row.id === openedId}
                  ticked={selection.ids.has(row.id)}
                  active={place.row === index}
                  measure={virtual.measureElement}
                  onPress={onPress}
                />
              );
            })}
          </div>
        </div>
      </Menu.ContextMenu>
      {menuFor.length > 0 ? <RowMenu certificates={menuFor} onDelete={() => onDelete(menuFor)} /> : null}
    </Menu>
  );
}
