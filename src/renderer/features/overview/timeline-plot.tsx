import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Timeline, TimelineMark } from '../../../ipc/overview-schemas';
import { useNow } from '../../state/use-now';
import { signOf } from '../../ui/status';
import styles from './timeline.module.css';
import { Shape } from './timeline-shape';
import { percentOf, ticksOf } from './timeline-ticks';
import { markLine, shortCount } from './timeline-words';

interface TimelinePlotProps {
  timeline: Timeline;
  onOpen: (mark: TimelineMark) => void;
  /** The mark where the keyboard or the pointer stands. */
  onPoint: (mark: TimelineMark) => void;
  onZoom: (steps: 1 | -1) => void;
  onPan: (steps: 1 | -1) => void;
}

const keyOf = (mark: TimelineMark) => (mark.kind === 'cluster' ? `cluster-${mark.slot}` : `${mark.kind}-${mark.id}`);

/** The index of the mark that ends nearest to an instant. */
function nearest(marks: readonly TimelineMark[], at: number): number {
  let best = 0;
  for (const [index, mark] of marks.entries())
    if (Math.abs(Date.parse(mark.at) - at) < Math.abs(Date.parse(marks[best]?.at ?? '') - at)) best = index;
  return best;
}

/** The marks on their line: one tab stop, arrows from mark to mark, plus and minus zoom, Enter opens. */
export function TimelinePlot({ timeline, onOpen, onPoint, onZoom, onPan }: TimelinePlotProps) {
  const { marks, slots, lanes } = timeline;
  const now = useNow();
  const plot = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ key: string; at: number }>();
  /** The focus was on a mark when another part was asked for. */
  const follow = useRef(false);
  const same = marks.findIndex((mark) => keyOf(mark) === place?.key);
  const active = same >= 0 ? same : nearest(marks, place?.at ?? now);

  const focusOn = (index: number) => plot.current?.querySelector<HTMLElement>(`[data-mark="${index}"]`)?.focus();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus moves when another part was drawn, and only then.
  useEffect(() => {
    if (follow.current) focusOn(active);
    follow.current = false;
  }, [timeline]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = marks.length - 1;
    const moves: Record<string, number> = {
      ArrowRight: Math.min(last, active + 1),
      ArrowUp: Math.min(last, active + 1),
      ArrowLeft: Math.max(0, active - 1),
      ArrowDown: Math.max(0, active - 1),
      Home: 0,
      End: last,
    };
    const parts: Record<string, () => void> = {
      '+': () => onZoom(1),
      '=': () => onZoom(1),
      '-': () => onZoom(-1),
      PageDown: () => onPan(1),
      PageUp: () => onPan(-1),
    };
    const [move, part] = [moves[event.key], parts[event.key]];
    if (move === undefined && part === undefined) return;
    event.preventDefault();
    if (move !== undefined) return focusOn(move);
    follow.current = true;
    part?.();
  };

  const [from, to] = [Date.parse(timeline.from), Date.parse(timeline.to)];
  return (
    <div className={styles.plot}>
      <div aria-hidden="true">
        {ticksOf(from, to, timeline.months).map(({ at, label }) => (
          <span key={at} className={styles.tick} style={{ left: `${percentOf(at, from, to)}%` }}>
            <span>{label}</span>
          </span>
        ))}
        {now >= from && now < to ? (
          <span className={styles.today} style={{ left: `${percentOf(now, from, to)}%` }}>
            <span>Today</span>
          </span>
        ) : null}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields. */}
      <div ref={plot} role="group" aria-label="Timeline" className={styles.marks} onKeyDown={onKeyDown}>
        {marks.map((mark, index) => (
          <button
            key={keyOf(mark)}
            type="button"
            data-mark={index}
            data-tone={signOf(mark.status).tone}
            className={mark.kind === 'cluster' ? styles.cluster : styles.mark}
            style={{ left: `${((mark.slot + 0.5) / slots) * 100}%`, bottom: `${(mark.lane / lanes) * 100}%` }}
            tabIndex={index === active ? 0 : -1}
            aria-label={markLine(mark, now)}
            title={markLine(mark, now)}
            onClick={() => onOpen(mark)}
            onPointerEnter={() => onPoint(mark)}
            onFocus={() => {
              setPlace({ key: keyOf(mark), at: Date.parse(mark.at) });
              onPoint(mark);
            }}
          >
            <Shape status={mark.status} ringed={mark.kind === 'authority'} />
            {mark.kind === 'cluster' ? <span>{shortCount(mark.count)}</span> : null}
          </button>
        ))}
      </div>
    </div>
  );
}
