import { Button, VisuallyHidden } from '@mantine/core';
import type { Timeline, TimelineMark } from '../../../ipc/overview-schemas';
import { useNow } from '../../state/use-now';
import { relativeDate } from '../../text/dates';
import { signOf } from '../../ui/status';
import { Tag } from '../../ui/tag';
import styles from './overview.module.css';
import { markDay, markName, markStatus } from './timeline-words';

interface TimelineTableProps {
  timeline: Timeline;
  caption: string;
  /** Without it the rows are only read. */
  onOpen?: (mark: TimelineMark) => void;
}

/** The same marks as rows, in the order of time. */
export function TimelineTable({ timeline, caption, onOpen }: TimelineTableProps) {
  const now = useNow();
  return (
    <table className={styles.table}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Ends</th>
          <th scope="col">What</th>
          <th scope="col">Status</th>
          {onOpen === undefined ? null : (
            <th scope="col">
              <VisuallyHidden>Open</VisuallyHidden>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {timeline.marks.map((mark) => {
          const sign = signOf(mark.status);
          return (
            <tr key={mark.kind === 'cluster' ? `slot ${mark.slot}` : `${mark.kind} ${mark.id}`}>
              <td>
                {markDay(mark, now)}
                <small>{relativeDate(mark.at, now)}</small>
              </td>
              <td>{markName(mark)}</td>
              <td>
                {onOpen === undefined ? (
                  markStatus(mark)
                ) : (
                  <Tag tone={sign.tone} icon={sign.icon}>
                    {markStatus(mark)}
                  </Tag>
                )}
              </td>
              {onOpen === undefined ? null : (
                <td className={styles.button}>
                  <Button size="xs" aria-label={`Show ${markName(mark)}`} onClick={() => onOpen(mark)}>
                    Show
                  </Button>
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
