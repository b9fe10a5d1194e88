import type { Settings } from '../../ipc/settings-schemas';

/** What is due is looked for so often at the least (milliseconds). */
export const lookEveryMs = 3_600_000;

/**
 * Whether it is time to look again: an hour has passed since the last look, or the clock was set back. A clock that was set
 * forward, and a sleep, pass the hour at once. Both are milliseconds since 1970.
 */
export const isTimeToLook = (last: number | undefined, now: number): boolean =>
  last === undefined || now < last || now - last >= lookEveryMs;

/** A timer is late by less than this, however busy the machine is (milliseconds). */
const lateMs = 30_000;

/** Whether the clock went another way than a timer of `tick` milliseconds lets expect: it was set, or the machine slept. */
export const wasJump = (before: number, now: number, tick: number): boolean =>
  now < before || now - before > tick + lateMs;

/** Whether the app goes on watching without a window: as the person chose, else where a tray shows it. */
export const keepsWatching = (background: Settings['background'], trayShows: boolean): boolean =>
  background === 'on' || (background === 'automatic' && trayShows);
