import { Button, Progress } from '@mantine/core';
import { useState } from 'react';
import type { BatchProgress } from '../../../ipc/issue-schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import styles from './batch.module.css';

/** How far the issuing is, and the way to stop it. */
export function BatchProgressBar({ progress }: { progress: BatchProgress }) {
  const { api } = useClient();
  const cancel = useAction(() => api.batch.cancel());
  const [asked, setAsked] = useState(false);
  const { done, failed, total } = progress;
  return (
    <section className={`${layout.card} ${layout.pad} ${layout.stack}`} aria-label="Progress">
      <h2>Issuing {total === 1 ? '1 certificate' : `${total} certificates`}</h2>
      <Progress value={total === 0 ? 0 : (100 * done) / total} size="lg" aria-label="Certificates issued" />
      <div className={styles.bottom}>
        <p>
          {done} of {total} done
          {failed > 0 ? `, ${failed} with a problem` : ''}
          {asked ? '. Stopping: what is issued stays.' : '.'}
        </p>
        <Button
          disabled={asked}
          onClick={() => {
            setAsked(true);
            void cancel.run();
          }}
        >
          Cancel
        </Button>
      </div>
      {cancel.failure ? <FailureNote failure={cancel.failure} /> : null}
    </section>
  );
}
