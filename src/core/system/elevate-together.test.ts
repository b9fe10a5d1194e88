import { describe, expect, it } from 'vitest';
import type { Elevate, PrivilegedStep } from './elevate';
import { gathered } from './elevate-together';
import { run } from './run';

/** Runs a step as `elevation` does, but without rights; counts how often somebody would have been asked. */
function counting(): { elevate: Elevate; steps: PrivilegedStep[] } {
  const steps: PrivilegedStep[] = [];
  return {
    steps,
    elevate: async (step) => {
      steps.push(step);
      const options = { timeoutMs: step.timeoutMs, ...(step.input === undefined ? {} : { input: step.input }) };
      return { kind: 'ran', result: await run('/bin/sh', ['-c', step.script, 'sh', ...step.args], options) };
    },
  };
}

const step = (script: string, args: string[] = [], input?: string): PrivilegedStep => ({
  script,
  args,
  timeoutMs: 5_000,
  ...(input === undefined ? {} : { input }),
});

describe('privileged steps that are gathered', () => {
  it('run with one question, and each gets its own exit code and words', async () => {
    const { elevate, steps } = counting();
    const [one, two, three] = gathered(elevate, 3);
    const answers = await Promise.all([
      one?.elevate(step('printf "%s|" "$@"; cat', ['a b', "it's", '', '$HOME "quoted"'], 'in\nput é')),
      two?.elevate(step('echo gone wrong >&2; exit 7')),
      three?.elevate(step('echo third "$1"', ['x'])),
    ]);
    expect(steps).toHaveLength(1);
    expect(answers).toMatchObject([
      { kind: 'ran', result: { code: 0, stdout: `a b|it's||$HOME "quoted"|in\nput é`, stderr: '' } },
      { kind: 'ran', result: { code: 7, stdout: '', stderr: 'gone wrong\n' } },
      { kind: 'ran', result: { code: 0, stdout: 'third x\n' } },
    ]);
  });

  it('wait for the one that has nothing to ask', async () => {
    const { elevate, steps } = counting();
    const [one, two, three] = gathered(elevate, 3);
    const first = one?.elevate(step('echo 1'));
    const second = two?.elevate(step('echo 2'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(steps).toHaveLength(0);
    three?.ended();
    expect([await first, await second]).toMatchObject([{ result: { stdout: '1\n' } }, { result: { stdout: '2\n' } }]);
    expect(steps).toHaveLength(1);
  });

  it('ask as before when there is only one', async () => {
    const { elevate, steps } = counting();
    const [one, two] = gathered(elevate, 2);
    two?.ended();
    expect(await one?.elevate(step('cat', [], 'alone'))).toMatchObject({ result: { stdout: 'alone' } });
    expect(steps).toEqual([step('cat', [], 'alone')]);
  });

  it.each(['cancelled', 'not-allowed', 'timed-out'] as const)(
    'are all answered with “%s”, and none has run',
    async (kind) => {
      const [one, two] = gathered(async () => ({ kind, message: 'No.' }), 2);
      const answers = await Promise.all([one?.elevate(step('echo 1')), two?.elevate(step('echo 2'))]);
      expect(answers).toEqual([
        { kind, message: 'No.' },
        { kind, message: 'No.' },
      ]);
    },
  );

  it('do not claim a success for a step that the shell never came to', async () => {
    const { elevate } = counting();
    const [one, two] = gathered(elevate, 2);
    // The first ends the shell that runs them all.
    const answers = await Promise.all([one?.elevate(step('kill -9 $PPID; sleep 1')), two?.elevate(step('echo 2'))]);
    for (const answer of answers) expect(answer?.kind === 'ran' && answer.result.code === 0).toBe(false);
  });

  it('are asked for by themselves after the others are done', async () => {
    const { elevate, steps } = counting();
    const [one] = gathered(elevate, 1);
    await one?.elevate(step('echo 1'));
    await one?.elevate(step('echo again'));
    expect(steps).toHaveLength(2);
  });
});
