import { followTimeZone } from '../text/dates';

/** Half a minute, so that "in 2 hours" does not go stale on the screen (milliseconds). */
const tickMs = 30_000;

/** One clock for the whole window: a table of many dates has one timer, and all of them change at once. */
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** The time of the newest tick, in milliseconds since 1970. */
export const clockNow = (): number => now;

/** Looks at the machine's clock, and at its time zone, at once: the window came back, or somebody set one of them. */
export function tick(): void {
  followTimeZone();
  now = Date.now();
  for (const listener of listeners) listener();
}

const onReturn = () => {
  if (document.visibilityState === 'visible') tick();
};

export function onTick(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(tick, tickMs);
    document.addEventListener('visibilitychange', onReturn);
    window.addEventListener('focus', onReturn);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', onReturn);
    window.removeEventListener('focus', onReturn);
  };
}
