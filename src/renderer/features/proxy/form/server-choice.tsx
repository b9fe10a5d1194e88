import { Radio } from '@mantine/core';
import type { Listening } from '../../../../ipc/inspect-schemas';
import { useClient } from '../../../state/client-context';
import { useQuery } from '../../../state/use-query';
import layout from '../../../ui/layout.module.css';
import { nameFor } from './draft';
import styles from './form.module.css';

interface ServerChoiceProps {
  /** As it stands in the field below. */
  target: string;
  onChoose: (target: string, name: string) => void;
}

/** What runs on this machine and speaks plain HTTP, as far as it can be found out; a port can be typed all the same. */
export function ServerChoice({ target, onChoose }: ServerChoiceProps) {
  const { api } = useClient();
  const found = useQuery(() => api.inspect.listening(), 'proxy-listening');
  const servers = (found.data?.servers ?? []).filter(({ speaks }) => speaks === 'http');
  if (found.failure) return null;
  if (found.data === undefined) return <p className={layout.mute}>Looking for servers on this machine …</p>;
  if (servers.length === 0) {
    return <p className={layout.mute}>No server that speaks HTTP was found running; type its port.</p>;
  }
  return (
    <Radio.Group
      label="Running now"
      value={servers.some((server) => targetFor(server) === target) ? target : ''}
      onChange={(chosen) => onChoose(chosen, nameFor(servers.find((server) => targetFor(server) === chosen)?.folder))}
    >
      <div className={styles.servers} tabIndex={servers.length > 4 ? 0 : undefined}>
        {servers.map((server) => (
          <Radio
            key={server.id}
            value={targetFor(server)}
            label={
              <>
                Port {server.port}
                <small>{[server.process, server.folder].filter((part) => part !== undefined).join(' in ')}</small>
              </>
            }
          />
        ))}
      </div>
    </Radio.Group>
  );
}

/** A server on every address is reached by the loopback one. */
function targetFor({ address, port }: Listening): string {
  if (address === '0.0.0.0' || address === '::') return `localhost:${port}`;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
