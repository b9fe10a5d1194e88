import { Button } from '@mantine/core';
import type { RemovedEverything } from '../../../../ipc/trust-schemas';
import { shortHex } from '../../../text/hex';
import layout from '../../../ui/layout.module.css';
import { Outcomes } from '../../../ui/results';
import { Dot } from '../../../ui/tag';
import trust from '../trust.module.css';
import { proofOf } from './everything';
import styles from './history.module.css';

/** What was taken out, and what a scan of every store found afterwards: nothing is the proof. */
export function EverythingResult({ removed, onClose }: { removed: RemovedEverything; onClose: () => void }) {
  const proof = proofOf(removed);
  return (
    <section className={layout.card} aria-label="Results">
      <header className={styles.proof}>
        <Dot tone={proof.tone} icon={proof.tone === 'ok' ? 'tick' : 'warning'} />
        <div>
          <h2>{proof.title}</h2>
          <p className={layout.mute}>{proof.text}</p>
        </div>
        <Button size="compact-sm" onClick={onClose}>
          Close
        </Button>
      </header>
      {removed.left.length > 0 ? (
        <ul className={`${trust.panelText} ${styles.left}`} aria-label="Still there">
          {removed.left.map(({ store, name, fingerprint256 }) => (
            <li key={`${store} ${fingerprint256}`}>
              <strong>{store}</strong>: {name} <span className="mono">{shortHex(fingerprint256, 8)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {removed.unread.length > 0 ? (
        <ul className={`${trust.panelText} ${styles.left}`} aria-label="Could not be read">
          {removed.unread.map(({ id, label, message }) => (
            <li key={id}>
              <strong>{label}</strong> could not be read: {message}
            </li>
          ))}
        </ul>
      ) : null}
      <Outcomes outcomes={removed.outcomes} />
    </section>
  );
}
