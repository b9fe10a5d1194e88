import { Button } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { useClient } from '../../state/client-context';
import { type Intent, useNavigation } from '../../state/navigation';
import { useNow } from '../../state/use-now';
import { useQuery } from '../../state/use-query';
import { relativeDate } from '../../text/dates';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { EmptyState, FailureNote } from '../../ui/notes';
import { Page } from '../../ui/page';
import { RootCard } from './root-card';
import { StoresTable } from './stores-table';
import { type OpenDialog, TrustDialogs } from './trust-dialogs';
import { useTrustWork } from './use-trust-work';
import { WorkPanel } from './work-panel';

const refreshOn = ['trust.changed', 'authorities.changed'] as const;

/** Who is trusted (the root), where (the stores), and the proof. */
export function TrustScreen() {
  const { api } = useClient();
  const authorities = useQuery(() => api.authorities.list(), 'authorities', refreshOn);
  const stores = useQuery(() => api.trust.list(), 'stores', refreshOn);
  const lastProof = useQuery(() => api.trust.lastProof(), 'proof', refreshOn);
  const reload = () => {
    stores.reload();
    lastProof.reload();
    authorities.reload();
  };
  const work = useTrustWork(reload);
  const [open, setOpen] = useState<OpenDialog>(null);
  const authority = authorities.data?.[0];
  useTrustIntent((kind) => (kind === 'check' ? void work.prove.run() : setOpen(kind)));

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
      {authorities.failure ? <FailureNote failure={authorities.failure} onRetry={authorities.reload} /> : null}
      {authority ? <RootCard authority={authority} reload={reload} onSetAside={() => setOpen('set-aside')} /> : null}
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
      {authority ? (
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
      ) : null}
    </Page>
  );
}

/** What the overview, the palette or a menu asked this screen to do. */
function useTrustIntent(act: (kind: 'check' | 'install' | 'remove' | 'set-aside') => void) {
  const { intent, settle } = useNavigation();
  const onIntent = useEffectEvent((asked: Intent) => {
    if (asked.kind === 'check' || asked.kind === 'install' || asked.kind === 'remove' || asked.kind === 'set-aside') {
      act(asked.kind);
    }
  });
  useEffect(() => {
    if (intent === null) return;
    onIntent(intent);
    settle();
  }, [intent, settle]);
}

function LastCheck({ at }: { at: string | undefined }) {
  const now = useNow();
  return (
    <small className={layout.grow}>
      {at ? `Last checked with real connections ${relativeDate(at, now)}.` : 'Not checked with real connections yet.'}
    </small>
  );
}
