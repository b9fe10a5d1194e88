import { Button, NativeSelect } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import type { Authority } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { type Intent, useNavigation } from '../../state/navigation';
import { useNow } from '../../state/use-now';
import { useQuery } from '../../state/use-query';
import { relativeDate } from '../../text/dates';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { EmptyState, FailureNote } from '../../ui/notes';
import { Page } from '../../ui/page';
import { below, rootOf, rootsInOrder } from '../../ui/roots';
import { RootCard } from './root-card';
import { StoresTable } from './stores-table';
import styles from './trust.module.css';
import { type OpenDialog, TrustDialogs } from './trust-dialogs';
import { useTrustWork } from './use-trust-work';
import { WorkPanel } from './work-panel';

const refreshOn = ['trust.changed', 'authorities.changed'] as const;

/** Who is trusted (a root), where (the stores), and the proof. One root at a time, the default one first. */
export function TrustScreen() {
  const { api } = useClient();
  const authorities = useQuery(() => api.authorities.list(), 'authorities', refreshOn);
  const [chosen, setChosen] = useState<string>();
  const roots = rootsInOrder(authorities.data ?? []);
  const root = roots.find(({ id }) => id === chosen) ?? roots[0];
  if (root && authorities.data) {
    return <RootTrust root={root} all={authorities.data} reloadAll={authorities.reload} onChoose={setChosen} />;
  }
  return (
    <Page title="Trust">
      {authorities.failure ? (
        <FailureNote failure={authorities.failure} onRetry={authorities.reload} />
      ) : (
        <Loading label="Reading the authorities" rows={4} />
      )}
    </Page>
  );
}

interface RootTrustProps {
  root: Authority;
  all: readonly Authority[];
  reloadAll: () => void;
  onChoose: (id: string) => void;
}

function RootTrust({ root: authority, all, reloadAll, onChoose }: RootTrustProps) {
  const { api } = useClient();
  const of = { authorityId: authority.id };
  const roots = rootsInOrder(all);
  // What was read for one root is never shown for another.
  const stores = useQuery(() => api.trust.list(of), `stores ${authority.id}`, refreshOn);
  const lastProof = useQuery(() => api.trust.lastProof(of), `proof ${authority.id}`, refreshOn);
  const reload = () => {
    stores.reload();
    lastProof.reload();
    reloadAll();
  };
  const work = useTrustWork(authority.id, reload);
  const [open, setOpen] = useState<OpenDialog>(null);
  const choose = (id: string) => {
    const known = all.find((each) => each.id === id);
    onChoose(known ? rootOf(known, all).id : id);
    work.reset();
  };
  useTrustIntent((intent) => {
    if (intent.kind === 'check') void work.prove.run();
    else if (intent.kind === 'authority') choose(intent.id);
    else setOpen(intent.kind);
  });

  return (
    <Page
      title="Trust"
      actions={
        <>
          <Button disabled={work.busy} onClick={() => void work.prove.run()}>
            Check now
          </Button>
          <Button variant="filled" disabled={work.busy || !stores.data} onClick={() => setOpen('install')}>
            Install everywhere…
          </Button>
        </>
      }
    >
      {roots.length > 1 ? (
        <RootChoice roots={roots} chosen={authority.id} disabled={work.busy} onChoose={choose} />
      ) : null}
      <RootCard
        key={authority.id}
        authority={authority}
        intermediates={below(authority, all)}
        reload={reload}
        onSetAside={() => setOpen('set-aside')}
      />
      <WorkPanel work={work} />
      {stores.failure ? <FailureNote failure={stores.failure} onRetry={stores.reload} /> : null}
      {stores.data === undefined && !stores.failure ? <Loading label="Reading the trust stores" rows={4} /> : null}
      {stores.data?.length === 0 ? (
        <div className={layout.card}>
          <EmptyState
            title="No trust store found"
            text="Sealwax looked for the system store and for NSS databases of browsers, and found none that it can change."
          >
            <Button onClick={stores.reload}>Look again</Button>
          </EmptyState>
        </div>
      ) : null}
      {stores.data && stores.data.length > 0 ? (
        <StoresTable
          stores={stores.data}
          report={work.report ?? lastProof.data ?? null}
          busy={work.busy}
          onChange={(action, store) => void work.change.run(action, [store])}
        />
      ) : null}
      <div className={layout.row}>
        <LastCheck at={lastProof.data?.at} />
        <Button size="xs" variant="danger" disabled={work.busy || !stores.data} onClick={() => setOpen('remove')}>
          Remove everywhere…
        </Button>
      </div>
      <TrustDialogs
        open={open}
        authority={authority}
        stores={stores.data}
        onClose={() => setOpen(null)}
        onChange={(action, chosen) => {
          setOpen(null);
          void work.change.run(action, chosen);
        }}
      />
    </Page>
  );
}

type TrustIntent = Extract<Intent, { kind: 'check' | 'install' | 'remove' | 'set-aside' | 'authority' }>;
const isForTrust = (intent: Intent): intent is TrustIntent =>
  ['check', 'install', 'remove', 'set-aside', 'authority'].includes(intent.kind);

/** What the overview, the palette, a menu or another screen asked this one to do. */
function useTrustIntent(act: (intent: TrustIntent) => void) {
  const { intent, settle } = useNavigation();
  const onIntent = useEffectEvent((asked: Intent) => {
    if (isForTrust(asked)) act(asked);
  });
  useEffect(() => {
    if (intent === null) return;
    onIntent(intent);
    settle();
  }, [intent, settle]);
}

interface RootChoiceProps {
  roots: readonly Authority[];
  chosen: string;
  disabled: boolean;
  onChoose: (id: string) => void;
}

function RootChoice({ roots, chosen, disabled, onChoose }: RootChoiceProps) {
  return (
    <NativeSelect
      label="Root"
      className={styles.choice ?? ''}
      value={chosen}
      disabled={disabled}
      data={roots.map(({ id, name, isDefault }) => ({ value: id, label: isDefault ? `${name} (default)` : name }))}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  );
}

function LastCheck({ at }: { at: string | undefined }) {
  const now = useNow();
  return (
    <small className={layout.grow}>
      {at ? `Last checked with real connections ${relativeDate(at, now)}.` : 'Not checked with real connections yet.'}
    </small>
  );
}
