import { describe, expect, it } from 'vitest';
import type { RunResult } from '../system/run';
import { hasTrayHost } from './tray-host';
import { isTimeToLook, keepsWatching, wasJump } from './watch-rules';

const answer = (more: Partial<RunResult>): RunResult => ({
  ...{ code: 0, stdout: '', stderr: '', timedOut: false, missing: false, durationMs: 1 },
  ...more,
});

describe('whether a desktop shows status icons', () => {
  it.each([
    ['dbus-send', 'method return sender=:1.2\n   variant       boolean true\n', true],
    ['dbus-send', '   variant       boolean false\n', false],
    ['gdbus', '(<true>,)\n', true],
    ['busctl', 'b true\n', true],
  ])('is read from the answer of %s: %j', async (present, stdout, shows) => {
    const asked: string[] = [];
    const run = async (program: string) => {
      asked.push(program);
      return program === present ? answer({ stdout }) : answer({ missing: true, code: null });
    };
    expect(await hasTrayHost(run, {})).toBe(shows);
    expect(asked.at(-1)).toBe(present);
  });

  it('is no where the bus knows of none, is not there, or nobody can ask it', async () => {
    expect(await hasTrayHost(async () => answer({ code: 1, stderr: 'ServiceUnknown true' }), {})).toBe(false);
    expect(await hasTrayHost(async () => answer({ missing: true, code: null }), {})).toBe(false);
    expect(await hasTrayHost(async () => answer({ code: null, timedOut: true }), {})).toBe(false);
  });
});

describe('watching', () => {
  it('looks again after an hour, a sleep, or a clock that was set back', () => {
    const at = Date.UTC(2026, 0, 1);
    expect(isTimeToLook(undefined, at)).toBe(true);
    expect(isTimeToLook(at, at + 3_599_999)).toBe(false);
    expect(isTimeToLook(at, at + 3_600_000)).toBe(true);
    expect(isTimeToLook(at, at + 8 * 3_600_000)).toBe(true);
    expect(isTimeToLook(at, at - 1)).toBe(true);
  });

  it('notices a clock that was set, and takes no late timer for one', () => {
    const [at, tick] = [Date.UTC(2026, 0, 1), 60_000];
    expect([wasJump(at, at + tick, tick), wasJump(at, at + tick + 20_000, tick)]).toEqual([false, false]);
    expect([wasJump(at, at - 1, tick), wasJump(at, at + 2 * tick, tick)]).toEqual([true, true]);
  });

  it('goes on without a window as the person chose, else where a tray shows it', () => {
    expect([keepsWatching('automatic', true), keepsWatching('automatic', false)]).toEqual([true, false]);
    expect([keepsWatching('on', false), keepsWatching('off', true)]).toEqual([true, false]);
  });
});
