import type { TimelineMark } from '../../../ipc/overview-schemas';
import { signOf } from '../../ui/status';
import styles from './timeline.module.css';
import { Shape } from './timeline-shape';

/** The shapes that are there, each with its word. */
export function TimelineLegend({ marks }: { marks: readonly TimelineMark[] }) {
  const statuses = [...new Set(marks.map(({ status }) => status))];
  if (statuses.length === 0) return null;
  return (
    <ul className={styles.legend} aria-label="Shapes">
      {statuses.map((status) => (
        <li key={status} data-tone={signOf(status).tone}>
          <Shape status={status} />
          <span>{signOf(status).word}</span>
        </li>
      ))}
      {marks.some(({ kind }) => kind === 'authority') ? (
        <li>
          <Shape status="healthy" ringed />
          <span>authority</span>
        </li>
      ) : null}
      {marks.some(({ kind }) => kind === 'cluster') ? <li>a number: so many end there</li> : null}
    </ul>
  );
}
