/** Apple refuses TLS server certificates that are valid for longer, from private roots too (Apple Support, HT210176). */
export const longestDays = 825;
/** One day inside the 398 that Apple allows to public roots (Apple Support, HT211025): the customary longest year. */
export const usualDays = 397;

export interface ValidityPreset {
  days: number;
  label: string;
}
export const validityPresets: readonly ValidityPreset[] = [
  { days: 90, label: '90 days' },
  { days: usualDays, label: '397 days' },
  { days: longestDays, label: '825 days' },
];

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
