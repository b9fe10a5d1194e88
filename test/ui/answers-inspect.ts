import { AppError } from '../../src/core/errors';
import { goodReport } from './inspect-reports';
import { badReport, closedReport, listeningHere } from './inspect-troubles';
import { type Answers, pause, type World } from './world';

const steps = [
  ['connect', 'Connect'],
  ['chain', 'Read the certificates'],
  ['versions', 'Try the protocol versions'],
  ['suites', 'Try the cipher suites'],
  ['verdicts', 'Ask the clients of this machine'],
] as const;

/** Servers that can be looked at: by the beginning of their name, as the tests call them. */
export function inspectAnswers(world: World): Answers<'inspect'> {
  const cancelled = new Map<string, () => void>();
  return {
    'inspect.checkTarget': async (typed) => {
      try {
        return { ok: true, target: await world.targetOf(typed) };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { ok: false, problem: { message: error.message, ...(error.hint ? { hint: error.hint } : {}) } };
      }
    },
    'inspect.run': async ({ runId, ...typed }) => {
      const target = await world.targetOf(typed);
      const slow = target.host.startsWith('slow');
      const stopped = new Promise<never>((_, reject) => {
        const error = new AppError('cancelled', `Looking at ${target.text} was stopped.`);
        cancelled.set(runId, () => reject(error));
      });
      for (const [step, label] of slow ? steps.slice(0, 4) : steps) {
        world.emit('inspect.progress', { runId, step, label, state: 'running' });
        await pause(5);
        if (!slow || step !== 'suites') world.emit('inspect.progress', { runId, step, label, state: 'done' });
      }
      if (slow) await stopped;
      if (target.host.startsWith('gone')) return closedReport(runId, target, 'unreachable');
      if (target.port === 5000) return closedReport(runId, target, 'no-tls');
      return target.host.startsWith('shop') || target.port === 8443
        ? badReport(runId, target)
        : goodReport(runId, target);
    },
    'inspect.cancel': ({ runId }) => {
      cancelled.get(runId)?.();
      return undefined;
    },
    'inspect.listening': () => {
      if (world.state === 'failing') {
        throw new AppError(
          'not-allowed',
          'The servers of this machine could not be listed: /proc/net/tcp cannot be read.',
          {
            hint: 'Type the address of the server instead.',
          },
        );
      }
      return world.state === 'empty' ? { servers: [], notes: [] } : listeningHere();
    },
    'inspect.openChain': () => ({ token: 'bundle' }),
  };
}
