import { spawn } from 'node:child_process';

export interface RunOptions {
  /** Milliseconds until the whole process group is killed; 15,000 unless told. */
  timeoutMs?: number;
  /** Written to standard input, which is then closed. Without it standard input is empty, so nothing can wait for a person. */
  input?: string | Uint8Array;
  /** Replaces the environment when given. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Ends the process group when its answer is known by other means. */
  signal?: AbortSignal;
}

export interface RunResult {
  /** The exit code, or null when the process was killed or could not be started. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** True when the time limit ended it. */
  timedOut: boolean;
  /** True when there is no such program (ENOENT). */
  missing: boolean;
  durationMs: number;
}

/** Starts a program with an argument array (never a shell) and gives back what it printed. It does not throw: a failure is data. */
export type Run = (command: string, args: readonly string[], options?: RunOptions) => Promise<RunResult>;

/** More output than this of a child is dropped; no tool we call has more to say (bytes). */
const outputLimit = 4 * 1024 * 1024;

/** The one door to child processes. */
export const run: Run = (command, args, options = {}) =>
  new Promise((resolve) => {
    const started = performance.now();
    const windows = process.platform === 'win32';
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    let settled = false;
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      // A group of its own, so that the time limit also ends what the tool started.
      detached: !windows,
    });
    const finish = (code: number | null, missing: boolean) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', kill);
      resolve({ code, stdout, stderr, timedOut, missing, durationMs: performance.now() - started });
    };
    const kill = () => {
      try {
        if (windows || child.pid === undefined) child.kill('SIGKILL');
        else process.kill(-child.pid, 'SIGKILL');
      } catch {
        child.kill('SIGKILL');
      }
    };
    options.signal?.addEventListener('abort', kill, { once: true });
    const timer = setTimeout(() => {
      timedOut = true;
      kill();
      // An elevated child cannot be killed by us; its answer is not waited for, and it does not keep us from ending.
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        child.unref();
        finish(null, false);
      }, 500).unref();
    }, options.timeoutMs ?? 15_000);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (stdout.length < outputLimit) stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < outputLimit) stderr += text;
    });
    child.stdin.on('error', () => {
      // The child may close its input before reading it all; its exit code tells the rest.
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      stderr += error.message;
      finish(null, error.code === 'ENOENT');
    });
    child.on('close', (code) => finish(code, false));
    child.stdin.end(options.input ?? '');
  });
