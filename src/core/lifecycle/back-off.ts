import type { Trouble } from './renewal-store';

const firstWaitMs = 15 * 60_000;
const longestWaitMs = 24 * 3_600_000;

/** How long to wait (milliseconds) after so many failures in a row: a quarter of an hour, then twice as long each time, up to a day. */
export const waitAfter = (attempts: number): number =>
  Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(20, Math.max(0, attempts - 1)));

/**
 * Whether a failed renewal is left alone for now. It is not when what it failed on has changed, nor when the clock was set back
 * behind the failure: its next try may then lie years ahead. `now` is milliseconds since 1970.
 */
export function isWaiting(trouble: Trouble | undefined, inputs: string, now: number): boolean {
  if (trouble === undefined || trouble.inputs !== inputs) return false;
  return now >= Date.parse(trouble.at) && now < Date.parse(trouble.next);
}
