import type { ActivityEntry } from '../../../ipc/activity-schemas';
import { formatDay } from '../../text/dates';

/** What stands in the list: a day, or something that was done on it. */
export type Row = { kind: 'day'; key: string; label: string } | { kind: 'entry'; key: string; entry: ActivityEntry };

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long' });

/** "Today, 28 Nov 2026", "Monday, 23 Nov 2026", in the time zone of the machine. `now` is milliseconds since 1970. */
export function dayLabel(iso: string, now: number): string {
  const day = formatDay(iso);
  const today = new Date(now);
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day === formatDay(today.toISOString())) return `Today, ${day}`;
  if (day === formatDay(yesterday.toISOString())) return `Yesterday, ${day}`;
  return `${weekday.format(new Date(iso))}, ${day}`;
}

/**
 * The entries with a heading before each day. One without a date, which could not be read, stays where it stands in the file. A
 * clock that was set back makes a day come twice: the order is that of the writing.
 */
export function rowsOf(entries: readonly ActivityEntry[], now: number): Row[] {
  const rows: Row[] = [];
  let day: string | undefined;
  for (const entry of entries) {
    const label = entry.at === '' ? day : dayLabel(entry.at, now);
    if (label !== undefined && label !== day) rows.push({ kind: 'day', key: `day ${entry.id}`, label });
    day = label ?? day;
    rows.push({ kind: 'entry', key: `${entry.id}`, entry });
  }
  return rows;
}
