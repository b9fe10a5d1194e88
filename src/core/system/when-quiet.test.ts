import { describe, expect, it } from 'vitest';
import { whenQuiet } from './when-quiet';

/** A clock that runs only when it is told to. */
function scene() {
  let now = 0;
  let pending: { at: number; work: () => void } | undefined;
  const done: number[] = [];
  const quiet = whenQuiet({
    work: () => done.push(now),
    quietMs: 2_000,
    longestMs: 10_000,
    monotonic: () => now,
    setTimer: (work, ms) => {
      pending = { at: now + ms, work };
      return () => {
        pending = undefined;
      };
    },
  });
  const pass = (ms: number) => {
    const end = now + ms;
    if (pending !== undefined && pending.at <= end) {
      const { at, work } = pending;
      pending = undefined;
      now = at;
      work();
    }
    now = end;
  };
  return { quiet, pass, done };
}

describe('work that waits until things are quiet', () => {
  it('is done once, after the last of several happenings', () => {
    const { quiet, pass, done } = scene();
    quiet.happened();
    pass(1_500);
    quiet.happened();
    pass(1_999);
    expect(done).toEqual([]);
    pass(1);
    expect(done).toEqual([3_500]);
    pass(60_000);
    expect(done).toEqual([3_500]);
  });

  it('is not put off for ever by happenings that never end', () => {
    const { quiet, pass, done } = scene();
    for (let second = 0; second < 25; second += 1) {
      quiet.happened();
      pass(1_000);
    }
    expect(done).toEqual([10_000, 20_000]);
  });

  it('is not done after the end', () => {
    const { quiet, pass, done } = scene();
    quiet.happened();
    quiet.stop();
    quiet.happened();
    pass(60_000);
    expect(done).toEqual([]);
  });
});
