import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Authority, Store } from '../../../ipc/schemas';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { Dialog } from '../../ui/dialog';
import layout from '../../ui/layout.module.css';
import { TypedName } from '../../ui/typed-name';
import { ChangeWords, type StoreAction } from './store-change';
import styles from './trust.module.css';

interface EverywhereDialogProps {
  action: StoreAction;
  authority: Authority;
  stores: readonly Store[];
  onCancel: () => void;
  onConfirm: () => void;
}

const words = {
  install: {
    title: 'Install everywhere',
    text: 'These stores will trust the root. Each one reports by itself; one that fails does not stop the others.',
    none: 'Every store trusts the root already.',
    button: 'Install',
  },
  remove: {
    title: 'Remove everywhere',
    text: 'The root goes out of these stores. From then on, pages that use your certificates show a warning. The certificates and the root itself stay in the data folder, so you can install it again.',
    none: 'The root is in no store.',
    button: 'Remove',
  },
} as const;

/** Everything that is about to change, before anything does. Removing asks for the name of the authority as well. */
export function EverywhereDialog({ action, authority, stores, onCancel, onConfirm }: EverywhereDialogProps) {
  const [typed, setTyped] = useState('');
  const text = words[action];
  const ready = stores.length > 0 && (action === 'install' || typed.trim() === authority.name);
  return (
    <Dialog title={text.title} opened onClose={onCancel} size="wide">
      <p>{stores.length > 0 ? text.text : text.none}</p>
      <ul className={styles.changes}>
        {stores.map((store) => (
          <li key={store.id}>
            <strong>{store.label}</strong>
            <div className={layout.path}>{store.location}</div>
            {store.message ? <p className={layout.mute}>{store.message}</p> : null}
            <ChangeWords store={store} action={action} />
          </li>
        ))}
      </ul>
      {action === 'remove' && stores.length > 0 ? (
        <TypedName of="of the authority" name={authority.name} value={typed} onChange={setTyped} />
      ) : null}
      <ButtonsInOrder
        affirmative={
          <Button variant={action === 'install' ? 'filled' : 'danger'} disabled={!ready} onClick={onConfirm}>
            {text.button}
          </Button>
        }
        others={<Button onClick={onCancel}>Cancel</Button>}
      />
    </Dialog>
  );
}
