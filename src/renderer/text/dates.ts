const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** The mean month and year of the Gregorian calendar: 365.2425 days a year. */
const year = 365.2425 * day;
const month = year / 12;

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const fullFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

/** "22 Nov 2026", in the time zone of the machine. */
export const formatDay = (iso: string): string => dayFormat.format(new Date(iso));

/** "14:05". */
export const formatClock = (iso: string): string => clockFormat.format(new Date(iso));

/** "22 Nov 2026, 14:05:09 UTC", for where the second counts. */
export const formatFull = (iso: string): string => fullFormat.format(new Date(iso));

const units: readonly [size: number, until: number, name: string][] = [
  [minute, hour, 'minute'],
  [hour, 2 * day, 'hour'],
  [day, 90 * day, 'day'],
  [month, 24 * month, 'month'],
  [year, Number.POSITIVE_INFINITY, 'year'],
];

/**
 * "in 13 months", "3 days ago", "just now", "within a minute". Rounded towards the present, so that what is left is never
 * called more than it is; what is still to come is never told as past. `now` is milliseconds since 1970.
 */
export function relativeDate(iso: string, now: number): string {
  const distance = Date.parse(iso) - now;
  const length = Math.abs(distance);
  if (length < minute) return distance > 0 ? 'within a minute' : 'just now';
  for (const [size, until, name] of units) {
    if (length >= until) continue;
    const count = Math.floor(length / size);
    const words = `${count} ${name}${count === 1 ? '' : 's'}`;
    return distance > 0 ? `in ${words}` : `${words} ago`;
  }
  return 'just now';
}

/** The same for what has happened: a clock of the window that is renewed each half minute never makes it something to come. */
export const pastDate = (iso: string, now: number): string => relativeDate(iso, Math.max(now, Date.parse(iso)));
