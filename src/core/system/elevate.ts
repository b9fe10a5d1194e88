import type { Run, RunResult } from './run';
import { which } from './which';

/** What runs with administrator rights: one fixed shell script. Values reach it as arguments or on standard input, never inside its text. */
export interface PrivilegedStep {
  script: string;
  args: readonly string[];
  input?: string | Uint8Array;
  /** Milliseconds the work itself may take; the prompt's own time comes on top. */
  timeoutMs: number;
}

export type Elevated =
  /** It ran; its exit code and output say what it did. */
  | { kind: 'ran'; result: RunResult }
  /** The person closed the prompt. Nothing ran. */
  | { kind: 'cancelled'; message: string }
  /** The rights were refused or there is no way to ask for them. Nothing ran. */
  | { kind: 'not-allowed'; message: string }
  | { kind: 'timed-out'; message: string }
  /** This platform's own way of asking is not built yet. Nothing ran. */
  | { kind: 'unsupported'; message: string };

/** Runs one step with administrator rights, with at most one prompt. It does not throw: a refusal is data. */
export type Elevate = (step: PrivilegedStep) => Promise<Elevated>;

export interface ElevationOptions {
  run: Run;
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** The effective user id; 0 is root. */
  uid: number;
  /** Milliseconds since 1970. */
  now: () => number;
  /** How long a person may take to answer the prompt (milliseconds); 120,000 unless told. */
  promptMs?: number;
}

/** Our own exit code for "the prompt was answered too late"; scripts do not use it. */
const tooLate = 125;

/**
 * A prompt that outlives our patience belongs to a root process that we may not end. Should the person answer it after
 * all, the step must not run behind their back: its first act is to look at the clock.
 */
const withDeadline = (script: string): string => `[ "$(date +%s)" -le "$1" ] || exit ${tooLate}\nshift\n${script}`;

const timedOut: Elevated = {
  kind: 'timed-out',
  message: 'The administrator step did not end within its time limit.',
};

function answer(result: RunResult): Elevated {
  return result.timedOut ? timedOut : { kind: 'ran', result };
}

/** Reads pkexec's own exit codes (pkexec(1), RETURN VALUE): 126 the dialog was dismissed, 127 not authorised or no agent. */
function answerOfPkexec(result: RunResult): Elevated {
  if (result.timedOut || result.code === tooLate) {
    return { kind: 'timed-out', message: 'The question for the administrator password was not answered in time.' };
  }
  if (result.code === 126) {
    return {
      kind: 'cancelled',
      message: 'The question for the administrator password was closed. Nothing was changed.',
    };
  }
  if (result.code === 127) {
    const said = result.stderr.trim().split('\n').pop() ?? '';
    return {
      kind: 'not-allowed',
      message: `Administrator rights were not given${said === '' ? '' : ` (${said})`}. Nothing was changed.`,
    };
  }
  return { kind: 'ran', result };
}

/**
 * The ways to administrator rights on Linux, the quietest first: we are root already; sudo needs no password; polkit
 * asks in a window of its own. The password never passes through us.
 */
export function elevation({ run, platform, env, uid, now, promptMs = 120_000 }: ElevationOptions): Elevate {
  return async (step) => {
    if (platform !== 'linux') {
      return {
        kind: 'unsupported',
        message: 'Asking for administrator rights is not supported yet on this platform. Nothing was changed.',
      };
    }
    const shell = ['/bin/sh', '-c', withDeadline(step.script), 'sh'];
    const deadline = (ms: number) => String(Math.ceil((now() + ms) / 1000));
    const options = { timeoutMs: step.timeoutMs, env, ...(step.input === undefined ? {} : { input: step.input }) };
    const direct = [...shell.slice(1), deadline(step.timeoutMs), ...step.args];

    if (uid === 0) return answer(await run('/bin/sh', direct, options));

    const quiet = await run('sudo', ['-n', 'true'], { env });
    if (quiet.code === 0) return answer(await run('sudo', ['-n', '--', '/bin/sh', ...direct], options));

    const pkexec = await which('pkexec', env);
    const graphical = (env.DISPLAY ?? '') !== '' || (env.WAYLAND_DISPLAY ?? '') !== '';
    if (pkexec !== undefined && graphical) {
      // Without the internal agent pkexec never turns to a terminal that nobody watches.
      const args = ['--disable-internal-agent', ...shell, deadline(promptMs), ...step.args];
      return answerOfPkexec(await run(pkexec, args, { ...options, timeoutMs: promptMs + step.timeoutMs }));
    }
    return {
      kind: 'not-allowed',
      message: 'This needs administrator rights, and there is no way to ask for them here. Nothing was changed.',
    };
  };
}
