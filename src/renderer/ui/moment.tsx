import { formatDay, formatFull, relativeDate } from '../text/dates';
import styles from './moment.module.css';

/** A date twice: how far it is, and what day it is; the second is in the tooltip. */
export function Moment({ at, now }: { at: string; now: number }) {
  return (
    <time dateTime={at} title={formatFull(at)} className={styles.moment}>
      {relativeDate(at, now)}
      <small>{formatDay(at)}</small>
    </time>
  );
}
