import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ProxyView } from '../../../../ipc/proxy-schemas';
import { useClient } from '../../../state/client-context';
import { useQuery } from '../../../state/use-query';
import { Dialog } from '../../../ui/dialog';
import layout from '../../../ui/layout.module.css';
import { Loading } from '../../../ui/loading';
import { FailureNote } from '../../../ui/notes';
import styles from './hosts.module.css';
import { HostsChange } from './hosts-change';

interface HostsDialogProps {
  opened: boolean;
  proxies: readonly ProxyView[];
  onClose: () => void;
}

/** The names that Sealwax wrote into the hosts file, each with the way out of it. */
export function HostsDialog({ opened, proxies, onClose }: HostsDialogProps) {
  return (
    <Dialog title="Names in the hosts file" opened={opened} onClose={onClose}>
      <HostsNames proxies={proxies} />
    </Dialog>
  );
}

function HostsNames({ proxies }: { proxies: readonly ProxyView[] }) {
  const { api } = useClient();
  const state = useQuery(() => api.hosts.list(), 'hosts');
  const [leaving, setLeaving] = useState<readonly string[] | null>(null);
  const served = new Set(proxies.flatMap(({ names }) => names.map(({ name }) => name)));
  if (state.failure) return <FailureNote failure={state.failure} onRetry={state.reload} />;
  if (state.data === undefined) return <Loading label="Reading the hosts file" />;
  const { names, path } = state.data;
  if (leaving !== null) {
    return (
      <HostsChange
        action="remove"
        names={leaving}
        onCancel={() => setLeaving(null)}
        onDone={() => {
          setLeaving(null);
          state.reload();
        }}
      />
    );
  }
  if (names.length === 0) {
    return <p className={layout.mute}>Sealwax wrote no name into {path}.</p>;
  }
  return (
    <div className={layout.stack}>
      <p className={layout.mute}>Sealwax wrote these names into {path}. What others wrote there is not shown.</p>
      <ul className={styles.names}>
        {names.map(({ name, addresses }) => (
          <li key={name}>
            <div className={layout.grow}>
              <b>{name}</b>
              <small>
                {addresses.join(', ')}
                {served.has(name) ? '' : ' – no proxy serves it'}
              </small>
            </div>
            <Button size="xs" aria-label={`Take ${name} out…`} onClick={() => setLeaving([name])}>
              Take out…
            </Button>
          </li>
        ))}
      </ul>
      {names.length < 2 ? null : (
        <div>
          <Button onClick={() => setLeaving(names.map(({ name }) => name))}>Take all out…</Button>
        </div>
      )}
    </div>
  );
}
