import { powerMonitor } from 'electron';
import { ClockWatch } from '../core/lifecycle/clock-watch';

/** How often the clock is looked at: what is on the screen is wrong for no longer (milliseconds). */
const intervalMs = 2000;

/** Says when statuses that were derived from the time of day are out of date; the return value ends it. */
export function watchClock(
  certificates: { nextChange(after: number): number | undefined },
  changed: () => void,
): () => void {
  const watch = new ClockWatch({
    now: Date.now,
    steady: () => performance.now(),
    nextChange: (after) => certificates.nextChange(after),
    changed,
  });
  const woke = () => watch.woke();
  powerMonitor.on('resume', woke);
  const timer = setInterval(() => watch.look(), intervalMs);
  return () => {
    clearInterval(timer);
    powerMonitor.off('resume', woke);
  };
}
