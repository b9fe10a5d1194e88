import type { Validity } from '../../ipc/schemas';
import { formatDay } from './dates';

/** Apple refuses TLS server certificates that are valid for longer, from private roots too (Apple Support, HT210176). */
export const longestDays = 825;
/** One day inside the 398 that Apple allows to public roots (Apple Support, HT211025): the customary longest year. */
export const usualDays = 397;

export interface ValidityPreset {
  days: number;
  label: string;
}
/** What the settings offer. */
export const validityPresets: readonly ValidityPreset[] = [
  { days: 90, label: '90 days' },
  { days: usualDays, label: '397 days' },
  { days: longestDays, label: '825 days' },
];

/** What one certificate may be valid for; its date goes beyond them. */
export const issuePresets: readonly { label: string; validity: Validity }[] = [
  { label: '1 hour', validity: { kind: 'hours', hours: 1 } },
  ...[14, 90, usualDays, longestDays].map((days) => ({
    label: `${days} days`,
    validity: { kind: 'days', days } as const,
  })),
];

/** "397 days", "1 hour", "until 3 May 2027". */
export function validityWords(validity: Validity): string {
  switch (validity.kind) {
    case 'hours':
      return `${validity.hours} hour${validity.hours === 1 ? '' : 's'}`;
    case 'days':
      return `${validity.days} day${validity.days === 1 ? '' : 's'}`;
    case 'until':
      return `until ${formatDay(validity.until)}`;
  }
}

/** The end of a day ("2027-05-03", as a date field gives it) in the time zone of the machine; undefined for half a date. */
export function endOfDay(day: string): Validity | undefined {
  const end = new Date(`${day}T23:59:59`);
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(end.getTime())
    ? { kind: 'until', until: end.toISOString() }
    : undefined;
}

/** Why a length is good, or what comes with it; one sentence or two. */
export function validityReason(days: number): string {
  if (!Number.isInteger(days) || days < 1) return 'Type a whole number of days, from 1 to 825.';
  if (days > longestDays) {
    return 'Type 825 or less: Apple devices refuse a server certificate that is valid for longer, from a private root too (Apple Support, HT210176).';
  }
  if (days > usualDays) {
    return 'Up to 825 days work with a private root. Longer ones are refused by Apple devices (Apple Support, HT210176).';
  }
  if (days === usualDays) return 'A little over a year, inside the limit of every browser. The usual choice.';
  return 'Shorter than the usual 397 days: a lost key is worth less, and you issue again sooner.';
}
