import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { ProxyView } from '../../../../ipc/proxy-schemas';
import { Icon } from '../../../ui/icons';
import { nameOf } from '../words';
import styles from './live.module.css';
import type { TrafficFilter } from './traffic';

interface LiveToolsProps {
  proxies: readonly ProxyView[];
  filter: TrafficFilter;
  onFilter: (filter: TrafficFilter) => void;
  paused: boolean;
  onPause: (paused: boolean) => void;
  /** Nothing is there to be cleared or exported. */
  empty: boolean;
  exporting: boolean;
  onClear: () => void;
  onExport: () => void;
}

const statuses: readonly { value: TrafficFilter['status']; label: string }[] = [
  { value: '', label: 'All answers' },
  { value: '2', label: '2xx: done' },
  { value: '3', label: '3xx: elsewhere' },
  { value: '4', label: '4xx: refused' },
  { value: '5', label: '5xx: failed' },
  { value: '0', label: 'Went wrong' },
];

/** What of the requests is shown, and what is done with them. */
export function LiveTools(props: LiveToolsProps) {
  const { proxies, filter, onFilter, paused, onPause, empty, exporting, onClear, onExport } = props;
  const set = (change: Partial<TrafficFilter>) => onFilter({ ...filter, ...change });
  return (
    <div className={styles.tools}>
      <search className={styles.filters} aria-label="Filter the requests">
        <TextInput
          className={styles.find ?? ''}
          aria-label="Search method, name and path"
          placeholder="Method, name or path"
          value={filter.text}
          maxLength={500}
          spellCheck={false}
          leftSection={<Icon name="search" size={16} />}
          onChange={(event) => set({ text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') set({ text: '' });
          }}
        />
        <NativeSelect
          aria-label="Answers"
          value={filter.status}
          data={[...statuses]}
          onChange={(event) => set({ status: event.currentTarget.value as TrafficFilter['status'] })}
        />
        {proxies.length < 2 ? null : (
          <NativeSelect
            aria-label="Proxy"
            className={styles.which ?? ''}
            value={filter.proxyId}
            data={[
              { value: '', label: 'All proxies' },
              ...proxies.map((proxy) => ({ value: proxy.id, label: `${nameOf(proxy)}:${proxy.port}` })),
            ]}
            onChange={(event) => set({ proxyId: event.currentTarget.value })}
          />
        )}
      </search>
      <div className={styles.buttons}>
        <Button leftSection={<Icon name={paused ? 'play' : 'pause'} size={16} />} onClick={() => onPause(!paused)}>
          {paused ? 'Follow again' : 'Hold'}
        </Button>
        <Button disabled={empty} onClick={onClear}>
          Clear
        </Button>
        <Button disabled={empty} loading={exporting} leftSection={<Icon name="export" size={16} />} onClick={onExport}>
          Export HAR…
        </Button>
      </div>
    </div>
  );
}
