import { Button } from '@mantine/core';
import type { Store } from '../../../ipc/schemas';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { Commands } from '../../ui/copy';
import { Fold } from '../../ui/fold';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import styles from './trust.module.css';

export type StoreAction = 'install' | 'remove';

/** What a change does to a store, before it is made: the sentence, the prompt that will come, the commands. */
export function ChangeWords({ store, action }: { store: Store; action: StoreAction }) {
  const change = store[action];
  return (
    <>
      <p>{change.description}</p>
      {store.privileged ? (
        <p className={styles.privileged}>
          <Icon name="lock" size={15} />
          Needs administrator rights: the system will ask for your password.
        </p>
      ) : null}
      {change.commands.length > 0 ? (
        <Fold label={change.commands.length === 1 ? 'The same as a command' : 'The same as commands'}>
          <Commands commands={change.commands} what={`commands for ${store.label}`} />
        </Fold>
      ) : null}
    </>
  );
}

interface StoreChangeProps {
  store: Store;
  action: StoreAction;
  onCancel: () => void;
  onConfirm: () => void;
}

export function StoreChange({ store, action, onCancel, onConfirm }: StoreChangeProps) {
  return (
    <div className={layout.stack}>
      <ChangeWords store={store} action={action} />
      <ButtonsInOrder
        affirmative={
          <Button size="xs" variant={action === 'install' ? 'filled' : 'danger'} onClick={onConfirm}>
            {action === 'install' ? 'Install now' : 'Remove now'}
          </Button>
        }
        others={
          <Button size="xs" onClick={onCancel}>
            Cancel
          </Button>
        }
      />
    </div>
  );
}
