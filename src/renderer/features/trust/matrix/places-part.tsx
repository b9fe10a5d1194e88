import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Authority } from '../../../../ipc/schemas';
import type { Matrix } from '../../../../ipc/trust-schemas';
import type { Query } from '../../../state/use-query';
import layout from '../../../ui/layout.module.css';
import { ListDetail } from '../../../ui/list-detail';
import { Loading } from '../../../ui/loading';
import { EmptyState, FailureNote } from '../../../ui/notes';
import { below } from '../../../ui/roots';
import { RootBody, RootCard, type RootProps, RootWords } from '../root-card';
import type { TrustWork } from '../use-trust-work';
import { WorkPanel } from '../work-panel';
import { CellPanel } from './cell-panel';
import type { Everywhere } from './everywhere';
import type { Aim } from './grid-row';
import styles from './matrix.module.css';
import { MatrixGrid } from './matrix-grid';
import { MatrixHead } from './matrix-head';
import { SidePanel } from './side-panel';
import { cellOf } from './verdicts';

interface PlacesPartProps {
  matrix: Query<Matrix>;
  roots: readonly Authority[];
  all: readonly Authority[];
  work: TrustWork;
  opened: Aim | null;
  onOpened: (aim: Aim | null) => void;
  onSetAside: (authority: Authority) => void;
  onEverywhere: (action: Everywhere, authorityId?: string) => void;
  onRecipe: (recipe: string) => void;
  reload: () => void;
}

/** Where each root is trusted, proven by real clients. */
export function PlacesPart(props: PlacesPartProps) {
  const { matrix, roots, all, work, opened, onOpened, onSetAside, onEverywhere, onRecipe, reload } = props;
  const [wasAt, setWasAt] = useState<HTMLElement | null>(null);
  const rootProps = (authority: Authority): RootProps => ({
    authority,
    intermediates: below(authority, all),
    onSetAside: () => onSetAside(authority),
    reload,
  });
  // With several roots each has its column; only one that something is wrong with needs a card of its own.
  const cards = roots.length === 1 ? roots : roots.filter(({ problems }) => problems.length > 0);
  const { data, failure } = matrix;
  const open = (aim: Aim) => {
    if (document.activeElement instanceof HTMLElement) setWasAt(document.activeElement);
    onOpened(aim);
  };
  const close = () => {
    onOpened(null);
    // In a narrow window the matrix comes back only now.
    requestAnimationFrame(() => wasAt?.focus());
  };
  return (
    <>
      {cards.map((authority) => (
        <RootCard key={authority.id} {...rootProps(authority)} />
      ))}
      <WorkPanel work={work} />
      {failure ? <FailureNote failure={failure} onRetry={matrix.reload} /> : null}
      {data === undefined && !failure ? <Loading label="Reading the trust stores" rows={5} /> : null}
      {data && data.rows.length === 0 ? (
        <div className={layout.card}>
          <EmptyState
            title="No trust store found"
            text="Sealwax looked for the system store, for the databases of browsers and for JDKs, and found none that it can change."
          >
            <Button onClick={matrix.reload}>Look again</Button>
          </EmptyState>
        </div>
      ) : null}
      {data && data.rows.length > 0 && data.roots.length > 0 ? (
        <ListDetail
          scroll="page"
          list={
            <section className={`${layout.card} ${styles.card}`} aria-label="Trust stores">
              <MatrixHead matrix={data} busy={work.busy} onEverywhere={onEverywhere} />
              <MatrixGrid matrix={data} opened={opened} onOpen={open} onRecipe={onRecipe} />
            </section>
          }
          detail={
            opened === null ? null : (
              <Beside
                key={`${opened.authorityId} ${opened.rowId}`}
                {...{ matrix: data, opened, work, onRecipe, onEverywhere }}
                root={roots.find(({ id }) => id === opened.authorityId)}
                rootProps={rootProps}
                onClose={close}
              />
            )
          }
        />
      ) : null}
    </>
  );
}

interface BesideProps extends Pick<PlacesPartProps, 'work' | 'onRecipe' | 'onEverywhere'> {
  matrix: Matrix;
  opened: Aim;
  root: Authority | undefined;
  rootProps: (authority: Authority) => RootProps;
  onClose: () => void;
}

/** The chosen cell, or the root whose heading was chosen; nothing when it has gone meanwhile. */
function Beside({ matrix, opened, root, rootProps, work, onClose, onRecipe, onEverywhere }: BesideProps) {
  const row = matrix.rows.find(({ id }) => id === opened.rowId);
  const cell = row && cellOf(row, opened.authorityId);
  if (row && cell) {
    const subject = matrix.roots.find(({ authorityId }) => authorityId === cell.authorityId);
    return (
      <CellPanel
        {...{ matrix, row, cell, onClose, onRecipe }}
        busy={work.busy}
        onChange={(action) => {
          if (subject) void work.change.run(action, subject, [row.id]);
        }}
      />
    );
  }
  if (opened.rowId !== null || !root) return null;
  return (
    <SidePanel label="Root certificate" title={root.name} onClose={onClose}>
      <div>
        <RootWords {...rootProps(root)} />
      </div>
      <div className={layout.row}>
        <Button size="xs" variant="filled" disabled={work.busy} onClick={() => onEverywhere('install', root.id)}>
          Install this root everywhere…
        </Button>
        <Button size="xs" variant="danger" disabled={work.busy} onClick={() => onEverywhere('remove', root.id)}>
          Remove this root…
        </Button>
      </div>
      <RootBody {...rootProps(root)} />
    </SidePanel>
  );
}
