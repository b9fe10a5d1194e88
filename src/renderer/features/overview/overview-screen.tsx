import { Button, Kbd } from '@mantine/core';
import type { EventName } from '../../../ipc/contract';
import type { Counts } from '../../../ipc/overview-schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useQuery } from '../../state/use-query';
import { modifier } from '../../text/keys';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { EmptyState, FailureNote, Note } from '../../ui/notes';
import { Page } from '../../ui/page';
import { Counters } from './counters';
import { ExpiresNext } from './expires-next';
import styles from './overview.module.css';
import { Readiness } from './readiness';
import { TimelineCard } from './timeline-card';

const refreshOn = [
  'certificates.changed',
  'authorities.changed',
  'trust.changed',
  'key.changed',
  'settings.changed',
  'clock.changed',
] as const;

/** None of these is a reason to look into every trust store again. */
const leavesStores: ReadonlySet<EventName> = new Set(['certificates.changed', 'key.changed', 'settings.changed']);

const totalOf = ({ healthy, expiring, expired, broken, notYetValid, revoked }: Counts) =>
  healthy + expiring + expired + broken + notYetValid + revoked;

/** Is this machine ready, and what expires next? */
export function OverviewScreen() {
  const { api, platform } = useClient();
  const { open } = useNavigation();
  const overview = useQuery(
    (event) => api.overview.get({ stores: event && leavesStores.has(event) ? 'remembered' : 'looked-at' }),
    'overview',
    refreshOn,
  );
  const info = useQuery(() => api.app.info(), 'info');
  const { data } = overview;
  const total = data ? totalOf(data.counts) : 0;
  return (
    <Page
      title="Overview"
      actions={
        <>
          <Button
            className={styles.find}
            onClick={() => open('palette')}
            rightSection={<Kbd>{modifier(platform)} K</Kbd>}
          >
            Find or do anything
          </Button>
          <Button variant="filled" onClick={() => open('new-certificate')}>
            New certificate
          </Button>
        </>
      }
    >
      {info.data?.notices.map((notice) => (
        <Note key={notice} tone="warn" message={notice} />
      ))}
      {overview.failure ? <FailureNote failure={overview.failure} onRetry={overview.reload} /> : null}
      {data === undefined && !overview.failure ? <Loading label="Reading the overview" rows={4} /> : null}
      {data ? (
        <>
          <Readiness overview={data} reload={overview.reload} />
          <Counters counts={data.counts} />
          {total > 0 ? (
            <>
              <TimelineCard />
              {data.next.length > 0 ? <ExpiresNext certificates={data.next} /> : null}
            </>
          ) : (
            <div className={layout.card}>
              <EmptyState
                title="No certificates yet"
                text="A certificate lets a server on this machine speak HTTPS under names such as app.test or localhost. Make one, point your server at its two files, and open the page."
              >
                <Button variant="filled" onClick={() => open('new-certificate')}>
                  New certificate
                </Button>
              </EmptyState>
            </div>
          )}
        </>
      ) : null}
    </Page>
  );
}
