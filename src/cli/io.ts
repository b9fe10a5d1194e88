import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';

/** Everything of the process that a command may touch: streams, surroundings, clock. Tests of the parts pass their own. */
export interface CliIo {
  env: NodeJS.ProcessEnv;
  cwd: string;
  home: string;
  platform: NodeJS.Platform;
  /** True when a person can be asked: standard input and standard error are a terminal. */
  interactive: boolean;
  /** True when standard error is a terminal, where a line may be written over. */
  statusLine: boolean;
  /** Writes to standard output as it is: results only. */
  out: (data: string | Uint8Array) => void;
  /** Writes to standard error as it is: messages, questions, progress. */
  err: (text: string) => void;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

/** The real process. */
export function processIo(): CliIo {
  return {
    env: process.env,
    cwd: process.cwd(),
    home: process.env.HOME === undefined || process.env.HOME === '' ? homedir() : process.env.HOME,
    platform: process.platform,
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    statusLine: process.stderr.isTTY === true,
    out: (data) => void process.stdout.write(data),
    err: (text) => void process.stderr.write(text),
    now: () => new Date(),
    random: randomBytes,
  };
}

/**
 * A reader that goes away (`sealwax list | head -1`) is no failure of ours: the work goes on in silence. Another error of a
 * stream (a full disk behind `>`) is thrown at the end by `flush`.
 */
export function watchStreams(): () => Promise<void> {
  let failed: Error | undefined;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') failed ??= error;
    });
  }
  const drained = (stream: NodeJS.WriteStream) =>
    new Promise<void>((resolve) => {
      if (stream.destroyed || !stream.writable) resolve();
      else stream.write('', () => resolve());
    });
  return async () => {
    await Promise.all([drained(process.stdout), drained(process.stderr)]);
    if (failed !== undefined) throw failed;
  };
}
