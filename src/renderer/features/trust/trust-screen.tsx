import { Button, Tabs } from '@mantine/core';
import { useState } from 'react';
import type { Authority } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import type { TrustPart } from '../../state/navigation';
import { useQuery } from '../../state/use-query';
import { Loading } from '../../ui/loading';
import { FailureNote } from '../../ui/notes';
import { Page } from '../../ui/page';
import { rootOf, rootsInOrder } from '../../ui/roots';
import { CensusPart } from './census/census-part';
import { reviewWords } from './census/finds';
import { ReviewCard, ReviewSign } from './census/review-card';
import { HistoryPart } from './history/history-part';
import type { Everywhere } from './matrix/everywhere';
import { EverywhereDialog } from './matrix/everywhere-dialog';
import type { Aim } from './matrix/grid-row';
import { PlacesPart } from './matrix/places-part';
import { parts, useTrustIntent } from './parts';
import { PhonePart } from './phone/phone-part';
import { RecipesPart } from './recipes/recipes-part';
import { RootChoice } from './root-choice';
import { SetAsideDialog } from './set-aside-dialog';
import styles from './trust.module.css';
import { useTrustWork } from './use-trust-work';

const refreshOn = ['trust.changed', 'authorities.changed'] as const;

/** The part that was looked at last, so that coming back to the section is coming back to it. */
let last: TrustPart = 'places';

/** Who is trusted, where, and the proof; what else is trusted here; and what no store of this machine reaches. */
export function TrustScreen() {
  const { api } = useClient();
  const authorities = useQuery(() => api.authorities.list(), 'authorities', refreshOn);
  const roots = rootsInOrder(authorities.data ?? []);
  const [first] = roots;
  if (first && authorities.data) {
    return <Trust roots={[first, ...roots.slice(1)]} all={authorities.data} reloadAll={authorities.reload} />;
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

type Opened = { kind: Everywhere; authorityId: string } | { kind: 'set-aside'; authority: Authority };

interface TrustProps {
  roots: readonly [Authority, ...Authority[]];
  all: readonly Authority[];
  reloadAll: () => void;
}

function Trust({ roots, all, reloadAll }: TrustProps) {
  const { api } = useClient();
  const matrix = useQuery(() => api.trust.matrix(), 'matrix', refreshOn);
  const census = useQuery(() => api.census.scan(), 'census', refreshOn);
  const [part, setPart] = useState<TrustPart>(last);
  last = part;
  const [chosen, setChosen] = useState<string>(roots[0].id);
  const root = roots.find(({ id }) => id === chosen) ?? roots[0];
  const [opened, setOpened] = useState<Aim | null>(null);
  const [dialog, setDialog] = useState<Opened | null>(null);
  const [recipe, setRecipe] = useState<string | null>(null);
  const [removing, setRemoving] = useState(false);
  const reload = () => {
    matrix.reload();
    reloadAll();
  };
  const work = useTrustWork(reload);
  const check = () => {
    setPart('places');
    void work.prove.run((matrix.data?.roots ?? []).map(({ authorityId, name }) => ({ authorityId, name })));
  };
  const everywhere = (action: Everywhere, authorityId = root.id) => setDialog({ kind: action, authorityId });

  useTrustIntent(matrix.data !== undefined || matrix.failure !== undefined, (intent) => {
    if (intent.kind === 'trust-part') return setPart(intent.part);
    if (intent.kind === 'remove-everything') {
      setPart('history');
      return setRemoving(true);
    }
    setPart('places');
    if (intent.kind === 'check') return check();
    if (intent.kind === 'set-aside') return setDialog({ kind: 'set-aside', authority: root });
    if (intent.kind === 'install') {
      const wanted = all.find(({ id }) => id === intent.authorityId);
      return everywhere('install', wanted && rootOf(wanted, all).id);
    }
    if (intent.kind !== 'authority') return everywhere(intent.kind);
    const known = all.find(({ id }) => id === intent.id);
    if (!known) return undefined;
    const top = rootOf(known, all);
    setChosen(top.id);
    // A lone root stands above the matrix already.
    return setOpened(roots.length > 1 ? { authorityId: top.id, rowId: null } : null);
  });

  const review = reviewWords(census.data?.roots ?? []);
  const showRecipe = (id: string) => {
    setRecipe(id);
    setPart('programs');
  };
  return (
    <Page
      title="Trust"
      actions={
        part === 'places' ? (
          <>
            <Button disabled={work.busy || !matrix.data} onClick={check}>
              Check now
            </Button>
            <Button variant="filled" disabled={work.busy || !matrix.data} onClick={() => everywhere('install')}>
              Install everywhere…
            </Button>
          </>
        ) : null
      }
    >
      <Tabs
        value={part}
        onChange={(value) => {
          setPart((value as TrustPart | null) ?? 'places');
          setRecipe(null);
        }}
        keepMounted={false}
        classNames={{ list: styles.tabs ?? '', tab: styles.tab ?? '', panel: styles.part ?? '' }}
      >
        <Tabs.List aria-label="Parts of Trust">
          {parts.map(({ value, label }) => (
            <Tabs.Tab
              key={value}
              value={value}
              rightSection={value === 'others' && review ? <ReviewSign review={review} /> : null}
            >
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="places">
          <PlacesPart
            {...{ matrix, roots, all, work, opened, reload }}
            onOpened={(aim) => {
              setOpened(aim);
              if (aim) setChosen(aim.authorityId);
            }}
            onSetAside={(authority) => setDialog({ kind: 'set-aside', authority })}
            onEverywhere={everywhere}
            onRecipe={showRecipe}
          />
          {review ? <ReviewCard review={review} onReview={() => setPart('others')} /> : null}
        </Tabs.Panel>
        <Tabs.Panel value="others">
          <CensusPart census={census} />
        </Tabs.Panel>
        <Tabs.Panel value="programs">
          <RootChoice roots={roots} chosen={root.id} disabled={false} onChoose={setChosen} />
          <RecipesPart key={root.id} authorityId={root.id} wanted={recipe} onGoToPhones={() => setPart('phones')} />
        </Tabs.Panel>
        <Tabs.Panel value="phones">
          <RootChoice roots={roots} chosen={root.id} disabled={false} onChoose={setChosen} />
          <PhonePart root={root} roots={roots} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <HistoryPart removing={removing} onRemoving={setRemoving} />
        </Tabs.Panel>
      </Tabs>
      {dialog?.kind === 'set-aside' ? (
        <SetAsideDialog authority={dialog.authority} onClose={() => setDialog(null)} />
      ) : null}
      {dialog && dialog.kind !== 'set-aside' && matrix.data ? (
        <EverywhereDialog
          action={dialog.kind}
          authorityId={dialog.authorityId}
          matrix={matrix.data}
          onClose={() => setDialog(null)}
          onConfirm={(subject, stores) => {
            setPart('places');
            setDialog(null);
            void work.change.run(dialog.kind === 'remove' ? 'remove' : 'install', subject, stores);
          }}
        />
      ) : null}
    </Page>
  );
}
