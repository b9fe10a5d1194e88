import { dayMs } from '../pki/profile';
import type { Subject } from './subjects';

/** Between two notifications lies a day, counted in hours and not on a calendar: no time zone and no change of the clock makes it shorter. */
export const quietMs = dayMs;

/** What ended longer ago than this is no news: it stands in the window. It also keeps a clock that runs years ahead from using up what is still to be told (milliseconds). */
const newsMs = 30 * dayMs;

/** A told threshold: days before the end, and when it was told (milliseconds since 1970). */
export interface Telling {
  days: number;
  at: number;
}

/** What has been told, by fingerprint; kept on the disk. */
export interface Told {
  /** When the last notification was shown. */
  last?: number | undefined;
  subjects: Record<string, readonly Telling[]>;
}

export interface DueRequest {
  subjects: readonly Subject[];
  /** Days before the end at which each kind is told of, in any order. */
  thresholds: Record<Subject['kind'], readonly number[]>;
  told: Told;
  /** Milliseconds since 1970. */
  now: number;
}

/** One subject that is to be told of, with the threshold that it has reached. */
export interface Due {
  subject: Subject;
  days: number;
}

/**
 * The thresholds of one subject, the smallest first. Those longer than a third of its life would come when it is new, so they
 * are left out; a life too short for all of them is told of once, in its last third (the share at which Caddy renews).
 */
export function thresholdsOf({ notBefore, notAfter }: Subject, days: readonly number[]): number[] {
  const third = (notAfter - notBefore) / 3 / dayMs;
  const fitting = days.filter((each) => each <= third).sort((one, other) => one - other);
  return fitting.length > 0 ? fitting : [third];
}

/**
 * What one notification has to tell now, the soonest end first; empty when there is nothing, or when the last one was shown less
 * than a day ago. Each threshold is told once. A notification also takes in what will be due before the next one may be shown:
 * so the limit of one a day never makes anything late.
 *
 * A clock that was set back loses and repeats nothing: what was told stays told, and a telling that lies more than a day ahead of
 * `now` (the clock ran ahead then) does not count until `now` has come there again.
 */
export function dueReminders({ subjects, thresholds, told, now }: DueRequest): Due[] {
  if (told.last !== undefined && Math.abs(now - told.last) < quietMs) return [];
  const due = (ahead: number) =>
    subjects.flatMap((subject) => {
      const days = reached(subject, thresholds[subject.kind], now + ahead);
      if (days === undefined || isTold(told.subjects[subject.fingerprint] ?? [], days, now)) return [];
      return [{ subject, days }];
    });
  return due(0).length === 0 ? [] : due(quietMs).sort((one, other) => one.subject.notAfter - other.subject.notAfter);
}

/** The smallest threshold that has been reached, or undefined. */
function reached(subject: Subject, thresholds: readonly number[], now: number): number | undefined {
  const left = subject.notAfter - now;
  if (left < -newsMs) return undefined;
  return thresholdsOf(subject, thresholds).find((days) => left <= days * dayMs);
}

/** A smaller threshold that was told says more than a larger one. */
const isTold = (tellings: readonly Telling[], days: number, now: number) =>
  tellings.some((each) => each.days <= days && each.at <= now + quietMs);

/** How long what was told of something that has ended is kept (milliseconds): it may come back out of the bin. */
const keptMs = 365 * dayMs;

/** What has been told after these were; what nobody needs any more is left out. */
export function afterTelling(
  told: Told,
  due: readonly Due[],
  { subjects, now }: { subjects: readonly Subject[]; now: number },
): Told {
  const listed = new Set(subjects.map(({ fingerprint }) => fingerprint));
  const kept = Object.entries(told.subjects).filter(
    ([fingerprint, tellings]) => listed.has(fingerprint) || tellings.some(({ at }) => Math.abs(now - at) < keptMs),
  );
  const next = new Map(kept);
  for (const { subject, days } of due) {
    const before = (next.get(subject.fingerprint) ?? []).filter(({ at }) => at <= now + quietMs);
    next.set(subject.fingerprint, [...before.filter((each) => each.days !== days), { days, at: now }]);
  }
  return { last: now, subjects: Object.fromEntries(next) };
}
