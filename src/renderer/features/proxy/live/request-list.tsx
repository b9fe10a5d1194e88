// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and names the active option (aria-activedescendant).
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the list's key handler chooses.
// biome-ignore-all lint/a11y/useSemanticElements: a <select> can hold no columns, and rows that come and go are placed one by one.
import { VisuallyHidden } from '@mantine/core';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type Ref, useId, useLayoutEffect, useRef, useState } from 'react';
import type { ProxyRequest } from '../../../../ipc/proxy-schemas';
import { Tag } from '../../../ui/tag';
import { sizeInWords, statusSign, timeInWords } from '../words';
import { clockOf } from './clock-of';
import styles from './live.module.css';

/** Heights of a row without and with a reason, in CSS pixels (live.module.css). They are fixed, so that new rows move nothing. */
const heights = { plain: 36, reason: 58 };
const heightOf = (request: ProxyRequest | undefined) => (request?.error === undefined ? heights.plain : heights.reason);

interface RequestListProps {
  /** The newest first. */
  requests: readonly ProxyRequest[];
  openedSeq: number | null;
  onOpen: (request: ProxyRequest) => void;
  ref: Ref<HTMLDivElement>;
}

/** The requests: one tab stop, arrows inside, only the visible rows in the document. What is being read stays where it is. */
export function RequestList({ requests, openedSeq, onOpen, ref }: RequestListProps) {
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const [activeSeq, setActiveSeq] = useState<number | null>(null);
  const found = requests.findIndex(({ seq }) => seq === activeSeq);
  const active = Math.max(0, found);
  const virtual = useVirtualizer({
    count: requests.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => heightOf(requests[index]),
    getItemKey: (index) => requests[index]?.seq ?? index,
    overscan: 10,
    // The active row stays in the document even when it is scrolled away, because the list names it.
    rangeExtractor: (range) => {
      const visible = defaultRangeExtractor(range);
      return visible.includes(active) || active >= requests.length
        ? visible
        : [...visible, active].sort((a, b) => a - b);
    },
  });

  // New rows come in above: somebody who has scrolled down reads on in peace, and who looks at the top sees them come.
  const topSeq = useRef(requests[0]?.seq);
  useLayoutEffect(() => {
    const before = topSeq.current;
    topSeq.current = requests[0]?.seq;
    const box = scroll.current;
    if (box === null || before === undefined || box.scrollTop < heights.plain) return;
    const added = requests.findIndex(({ seq }) => seq === before);
    if (added > 0) box.scrollTop += requests.slice(0, added).reduce((sum, each) => sum + heightOf(each), 0);
  }, [requests]);

  const moveTo = (index: number) => {
    const place = Math.min(Math.max(index, 0), requests.length - 1);
    const request = requests[place];
    if (request === undefined) return;
    setActiveSeq(request.seq);
    if (openedSeq !== null) onOpen(request);
    virtual.scrollToIndex(place);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / heights.plain) - 1);
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: requests.length - 1,
    };
    const request = requests[active];
    if (event.key in steps) moveTo(steps[event.key] ?? 0);
    else if ((event.key === 'Enter' || event.key === ' ') && request) onOpen(request);
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
      aria-label="Requests"
      aria-activedescendant={requests[active] ? `${id}-${requests[active].seq}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const request = requests[index];
          if (request === undefined) return null;
          return (
            <div
              key={request.seq}
              id={`${id}-${request.seq}`}
              role="option"
              aria-selected={request.seq === openedSeq}
              aria-posinset={index + 1}
              aria-setsize={requests.length}
              data-active={index === active || undefined}
              data-reason={request.error === undefined ? undefined : true}
              className={styles.row}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => {
                setActiveSeq(request.seq);
                onOpen(request);
              }}
            >
              <Line request={request} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Line({ request }: { request: ProxyRequest }) {
  const { at, method, host, path, query, protocol, durationMs, sent, error } = request;
  const sign = statusSign(request);
  return (
    <>
      <span className={styles.time}>{clockOf(at)}</span>
      <span className={styles.status}>
        <Tag tone={sign.tone} icon={sign.icon}>
          {sign.word}
        </Tag>
      </span>
      <span className={styles.what}>
        <span className={styles.clip}>
          <b>{method}</b> <span className={styles.host}>{host}</span>
          {path}
          {query ? <span className={styles.host}>?…</span> : null}
        </span>
        {error === undefined ? null : <small className={styles.reason}>{error}</small>}
      </span>
      <span className={styles.protocol} data-drop="1">
        {protocol}
      </span>
      <span className={styles.number}>
        <VisuallyHidden>took </VisuallyHidden>
        {timeInWords(durationMs)}
      </span>
      <span className={styles.number} data-drop="2">
        {sizeInWords(sent)}
      </span>
    </>
  );
}
