import type { Finding } from '../../../ipc/watched-schemas';
import { Icon } from '../../ui/icons';
import { Note } from '../../ui/notes';
import styles from './watched.module.css';
import { findingsInOrder } from './words';

/** What was found, with the way out of each; what only tells, and needs nobody, is quieter. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className={styles.findings}>
      {findingsInOrder(findings).map(({ code, severity, message, hint }) => (
        <li key={`${code} ${message}`}>
          {severity === 'info' ? (
            <p className={styles.told}>
              <Icon name="follow" size={14} />
              {message}
            </p>
          ) : (
            <Note tone={severity} message={message} hint={hint} />
          )}
        </li>
      ))}
    </ul>
  );
}
