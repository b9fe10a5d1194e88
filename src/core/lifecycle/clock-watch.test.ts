import { describe, expect, it } from 'vitest';
import { ClockWatch } from './clock-watch';

const start = Date.UTC(2026, 10, 22);

function watched(boundary?: number) {
  const state = { now: start, steady: 0, changes: 0 };
  const watch = new ClockWatch({
    now: () => state.now,
    steady: () => state.steady,
    nextChange: (after) => (boundary !== undefined && boundary > after ? boundary : undefined),
    changed: () => {
      state.changes += 1;
    },
  });
  const pass = (ms: number, set = 0) => {
    state.now += ms + set;
    state.steady += ms;
    watch.look();
    return state.changes;
  };
  return { watch, state, pass };
}

describe('the watch over the clock', () => {
  it('is silent while time goes by and nothing ends', () => {
    const { pass } = watched();
    for (let turn = 0; turn < 100; turn += 1) expect(pass(5000, turn % 2)).toBe(0);
  });

  it('speaks once when a status changes', () => {
    const { pass } = watched(start + 7000);
    expect([pass(5000), pass(5000), pass(5000)]).toEqual([0, 1, 1]);
  });

  it.each([
    ['forward by ten years', 10 * 365 * 86_400_000],
    ['back by ten years', -10 * 365 * 86_400_000],
    ['forward by an hour', 3_600_000],
  ])('speaks when the clock is set %s', (_name, by) => {
    const { pass } = watched();
    expect([pass(5000), pass(5000, by), pass(5000)]).toEqual([0, 1, 1]);
  });

  it('speaks when the machine slept and the steady clock slept with it, or woke it', () => {
    const { watch, state, pass } = watched();
    expect(pass(0, 3_600_000)).toBe(1);
    state.now += 3_600_000;
    state.steady += 3_600_000;
    watch.woke();
    expect(state.changes).toBe(2);
    expect(pass(5000)).toBe(2);
  });
});
