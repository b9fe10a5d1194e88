// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and names the active option (aria-activedescendant).
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the list's key handler chooses.
// biome-ignore-all lint/a11y/useSemanticElements: a <select> can hold no icons, and rows that come and go are placed one by one.
import { VisuallyHidden } from '@mantine/core';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type Ref, useEffect, useEffectEvent, useId, useMemo, useRef, useState } from 'react';
import type { ActivityEntry } from '../../../ipc/activity-schemas';
import { useNow } from '../../state/use-now';
import { formatClock, formatDay } from '../../text/dates';
import { Icon } from '../../ui/icons';
import { Tag } from '../../ui/tag';
import styles from './activity.module.css';
import { rowsOf } from './rows';
import { actorWords, groupSigns, markSigns } from './words';

/** The heights of a heading and of a row of one line, in CSS pixels; real heights are measured. */
const heights = { day: 38, entry: 43 };
/** Older lines are asked for when so many rows are left below. */
const ahead = 30;

interface ActivityListProps {
  entries: readonly ActivityEntry[];
  /** There may be older ones. */
  more: boolean;
  onMore: () => void;
  openedId: number | null;
  onOpen: (entry: ActivityEntry) => void;
  ref: Ref<HTMLDivElement>;
}

/** The history by days: one tab stop, arrows inside, only the visible rows in the document. */
export function ActivityList({ entries, more, onMore, openedId, onOpen, ref }: ActivityListProps) {
  const id = useId();
  const now = useNow();
  const scroll = useRef<HTMLDivElement>(null);
  const [activeId, setActiveId] = useState<number | null>(null);
  const rows = useMemo(() => rowsOf(entries, now), [entries, now]);
  const found = entries.findIndex((entry) => entry.id === activeId);
  const active = Math.max(0, found);
  const rowOf = useMemo(() => new Map(rows.map((row, index) => [row.key, index])), [rows]);
  const placeOf = useMemo(() => new Map(entries.map((entry, index) => [entry.id, index])), [entries]);
  const activeRow = rowOf.get(`${entries[active]?.id}`) ?? -1;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => heights[rows[index]?.kind ?? 'entry'],
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    // The active row stays in the document even when it is scrolled away, because the list names it.
    rangeExtractor: (range) => {
      const visible = defaultRangeExtractor(range);
      return activeRow < 0 || visible.includes(activeRow) ? visible : [...visible, activeRow].sort((a, b) => a - b);
    },
  });

  const lastShown = virtual.range?.endIndex ?? 0;
  const wantMore = useEffectEvent(onMore);
  useEffect(() => {
    if (more && lastShown >= rows.length - ahead) wantMore();
  }, [more, lastShown, rows.length]);

  const moveTo = (index: number) => {
    const entry = entries[Math.min(Math.max(index, 0), entries.length - 1)];
    if (entry === undefined) return;
    setActiveId(entry.id);
    if (openedId !== null) onOpen(entry);
    const row = rowOf.get(`${entry.id}`) ?? 0;
    // The heading of the first day comes into view with it.
    virtual.scrollToIndex(row === 1 ? 0 : row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / heights.entry) - 1);
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: entries.length - 1,
    };
    const entry = entries[active];
    if (event.key in steps) moveTo(steps[event.key] ?? 0);
    else if ((event.key === 'Enter' || event.key === ' ') && entry) onOpen(entry);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={(element) => {
        scroll.current = element;
        if (typeof ref === 'function') ref(element);
        else if (ref) ref.current = element;
      }}
      className={styles.scroll}
      role="listbox"
      tabIndex={0}
      aria-label="History"
      aria-activedescendant={entries[active] ? `${id}-${entries[active].id}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          const place = { transform: `translateY(${start}px)` };
          if (row.kind === 'day') {
            return (
              <div
                key={row.key}
                ref={virtual.measureElement}
                data-index={index}
                role="presentation"
                className={styles.day}
                style={place}
              >
                {/* Each line says its day itself. */}
                <span aria-hidden="true">{row.label}</span>
              </div>
            );
          }
          const { entry } = row;
          const position = placeOf.get(entry.id) ?? 0;
          return (
            <div
              key={row.key}
              id={`${id}-${entry.id}`}
              ref={virtual.measureElement}
              data-index={index}
              role="option"
              aria-selected={entry.id === openedId}
              aria-posinset={position + 1}
              aria-setsize={more ? -1 : entries.length}
              data-active={position === active || undefined}
              className={styles.row}
              style={place}
              onClick={() => {
                setActiveId(entry.id);
                onOpen(entry);
              }}
            >
              <Line entry={entry} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Line({ entry }: { entry: ActivityEntry }) {
  const mark = entry.mark === undefined ? undefined : markSigns[entry.mark];
  return (
    <>
      <span className={styles.time}>
        {entry.at === '' ? (
          '–'
        ) : (
          <>
            <VisuallyHidden>{formatDay(entry.at)} </VisuallyHidden>
            {formatClock(entry.at)}
          </>
        )}
      </span>
      <Icon name={groupSigns[entry.group].icon} size={17} className={styles.icon} />
      <span className={styles.sentence}>{entry.sentence}</span>
      {mark ? (
        <Tag tone={mark.tone} icon={mark.icon}>
          {mark.word}
        </Tag>
      ) : null}
      <span className={styles.who}>{actorWords[entry.who]}</span>
    </>
  );
}
