import type { ActivityEntry, ActivityFilter } from '../../ipc/activity-schemas';

/** Whether a filter asks for anything. */
export const isFiltering = (filter: ActivityFilter): boolean =>
  Object.values(filter).some((value) => value !== undefined && value !== '');

/**
 * Makes the test of a filter. Every word of the search must be found in the sentence, the name of the note, the subject, or a
 * fact. A line that cannot be read has no date and nobody who wrote it: it fits only where neither is asked for.
 */
export function matcher(filter: ActivityFilter): (entry: ActivityEntry) => boolean {
  const words = (filter.search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const since = filter.since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(filter.since);
  const until = filter.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(filter.until);
  const dated = filter.since !== undefined || filter.until !== undefined;
  return (entry) => {
    if (filter.group !== undefined && entry.group !== filter.group) return false;
    if (filter.who !== undefined && entry.who !== filter.who) return false;
    if (dated) {
      const at = Date.parse(entry.at);
      if (!(at >= since && at <= until)) return false;
    }
    if (words.length === 0) return true;
    const text = [entry.sentence, entry.what, entry.subject, ...entry.facts.map(({ value }) => value)]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
