import { Button } from '@mantine/core';
import type { KeyState } from '../../ipc/schemas';
import { useClient } from '../state/client-context';
import { failureOf } from '../state/failure';
import { useAction } from '../state/use-action';
import { useQuery } from '../state/use-query';
import { formatClock } from '../text/dates';
import { Icon } from '../ui/icons';
import { useToasts } from '../ui/toasts';
import styles from './rail.module.css';

const refreshOn = ['key.changed', 'authorities.changed'] as const;

function words(key: KeyState): string {
  switch (key.state) {
    case 'none':
      return 'Root key: none yet';
    case 'open':
      return key.locksAt ? `Root key: open until ${formatClock(key.locksAt)}` : 'Root key: open';
    case 'locked':
      return key.keep === 'keychain'
        ? 'Root key: locked in the keychain'
        : 'Root key: locked by the passphrase that you chose';
  }
}

/** Whether the root key can sign at this moment, and the button that changes it. */
export function KeyChip() {
  const { api } = useClient();
  const { show, fail } = useToasts();
  const state = useQuery(() => api.key.state({}), 'key', refreshOn);
  const toggle = useAction(async () => {
    try {
      const next = state.data?.state === 'open' ? await api.key.lock() : await api.key.unlock({});
      show(`${words(next)}.`);
      state.reload();
    } catch (thrown) {
      fail(failureOf(thrown));
    }
  });
  const key = state.data;
  if (!key || key.state === 'none') return null;
  const open = key.state === 'open';
  return (
    <section className={styles.key} aria-label="Root key">
      <div className={styles.state}>
        <Icon name={open ? 'unlock' : 'key'} size={17} />
        <span>{words(key)}</span>
      </div>
      <Button
        size="compact-sm"
        fullWidth
        loading={toggle.busy}
        aria-label={open ? 'Lock the root key' : 'Unlock the root key'}
        onClick={() => void toggle.run()}
      >
        <span className={styles.keyIcon}>
          <Icon name={open ? 'lock' : 'unlock'} size={17} />
        </span>
        <span className={styles.keyWord}>{open ? 'Lock' : 'Unlock'}</span>
      </Button>
    </section>
  );
}
