import type { PowerMonitor } from 'electron';
import { Schedule } from '../core/lifecycle/schedule';
import type { Services } from '../core/services';

/**
 * Renews certificates by themselves for as long as the app runs: now, when the next one is due, and after a sleep. What fails is
 * kept with each certificate and shown there; a run that fails as a whole (a full disk) is tried again.
 */
export function scheduleRenewals({ lifecycle }: Services, power: Pick<PowerMonitor, 'on'>): Schedule {
  const schedule = new Schedule({
    run: async () => (await lifecycle.renewal.renewByItself()).next,
    now: () => Date.now(),
    monotonic: () => performance.now(),
    setTimer: (work, ms) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    failed: (error) => {
      process.stderr.write(`sealwax: automatic renewal: ${error instanceof Error ? error.message : 'failed'}\n`);
    },
  });
  power.on('resume', () => schedule.wake());
  schedule.start();
  return schedule;
}
