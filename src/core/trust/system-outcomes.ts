import type { Elevated } from '../system/elevate';
import { scriptCodes } from './system-scripts';
import type { StoreOutcome } from './trust-store';

/** What a failed step is about, in words for a person. */
export interface SystemStep {
  /** The tool's command without sudo, e.g. "update-ca-certificates --fresh". */
  command: string;
  /** What a person can type instead of the whole step. */
  commands: string[];
  folder: string;
  target: string;
  /** Seconds that the tool had. */
  seconds: number;
  /** What is wrong when the tool reports success and the list does not show the change. */
  unlisted: string;
  /** How things stand after the tool failed or hung. */
  aftermath: string;
}

const byHand = 'Type the commands below in a terminal, then check again.';

/** Somebody else's certificate lies under the name that ours would get. */
export function occupiedBy(target: string, commands: string[]): StoreOutcome {
  return {
    outcome: 'failed',
    message: `${target} holds something else already, so it was left alone. Nothing was changed.`,
    hint: 'Look at that file; move it away if nobody needs it, then install again.',
    commands,
  };
}

/** What went wrong in a privileged step, as an outcome; undefined when its script reported success. */
export function failureOf(answer: Elevated, step: SystemStep): StoreOutcome | undefined {
  const { commands } = step;
  switch (answer.kind) {
    case 'ran':
      return answer.result.code === 0 ? undefined : scriptFailure(answer.result.code, answer.result.stderr, step);
    case 'cancelled':
      return { outcome: 'cancelled', message: answer.message, hint: byHand, commands };
    case 'timed-out':
      return { outcome: 'timed-out', message: answer.message, hint: byHand, commands };
    default:
      return { outcome: 'not-allowed', message: answer.message, hint: byHand, commands };
  }
}

function scriptFailure(code: number | null, stderr: string, step: SystemStep): StoreOutcome {
  const { command, commands } = step;
  const hint = `Run "sudo ${command}" in a terminal and read what it says.`;
  switch (code) {
    case scriptCodes.occupied:
      return occupiedBy(step.target, commands);
    case scriptCodes.unwritable:
      return {
        outcome: 'failed',
        message: `${step.folder} cannot be written${lastLine(stderr)}. Nothing was changed.`,
        hint: 'Make the file system writable, then try again.',
        commands,
      };
    case scriptCodes.toolTimedOut:
      return {
        outcome: 'timed-out',
        message: `"${command}" did not end within ${step.seconds} s and was stopped. ${step.aftermath}`,
        hint,
        commands,
      };
    case scriptCodes.toolLied:
      return { outcome: 'failed', message: `"${command}" reported success, but ${step.unlisted}`, hint, commands };
    default:
      return {
        outcome: 'failed',
        message: `"${command}" failed${lastLine(stderr)}. ${step.aftermath}`,
        hint,
        commands,
      };
  }
}

function lastLine(text: string): string {
  const line = text.trim().split('\n').pop() ?? '';
  return line === '' ? '' : ` (${line})`;
}
