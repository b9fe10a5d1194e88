import type { TimelineMonths } from '../../../ipc/overview-schemas';

export interface Tick {
  /** Milliseconds since 1970: a midnight in the time zone of the machine. */
  at: number;
  label: string;
}

/** Where a tick stands between the two ends, in percent. */
export const percentOf = (at: number, from: number, to: number): number => ((at - from) / (to - from)) * 100;

/**
 * The beginnings of months, or of weeks (Mondays) when one month is shown, by the calendar of the machine's time zone: a month has 28
 * to 31 days and a day 23 to 25 hours, so each is asked of the calendar. January is told by its year, which needs no more room.
 */
export function ticksOf(from: number, to: number, months: TimelineMonths): Tick[] {
  const ticks: Tick[] = [];
  const at = new Date(from);
  at.setHours(0, 0, 0, 0);
  if (months === 1) at.setDate(at.getDate() + ((8 - at.getDay()) % 7));
  else at.setDate(1);
  while (at.getTime() < to) {
    if (at.getTime() >= from) ticks.push({ at: at.getTime(), label: labelOf(at, months) });
    if (months === 1) at.setDate(at.getDate() + 7);
    else at.setMonth(at.getMonth() + 1);
  }
  return ticks;
}

// Made once: a format is costly to make. In UTC, so that a machine whose time zone changes finds the same names.
const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });
const monthNames = Array.from({ length: 12 }, (_, month) => monthFormat.format(Date.UTC(2000, month, 1)));

function labelOf(date: Date, months: TimelineMonths): string {
  const month = String(monthNames[date.getMonth()]);
  if (months === 1) return `${date.getDate()} ${month}`;
  return date.getMonth() === 0 ? String(date.getFullYear()) : month;
}
