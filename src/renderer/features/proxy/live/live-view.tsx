import { Button, VisuallyHidden } from '@mantine/core';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { ProxyRequest, ProxyView } from '../../../../ipc/proxy-schemas';
import { useClient } from '../../../state/client-context';
import { failureOf } from '../../../state/failure';
import { useAction } from '../../../state/use-action';
import layout from '../../../ui/layout.module.css';
import { EmptyState } from '../../../ui/notes';
import { useToasts } from '../../../ui/toasts';
import styles from './live.module.css';
import { LiveTools } from './live-tools';
import { RequestDetail } from './request-detail';
import { RequestList } from './request-list';
import { ThroughputPlot } from './throughput-plot';
import { filtered, isFiltered, noFilter, type Traffic } from './traffic';

interface LiveViewProps {
  proxies: readonly ProxyView[];
  traffic: Traffic;
  /** Milliseconds since 1970. */
  now: number;
  onClear: () => Promise<void>;
}

/** What goes through the proxies now: the throughput, and each request. Held, it stands still while all goes on behind it. */
export function LiveView({ proxies, traffic, now, onClear }: LiveViewProps) {
  const { api } = useClient();
  const { show, fail } = useToasts();
  const [filter, setFilter] = useState(noFilter);
  const [held, setHeld] = useState<{ traffic: Traffic; now: number } | null>(null);
  const [opened, setOpened] = useState<ProxyRequest | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const shown = held?.traffic ?? traffic;
  const settled = useDeferredValue(filter);
  const requests = useMemo(() => filtered(shown.requests, settled), [shown, settled]);
  const missed = held === null ? 0 : (traffic.requests[0]?.seq ?? 0) - (held.traffic.requests[0]?.seq ?? 0);
  const save = useAction(async () => {
    try {
      const saved = await api.proxy.exportHar({
        filter: {
          ...(filter.text.trim() === '' ? {} : { text: filter.text.trim() }),
          ...(filter.status === '' ? {} : { statusClass: Number(filter.status) }),
          ...(filter.proxyId === '' ? {} : { proxyId: filter.proxyId }),
        },
      });
      if (saved.outcome === 'saved') show(`Saved ${saved.files[0] ?? 'the requests'} in ${saved.folderName}.`);
    } catch (thrown) {
      fail(failureOf(thrown));
    }
  });
  const clear = () => {
    setHeld(null);
    setOpened(null);
    onClear().catch((thrown) => fail(failureOf(thrown)));
  };
  return (
    <section
      className={`${layout.card} ${styles.live}`}
      aria-label="Live view"
      data-detail={opened !== null || undefined}
    >
      <VisuallyHidden component="h2">Live view</VisuallyHidden>
      <ThroughputPlot throughput={shown.throughput} now={held?.now ?? now} />
      <LiveTools
        proxies={proxies}
        filter={filter}
        onFilter={setFilter}
        paused={held !== null}
        onPause={(paused) => setHeld(paused ? { traffic, now } : null)}
        empty={shown.requests.length === 0}
        exporting={save.busy}
        onClear={clear}
        onExport={() => void save.run()}
      />
      {held === null && shown.dropped === 0 ? null : (
        <p className={styles.said}>
          {held === null ? null : `Held. ${missed === 0 ? 'Nothing new since.' : `${missed} new since.`} `}
          {shown.dropped === 0 ? null : `${shown.dropped} came too fast to be listed one by one; the plot has them.`}
        </p>
      )}
      <VisuallyHidden role="status">{isFiltered(settled) ? `${requests.length} requests fit.` : ''}</VisuallyHidden>
      <div className={styles.columns}>
        {requests.length > 0 ? (
          <RequestList ref={box} requests={requests} openedSeq={opened?.seq ?? null} onOpen={setOpened} />
        ) : isFiltered(settled) ? (
          <EmptyState title="Nothing fits the filter" text="No request that is kept fits it.">
            <Button onClick={() => setFilter(noFilter)}>Show all</Button>
          </EmptyState>
        ) : (
          <EmptyState
            title="No request yet"
            text="Open an address of a proxy in a browser, and what it asks for stands here the moment it is answered."
          />
        )}
        {opened === null ? null : (
          <RequestDetail
            key={opened.seq}
            request={opened}
            onClose={() => {
              setOpened(null);
              // After the list is there again: in a narrow window it was not drawn.
              requestAnimationFrame(() => box.current?.focus());
            }}
          />
        )}
      </div>
    </section>
  );
}
