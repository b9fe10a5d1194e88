import { describe, expect, it } from 'vitest';
import { Schedule } from './schedule';

const minute = 60_000;
const hour = 60 * minute;
const settled = () => new Promise<void>((done) => setImmediate(done));

/** A machine with two clocks and timers that only this test moves on. */
function machine(run: (at: number) => Promise<number | undefined>) {
  const clocks = { wall: Date.UTC(2026, 0, 1), steady: 0 };
  const runs: number[] = [];
  const failures: unknown[] = [];
  let timer: { at: number; work: () => void } | undefined;
  const schedule = new Schedule({
    run: async () => {
      runs.push(clocks.wall);
      return run(clocks.wall);
    },
    now: () => clocks.wall,
    monotonic: () => clocks.steady,
    setTimer: (work, ms) => {
      const mine = { at: clocks.steady + ms, work };
      timer = mine;
      return () => {
        if (timer === mine) timer = undefined;
      };
    },
    failed: (error) => failures.push(error),
  });
  /** Both clocks run on; timers count the steady one. */
  const pass = async (ms: number) => {
    const end = clocks.steady + ms;
    for (;;) {
      const next = timer;
      const step = Math.min(next?.at ?? end, end) - clocks.steady;
      clocks.wall += step;
      clocks.steady += step;
      if (next === undefined || next.at > end) return;
      timer = undefined;
      next.work();
      await settled();
    }
  };
  return { clocks, runs, failures, schedule, pass, hasTimer: () => timer !== undefined };
}

describe('the schedule of renewals', () => {
  it('runs at the start, at the moment that was named, and at least each hour', async () => {
    const begin = Date.UTC(2026, 0, 1);
    const { runs, schedule, pass } = machine(async (now) => (now === begin ? now + 10 * minute : now + 30 * hour));
    schedule.start();
    await settled();
    expect(runs).toHaveLength(1);
    await pass(10 * minute);
    expect(runs).toEqual([begin, begin + 10 * minute]);
    await pass(hour);
    expect(runs).toHaveLength(3);
    expect(runs[2]).toBe(begin + 70 * minute);
  });

  it('notices within a minute that the clock was set, forward or back, or that the machine slept', async () => {
    for (const jump of [3650 * 24 * hour, -3650 * 24 * hour, 20_000, 8 * hour]) {
      const { clocks, runs, schedule, pass } = machine(async () => undefined);
      schedule.start();
      await settled();
      clocks.wall += jump;
      await pass(minute);
      expect(runs).toHaveLength(2);
    }
  });

  it('is not moved by a clock that is trimmed, nor by daylight saving, which no clock in UTC knows', async () => {
    const { clocks, runs, schedule, pass } = machine(async () => undefined);
    schedule.start();
    await settled();
    for (let step = 0; step < 50; step += 1) {
      clocks.wall += 900;
      await pass(minute);
    }
    expect(runs).toHaveLength(1);
  });

  it('runs one at a time, and once more when it was woken meanwhile', async () => {
    const ends: (() => void)[] = [];
    const { runs, schedule } = machine(() => new Promise<undefined>((done) => ends.push(() => done(undefined))));
    schedule.start();
    schedule.wake();
    schedule.wake();
    expect(runs).toHaveLength(1);
    ends[0]?.();
    await settled();
    expect(runs).toHaveLength(2);
    ends[1]?.();
    await settled();
    expect(runs).toHaveLength(2);
  });

  it('goes on after a run that failed, and ends when it is stopped', async () => {
    const { runs, failures, schedule, pass, hasTimer } = machine(() => Promise.reject(new Error('the disk is full')));
    schedule.start();
    await settled();
    await pass(5 * minute);
    expect(runs).toHaveLength(2);
    expect(failures).toHaveLength(2);
    schedule.stop();
    expect(hasTimer()).toBe(false);
    schedule.wake();
    expect(runs).toHaveLength(2);
  });
});
