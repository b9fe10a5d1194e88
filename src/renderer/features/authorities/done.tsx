import type { ReactNode } from 'react';
import { Dot } from '../../ui/tag';
import styles from './authorities.module.css';

/** What came of a dialog's work: its first line is told to screen readers as well. `nothing`: there was nothing to do. */
export function Done({ nothing, children }: { nothing?: boolean; children: ReactNode }) {
  return (
    <div className={styles.done} role="status">
      <Dot tone={nothing ? 'idle' : 'ok'} icon={nothing ? 'dash' : 'tick'} />
      <div>{children}</div>
    </div>
  );
}
