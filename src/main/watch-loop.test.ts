import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWatching, type WatchLoop } from './watch-loop';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A loop whose looks end when the test says so. */
function watching() {
  const answers: ((told: boolean | Error) => void)[] = [];
  const changed = vi.fn();
  const checkDue = vi.fn(
    () =>
      new Promise<boolean>((resolve, reject) => {
        answers.push((told) => (told instanceof Error ? reject(told) : resolve(told)));
      }),
  );
  const loop: WatchLoop = startWatching({ checkDue, changed });
  const end = async (told: boolean | Error) => {
    answers.shift()?.(told);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { loop, end, changed, checkDue };
}

describe('the loop that looks at what is watched', () => {
  it('looks a moment after the start and each minute, one look after the other, and tells what is new', async () => {
    const { end, changed, checkDue } = watching();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(checkDue).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(checkDue).toHaveBeenCalledTimes(1);
    await end(true);
    expect(changed).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(checkDue).toHaveBeenCalledTimes(2);
    await end(false);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('goes on after a look that failed', async () => {
    const { end, changed, checkDue } = watching();
    await vi.advanceTimersByTimeAsync(2_000);
    await end(new Error('the disk is gone'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(checkDue).toHaveBeenCalledTimes(2);
    expect(changed).not.toHaveBeenCalled();
  });

  it('looks at once when it is woken, never twice at a time, and not after its end', async () => {
    const { loop, end, changed, checkDue } = watching();
    loop.wake();
    loop.wake();
    expect(checkDue).toHaveBeenCalledTimes(1);
    loop.stop();
    await end(true);
    loop.wake();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(checkDue).toHaveBeenCalledTimes(1);
    expect(changed).not.toHaveBeenCalled();
  });
});
