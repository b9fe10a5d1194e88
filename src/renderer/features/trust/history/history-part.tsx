import { Button } from '@mantine/core';
import { useState } from 'react';
import type { RemovedEverything, TrustChange } from '../../../../ipc/trust-schemas';
import { useClient } from '../../../state/client-context';
import { useNow } from '../../../state/use-now';
import { useQuery } from '../../../state/use-query';
import { shortHex } from '../../../text/hex';
import { Commands } from '../../../ui/copy';
import { Fold } from '../../../ui/fold';
import layout from '../../../ui/layout.module.css';
import { Loading } from '../../../ui/loading';
import { Moment } from '../../../ui/moment';
import { EmptyState, FailureNote } from '../../../ui/notes';
import { outcomeSigns } from '../../../ui/status';
import { Tag } from '../../../ui/tag';
import { EverythingDialog } from './everything-dialog';
import { EverythingResult } from './everything-result';
import styles from './history.module.css';

interface HistoryPartProps {
  /** The dialog was asked for from another place. */
  removing: boolean;
  onRemoving: (on: boolean) => void;
}

const refreshOn = ['trust.changed'] as const;
const who: Record<TrustChange['who'], string> = {
  window: 'in this window',
  'command-line': 'on the command line',
  automatic: 'by itself',
};
/** How many lines are shown at first; the whole record may be years long. */
const page = 100;

/** Every change to every store, and the way to take all of them back. */
export function HistoryPart({ removing, onRemoving }: HistoryPartProps) {
  const { api } = useClient();
  const journal = useQuery(() => api.trust.journal(), 'journal', refreshOn);
  const [shown, setShown] = useState(page);
  const [removed, setRemoved] = useState<RemovedEverything | null>(null);
  const { data, failure } = journal;
  return (
    <>
      <div className={layout.row}>
        <p className={`${layout.mute} ${layout.grow}`}>
          What was changed in the stores of this machine, the newest first. The record stays when the data folder is
          gone.
        </p>
        <Button size="xs" variant="danger" onClick={() => onRemoving(true)}>
          Remove everything…
        </Button>
      </div>
      {removed ? <EverythingResult removed={removed} onClose={() => setRemoved(null)} /> : null}
      {failure ? <FailureNote failure={failure} onRetry={journal.reload} /> : null}
      {data === undefined && !failure ? <Loading label="Reading the record" rows={5} /> : null}
      {data ? (
        <section className={layout.card} aria-label="Changes">
          {data.length === 0 ? (
            <EmptyState
              title="No store was changed yet"
              text="Once a root is installed or removed somewhere, the line stands here, with its commands and what came of it."
            />
          ) : (
            <ol className={styles.list}>
              {data.slice(0, shown).map((change) => (
                <ChangeLine key={`${change.at} ${change.storeId} ${change.fingerprint256}`} change={change} />
              ))}
            </ol>
          )}
          {data.length > shown ? (
            <div className={styles.more}>
              <Button size="xs" onClick={() => setShown(shown + page)}>
                Show {Math.min(page, data.length - shown)} more
              </Button>
            </div>
          ) : null}
        </section>
      ) : null}
      {removing ? (
        <EverythingDialog
          onClose={() => onRemoving(false)}
          onDone={(result) => {
            onRemoving(false);
            setRemoved(result);
            journal.reload();
          }}
        />
      ) : null}
    </>
  );
}

function ChangeLine({ change }: { change: TrustChange }) {
  const now = useNow();
  const sign = outcomeSigns[change.outcome];
  return (
    <li className={styles.item}>
      <Moment at={change.at} now={now} />
      <div className={styles.text}>
        <p>
          <strong>{change.action === 'install' ? 'Install' : 'Remove'}</strong> {change.name}{' '}
          {change.action === 'install' ? 'in' : 'from'} <strong>{change.label}</strong>
        </p>
        <p className={layout.mute}>{change.message}</p>
        <Fold label="Commands and fingerprint">
          <Commands commands={change.commands} what={`commands for ${change.label}`} />
          <small>
            {change.location}, {who[change.who]}, SHA-256 {shortHex(change.fingerprint256, 8)}
          </small>
        </Fold>
      </div>
      <Tag tone={sign.tone} icon={sign.icon}>
        {sign.word}
      </Tag>
    </li>
  );
}
