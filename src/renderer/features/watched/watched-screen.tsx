import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Seen, Watched } from '../../../ipc/watched-schemas';
import { useClient } from '../../state/client-context';
import { failureOf } from '../../state/failure';
import { useNavigation } from '../../state/navigation';
import { useAction } from '../../state/use-action';
import { useQuery } from '../../state/use-query';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { ListDetail } from '../../ui/list-detail';
import { Loading } from '../../ui/loading';
import { EmptyState, FailureNote } from '../../ui/notes';
import { Page } from '../../ui/page';
import { useToasts } from '../../ui/toasts';
import { AddHost } from './add-host';
import { AddMenu } from './add-menu';
import { FoundDialog } from './found-dialog';
import { RenewInPlace } from './renew-in-place';
import styles from './watched.module.css';
import { WatchedDetail } from './watched-detail';
import { WatchedTable } from './watched-table';
import { inOrder } from './words';

const refreshOn = ['watched.changed', 'certificates.changed', 'authorities.changed'] as const;
const none: Watched[] = [];

/** Certificates in files, folders and on servers, whoever made them: what is seen there, and what is wrong with it. */
export function WatchedScreen() {
  const { api } = useClient();
  const { intent, settle } = useNavigation();
  const { offerUndo, show, fail } = useToasts();
  const list = useQuery(() => api.watched.list(), 'watched', refreshOn);
  const [openedId, setOpenedId] = useState<string | null>(null);
  const [dialog, setDialog] = useState<'host' | 'found' | null>(null);
  const [renewing, setRenewing] = useState<{ item: Watched; seen: Seen } | null>(null);
  const check = useAction((ids?: string[]) => api.watched.check(ids === undefined ? {} : { ids }));
  // Each answers with what was added; null is Cancel in the dialog of the system.
  const add = useAction(async (ask: () => Promise<Watched | readonly Watched[] | null>) => {
    const added = await ask();
    const [first] = added === null ? [] : [added].flat();
    if (first !== undefined) setOpenedId(first.id);
  });
  const items = inOrder(list.data ?? none);
  const opened = items.find(({ id }) => id === openedId);

  useEffect(() => {
    if (intent === null) return;
    if (intent.kind === 'watched') setOpenedId(intent.id);
    if (intent.kind === 'watch-host') setDialog('host');
    settle();
  }, [intent, settle]);

  const stop = (item: Watched) => {
    api.watched.remove({ id: item.id }).then(
      () => {
        setOpenedId(null);
        offerUndo(`${item.name} is no longer watched.`, () => {
          api.watched.undoRemove({ id: item.id }).then(
            () => show(`${item.name} is watched again.`),
            (thrown) => fail(failureOf(thrown)),
          );
        });
      },
      (thrown) => fail(failureOf(thrown)),
    );
  };

  const adding = {
    onHost: () => setDialog('host'),
    onFiles: () => void add.run(() => api.watched.addFiles()),
    onFolder: () => void add.run(() => api.watched.addFolder()),
    onFind: () => setDialog('found'),
  };

  return (
    <Page
      title="Watched"
      fill
      actions={
        <>
          {items.length > 0 ? (
            <Button leftSection={<Icon name="renew" size={16} />} loading={check.busy} onClick={() => void check.run()}>
              Check all now
            </Button>
          ) : null}
          <AddMenu {...adding} />
        </>
      }
    >
      {list.failure ? <FailureNote failure={list.failure} onRetry={list.reload} /> : null}
      {check.failure ? <FailureNote failure={check.failure} /> : null}
      {add.failure ? <FailureNote failure={add.failure} /> : null}
      {list.data === undefined && !list.failure ? <Loading label="Reading what is watched" rows={5} /> : null}
      {list.data?.length === 0 ? <NoneYet onHost={adding.onHost} onFind={adding.onFind} /> : null}
      {items.length > 0 ? (
        <ListDetail
          list={
            <section className={`${layout.card} ${styles.list}`} aria-label="List" aria-busy={check.busy}>
              <WatchedTable items={items} openedId={openedId} onOpen={setOpenedId} />
            </section>
          }
          detail={
            opened === undefined ? null : (
              <WatchedDetail
                key={opened.id}
                item={opened}
                checking={check.busy}
                onCheck={() => void check.run([opened.id])}
                onStop={() => stop(opened)}
                onRenew={(seen) => setRenewing({ item: opened, seen })}
                onClose={() => setOpenedId(null)}
              />
            )
          }
        />
      ) : null}
      <AddHost
        opened={dialog === 'host'}
        onClose={() => setDialog(null)}
        onAdded={(item) => {
          setDialog(null);
          setOpenedId(item.id);
        }}
      />
      <FoundDialog opened={dialog === 'found'} onClose={() => setDialog(null)} />
      <RenewInPlace renewing={renewing} onClose={() => setRenewing(null)} />
    </Page>
  );
}

function NoneYet({ onHost, onFind }: { onHost: () => void; onFind: () => void }) {
  return (
    <div className={`${layout.card} ${styles.empty}`}>
      <EmptyState
        title="Nothing is watched yet"
        text="Watch a server, a certificate file or a folder, whoever made the certificate: Sealwax looks again and again, and says when it ends, changes or is wrong."
      >
        <div className={styles.choices}>
          <Button variant="filled" onClick={onHost}>
            Watch a server…
          </Button>
          <Button onClick={onFind}>Find what other tools made…</Button>
        </div>
      </EmptyState>
    </div>
  );
}
