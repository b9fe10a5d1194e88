import { Button, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useRef, useState } from 'react';
import type { ActivityEntry } from '../../../ipc/activity-schemas';
import layout from '../../ui/layout.module.css';
import { AboveList, ListDetail } from '../../ui/list-detail';
import { Loading } from '../../ui/loading';
import { EmptyState, FailureNote } from '../../ui/notes';
import { Page } from '../../ui/page';
import styles from './activity.module.css';
import { ActivityFilters } from './activity-filters';
import { ActivityList } from './activity-list';
import { ChainSign } from './chain-sign';
import { EntryDetail } from './entry-detail';
import { ExportMenu } from './export-menu';
import { filterOf, isFiltered, noFilter } from './filter-draft';
import { useActivity } from './use-activity';

/** Milliseconds that typing must rest before the history is searched. */
const rest = 150;

/** Everything that was done, by whom and when, and whether the record of it is whole. */
export function ActivityScreen() {
  const [draft, setDraft] = useState(noFilter);
  const [settled] = useDebouncedValue(draft, rest);
  const filter = useMemo(() => filterOf(settled), [settled]);
  const list = useActivity(filter);
  const [opened, setOpened] = useState<ActivityEntry | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const find = useRef<HTMLInputElement>(null);
  const { entries, failure } = list;
  const filtered = isFiltered(settled);

  return (
    <Page title="Activity" fill actions={<ExportMenu filter={filter} filtered={filtered} />}>
      <AboveList open={opened !== null} className={styles.above}>
        <ChainSign />
        <ActivityFilters draft={draft} onChange={setDraft} find={find} />
      </AboveList>
      {failure ? <FailureNote failure={failure} onRetry={list.reload} /> : null}
      {entries === undefined && !failure ? <Loading label="Reading the history" rows={6} /> : null}
      <VisuallyHidden role="status">{entries && filtered ? counted(entries.length, list.more) : ''}</VisuallyHidden>
      {entries ? (
        <ListDetail
          wider="list"
          list={
            <section className={`${layout.card} ${styles.list}`} aria-label="Lines">
              {entries.length > 0 ? (
                <ActivityList
                  ref={box}
                  entries={entries}
                  more={list.more}
                  onMore={list.loadMore}
                  openedId={opened?.id ?? null}
                  onOpen={setOpened}
                />
              ) : filtered ? (
                <EmptyState title="Nothing fits the filter" text="No line of the history fits it.">
                  <Button
                    onClick={() => {
                      setDraft(noFilter);
                      find.current?.focus();
                    }}
                  >
                    Show all
                  </Button>
                </EmptyState>
              ) : (
                <EmptyState
                  title="Nothing was done yet"
                  text="Whatever Sealwax does, here, on the command line or by itself, gets a line: what, when and how it ended. Never a key or a passphrase."
                />
              )}
            </section>
          }
          detail={
            opened === null ? null : (
              <EntryDetail
                key={opened.id}
                entry={opened}
                onClose={() => {
                  setOpened(null);
                  // After the list is there again: in a narrow window it was not drawn.
                  requestAnimationFrame(() => box.current?.focus());
                }}
              />
            )
          }
        />
      ) : null}
    </Page>
  );
}

const counted = (count: number, more: boolean): string =>
  count === 0 ? 'No line fits.' : `${count}${more ? ' lines or more fit' : count === 1 ? ' line fits' : ' lines fit'}.`;
