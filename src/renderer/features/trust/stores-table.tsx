import { Button, VisuallyHidden } from '@mantine/core';
import { Fragment, useState } from 'react';
import type { ProveReport, Store } from '../../../ipc/schemas';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { storeSigns } from '../../ui/status';
import { Tag } from '../../ui/tag';
import { proofsOf, provenWords } from './proven-by';
import { type StoreAction, StoreChange } from './store-change';
import styles from './trust.module.css';

interface StoresTableProps {
  stores: readonly Store[];
  report: ProveReport | null;
  busy: boolean;
  onChange: (action: StoreAction, store: Store) => void;
}

/** Where the root is trusted. A row's button first shows the exact change, and a second press makes it. */
export function StoresTable({ stores, report, busy, onChange }: StoresTableProps) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <section className={layout.card} aria-label="Trust stores">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">State</th>
            <th scope="col" className={styles.proven}>
              Proven by
            </th>
            <th scope="col">
              <VisuallyHidden>Change</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {stores.map((store) => (
            <StoreRows
              key={store.id}
              store={store}
              report={report}
              busy={busy}
              open={open === store.id}
              onOpen={() => setOpen(open === store.id ? null : store.id)}
              onChange={(action) => {
                setOpen(null);
                onChange(action, store);
              }}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface StoreRowsProps {
  store: Store;
  report: ProveReport | null;
  busy: boolean;
  open: boolean;
  onOpen: () => void;
  onChange: (action: StoreAction) => void;
}

function StoreRows({ store, report, busy, open, onOpen, onChange }: StoreRowsProps) {
  const sign = storeSigns[store.state];
  const proven = provenWords(proofsOf(store, report));
  const action: StoreAction = store.state === 'trusted' ? 'remove' : 'install';
  const verb = action === 'install' ? 'Install' : 'Remove';
  return (
    <Fragment>
      <tr>
        <td>
          {store.label}
          <div className={layout.path}>{store.location}</div>
        </td>
        <td>
          <Tag tone={sign.tone} icon={sign.icon}>
            {sign.word}
          </Tag>
          {store.message ? <small className={styles.message}>{store.message}</small> : null}
          {store.hint ? <small className={styles.message}>{store.hint}</small> : null}
        </td>
        <td className={styles.proven}>
          {proven ? (
            <span className={styles.proof}>
              {proven.ok ? null : <Icon name="cross" size={15} />}
              {proven.text}
            </span>
          ) : (
            <span className={layout.mute}>not checked</span>
          )}
        </td>
        <td className={styles.action}>
          <Button
            size="xs"
            disabled={busy}
            aria-expanded={open}
            aria-label={`${verb} ${action === 'install' ? 'in' : 'from'} ${store.label}`}
            onClick={onOpen}
          >
            {verb}…
          </Button>
        </td>
      </tr>
      {open ? (
        <tr className={styles.change}>
          <td colSpan={4}>
            <StoreChange store={store} action={action} onCancel={onOpen} onConfirm={() => onChange(action)} />
          </td>
        </tr>
      ) : null}
    </Fragment>
  );
}
