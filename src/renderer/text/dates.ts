const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** The mean month and year of the Gregorian calendar: 365.2425 days a year. */
const year = 365.2425 * day;
const month = year / 12;

const zoneOf = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

// A format keeps the time zone that it was made in, so all of them are made anew when the machine's is another one.
const makeFormats = () => ({
  zone: zoneOf(),
  day: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }),
  dayOfYear: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }),
  clock: new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }),
  full: new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }),
});
let formats = makeFormats();

/** Dates are told in the machine's time zone of this moment from now on; true when it is another one than before. */
export function followTimeZone(): boolean {
  if (formats.zone === zoneOf()) return false;
  formats = makeFormats();
  return true;
}

/** "22 Nov 2026", in the time zone of the machine. */
export const formatDay = (iso: string): string => formats.day.format(new Date(iso));

/** "22 Nov", where the year is plain. */
export const formatDayOfYear = (iso: string): string => formats.dayOfYear.format(new Date(iso));

/** "14:05". */
export const formatClock = (iso: string): string => formats.clock.format(new Date(iso));

/** "22 Nov 2026, 14:05:09 UTC", for where the second counts. */
export const formatFull = (iso: string): string => formats.full.format(new Date(iso));

/** Days of the calendar between two instants, in the time zone of the machine: 1 for one minute to midnight and one after. */
function calendarDays(from: number, to: number): number {
  const number = (at: number) => {
    const date = new Date(at);
    // Days of the calendar are counted in UTC, where each has 24 hours.
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / day;
  };
  return number(to) - number(from);
}

/** "today", "tomorrow", "yesterday", else "22 Nov 2026"; `now` is milliseconds since 1970. */
export function dayInWords(iso: string, now: number): string {
  const words = new Map([
    [-1, 'yesterday'],
    [0, 'today'],
    [1, 'tomorrow'],
  ]);
  return words.get(calendarDays(now, Date.parse(iso))) ?? formatDay(iso);
}

/**
 * Whole days between two instants as a person counts them: from a time of day to the same time of day, though the clocks were put
 * forward or back meanwhile and such a day had 23 or 25 hours. `from` is the earlier one.
 */
function wholeDays(from: number, to: number): number {
  const count = calendarDays(from, to);
  const sameTime = new Date(from);
  sameTime.setDate(sameTime.getDate() + count);
  return sameTime.getTime() > to ? count - 1 : count;
}

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
    const [earlier, later] = distance > 0 ? [now, now + length] : [now - length, now];
    const count = size === day ? wholeDays(earlier, later) : Math.floor(length / size);
    const words = `${count} ${name}${count === 1 ? '' : 's'}`;
    return distance > 0 ? `in ${words}` : `${words} ago`;
  }
  return 'just now';
}

/** The same for what has happened: a clock of the window that is renewed each half minute never makes it something to come. */
export const pastDate = (iso: string, now: number): string => relativeDate(iso, Math.max(now, Date.parse(iso)));
