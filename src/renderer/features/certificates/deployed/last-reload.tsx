import type { Deployment } from '../../../../ipc/deployment-schemas';
import { pastDate } from '../../../text/dates';
import { Fold } from '../../../ui/fold';
import { Icon } from '../../../ui/icons';
import { Note } from '../../../ui/notes';
import styles from './deployed.module.css';

/** What came of telling the server. */
export function LastReload({ last, now }: { last: NonNullable<Deployment['lastReload']>; now: number }) {
  return (
    <>
      {last.ok ? (
        <p className={styles.reloaded}>
          <Icon name="tick" size={15} />
          <span>
            {last.message} <span className={styles.small}>{pastDate(last.at, now)}</span>
          </span>
        </p>
      ) : (
        <Note tone="bad" message={last.message} hint={last.hint} />
      )}
      {last.output === '' ? null : (
        <Fold label="What it printed">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key (axe: scrollable-region-focusable). */}
          <pre className={styles.output} tabIndex={0}>
            {last.output}
          </pre>
        </Fold>
      )}
    </>
  );
}
