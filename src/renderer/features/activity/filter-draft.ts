import type { ActivityActor, ActivityFilter, ActivityGroup } from '../../../ipc/activity-schemas';

/** The filter as a person sets it; an empty text asks for nothing. */
export interface FilterDraft {
  search: string;
  group: ActivityGroup | '';
  who: ActivityActor | '';
  /** Days as a date field gives them, e.g. "2026-11-28", in the time zone of the machine. */
  from: string;
  to: string;
}

export const noFilter: FilterDraft = { search: '', group: '', who: '', from: '', to: '' };

export const isFiltered = (draft: FilterDraft): boolean => Object.values(draft).some((value) => value.trim() !== '');

/** Midnight of a day here, so many days later; undefined for what is no whole date yet. */
function startOf(day: string, later: number): Date | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === undefined) return undefined;
  // By the calendar and not by hours: a day of a change to summer time has 23 of them.
  const start = new Date(Number(year), Number(month) - 1, Number(date) + later);
  return Number.isNaN(start.getTime()) ? undefined : start;
}

/** The same as the history is asked for it: from the first to the last millisecond of the days. */
export function filterOf({ search, group, who, from, to }: FilterDraft): ActivityFilter {
  const [since, end] = [startOf(from, 0), startOf(to, 1)];
  return {
    ...(search.trim() === '' ? {} : { search: search.trim().slice(0, 500) }),
    ...(group === '' ? {} : { group }),
    ...(who === '' ? {} : { who }),
    ...(since === undefined ? {} : { since: since.toISOString() }),
    ...(end === undefined ? {} : { until: new Date(end.getTime() - 1).toISOString() }),
  };
}
