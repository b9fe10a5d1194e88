import { Button } from '@mantine/core';
import { useState } from 'react';
import { useClient } from '../../../state/client-context';
import { useQuery } from '../../../state/use-query';
import { Icon } from '../../../ui/icons';
import { Note } from '../../../ui/notes';
import styles from './hosts.module.css';
import { HostsChange } from './hosts-change';

/** A wildcard has no one place to lead to, and an address leads where it says. */
const canStand = (name: string) => !name.includes('*') && !name.includes(':') && !/^[\d.]+$/.test(name);

/** Says where names lead on this machine, and offers the hosts file for those that lead elsewhere or nowhere. */
export function HostsOffer({ names }: { names: readonly string[] }) {
  const { api } = useClient();
  const asked = names.filter(canStand);
  const reach = useQuery(async () => (asked.length === 0 ? [] : api.hosts.reach({ names: asked })), asked.join(' '));
  const [showing, setShowing] = useState(false);
  const away = (reach.data ?? []).filter(({ state }) => state !== 'loopback').map(({ name }) => name);
  if (reach.data === undefined || asked.length === 0) return null;
  if (away.length === 0) {
    return (
      <p className={styles.here}>
        <Icon name="tick" size={15} />
        <span>{asked.length === 1 ? `${asked[0]} leads` : 'The names lead'} to this machine.</span>
      </p>
    );
  }
  if (showing) {
    return (
      <HostsChange
        action="add"
        names={away}
        onCancel={() => setShowing(false)}
        onDone={() => {
          setShowing(false);
          reach.reload();
        }}
      />
    );
  }
  return (
    <Note
      tone="warn"
      message={`${listed(away)} ${away.length === 1 ? 'does' : 'do'} not lead to this machine yet.`}
      hint="Lines in the hosts file change that. They are shown first, and taken out again when you say so."
    >
      <Button size="xs" onClick={() => setShowing(true)}>
        Show the lines…
      </Button>
    </Note>
  );
}

function listed(names: readonly string[]): string {
  const [first, second, ...more] = names;
  if (second === undefined) return first ?? '';
  return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
}
