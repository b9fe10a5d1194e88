const most = 10;
const longest = 3650;

/** "30, 7, 1" as numbers, the largest first and none twice; undefined when it is anything else. */
export function parseDays(text: string): number[] | undefined {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  if (parts.length === 0 || parts.length > most) return undefined;
  const days = parts.map((part) => (/^\d{1,4}$/.test(part) ? Number(part) : 0));
  if (days.some((each) => each < 1 || each > longest)) return undefined;
  return [...new Set(days)].sort((one, other) => other - one);
}

export const printDays = (days: readonly number[]): string => days.join(', ');
