import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Census, ForeignRoot } from '../../../../ipc/trust-schemas';
import { useNavigation } from '../../../state/navigation';
import { useNow } from '../../../state/use-now';
import type { Query } from '../../../state/use-query';
import { pastDate } from '../../../text/dates';
import { Fold } from '../../../ui/fold';
import { Icon } from '../../../ui/icons';
import layout from '../../../ui/layout.module.css';
import { Loading } from '../../../ui/loading';
import { EmptyState, FailureNote } from '../../../ui/notes';
import { Outcomes } from '../../../ui/results';
import { outcomesHeadline, type Results } from '../headline';
import trust from '../trust.module.css';
import styles from './census.module.css';
import { type FoundFilter, filters, fits } from './finds';
import { FoundRoot } from './found-root';
import { RemoveFound } from './remove-found';

/** The authorities of every tool on this machine: who trusts them, whether their key lies open, and the way to be rid of them. */
export function CensusPart({ census }: { census: Query<Census> }) {
  const now = useNow();
  const { go } = useNavigation();
  const [filter, setFilter] = useState<FoundFilter>('all');
  const [text, setText] = useState('');
  const [removing, setRemoving] = useState<ForeignRoot | null>(null);
  const [results, setResults] = useState<Results | null>(null);
  const { data, failure } = census;
  if (failure) return <FailureNote failure={failure} onRetry={census.reload} />;
  if (data === undefined) return <Loading label="Looking through every store" rows={5} />;
  const shown = data.roots.filter((root) => fits(root, filter, text));
  return (
    <>
      <div className={layout.row}>
        <p className={`${layout.mute} ${layout.grow}`}>
          Local authorities of every tool, looked for {pastDate(data.at, now)}. Whoever has the key of one that is
          trusted here can imitate any site.
        </p>
        <Button size="xs" onClick={census.reload}>
          Look again
        </Button>
      </div>
      {results ? (
        <section className={layout.card} aria-label="Results">
          <header className={trust.panelTitle}>
            <h2>{outcomesHeadline(results)}</h2>
            <Button size="compact-sm" onClick={() => setResults(null)}>
              Close
            </Button>
          </header>
          <Outcomes outcomes={results.outcomes} />
        </section>
      ) : null}
      {data.roots.length > 0 ? (
        <div className={styles.tools}>
          <TextInput
            className={styles.find ?? ''}
            aria-label="Filter authorities"
            placeholder="Name, tool, store or fingerprint"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            leftSection={<Icon name="search" size={16} />}
          />
          <SegmentedControl
            aria-label="Which authorities"
            value={filter}
            data={[...filters]}
            onChange={(value) => setFilter(value as FoundFilter)}
          />
        </div>
      ) : null}
      <section className={layout.card} aria-label="Authorities found">
        {shown.length > 0 ? (
          <ul className={styles.list}>
            {shown.map((root) => (
              <FoundRoot
                key={root.fingerprint256}
                root={root}
                onRemove={() => setRemoving(root)}
                onShow={(id) => go('authorities', { kind: 'authority', id })}
              />
            ))}
          </ul>
        ) : data.roots.length > 0 ? (
          <EmptyState title="Nothing fits the filter" text={`None of the ${data.roots.length} authorities fits.`}>
            <Button
              onClick={() => {
                setFilter('all');
                setText('');
              }}
            >
              Show all
            </Button>
          </EmptyState>
        ) : (
          <EmptyState
            title="No other authority was found"
            text="No store that could be read holds an authority of mkcert, Caddy or another development tool, nor an unknown private one."
          />
        )}
      </section>
      <Unread unread={data.unread} />
      {removing ? (
        <RemoveFound
          root={removing}
          onClose={() => setRemoving(null)}
          onDone={(outcomes) => {
            setRemoving(null);
            setResults({ action: 'remove', outcomes });
            census.reload();
          }}
        />
      ) : null}
    </>
  );
}

/** What was not looked into: silence about it would read as "nothing there". */
function Unread({ unread }: Pick<Census, 'unread'>) {
  if (unread.length === 0) return null;
  return (
    <Fold label={unread.length === 1 ? '1 store could not be read' : `${unread.length} stores could not be read`}>
      <ul className={styles.unread}>
        {unread.map(({ id, label, message }) => (
          <li key={id}>
            <strong>{label}</strong>: {message}
          </li>
        ))}
      </ul>
    </Fold>
  );
}
