import { writeSync } from 'node:fs';
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

/**
 * The real process, and what waits until all is written. A reader that goes away (`sealwax list | head -1`) is no failure of
 * ours: the work goes on in silence. Another error of a stream (a full disk behind `>`) is thrown at the end by `flush`.
 */
export function processIo(): { io: CliIo; flush: () => Promise<void> } {
  const [stdout, stderr] = [new Output(1, () => process.stdout), new Output(2, () => process.stderr)];
  return {
    io: {
      env: process.env,
      cwd: process.cwd(),
      home: process.env.HOME === undefined || process.env.HOME === '' ? homedir() : process.env.HOME,
      platform: process.platform,
      // Asked when it is needed: Node's streams take two milliseconds to be made.
      get interactive() {
        return process.stdin.isTTY === true && process.stderr.isTTY === true;
      },
      get statusLine() {
        return process.stderr.isTTY === true;
      },
      out: (data) => stdout.write(data),
      err: (text) => stderr.write(text),
      now: () => new Date(),
      // The same generator as node:crypto's randomBytes, which would have to be loaded at the start.
      random: (bytes) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes)).buffer),
    },
    flush: async () => {
      await Promise.all([stdout.drained(), stderr.drained()]);
      const error = stdout.error ?? stderr.error;
      if (error !== undefined) throw error;
    },
  };
}

/**
 * Standard output or error. Written straight to the file descriptor, as Node's own streams do for files, pipes and terminals on
 * Linux and macOS, without the three milliseconds that those take to be made. Where a write would have to wait, and on Windows,
 * the stream takes over.
 */
class Output {
  error: NodeJS.ErrnoException | undefined;
  private opened: NodeJS.WriteStream | undefined;

  constructor(
    private readonly descriptor: number,
    private readonly open: () => NodeJS.WriteStream,
  ) {}

  write(data: string | Uint8Array): void {
    const left = this.writeNow(typeof data === 'string' ? Buffer.from(data, 'utf8') : data);
    if (left.length > 0) this.stream().write(left);
  }

  drained(): Promise<void> {
    const stream = this.opened;
    return new Promise((resolve) => {
      if (stream === undefined || stream.destroyed || !stream.writable) resolve();
      else stream.write('', () => resolve());
    });
  }

  /** What could not be written at once. */
  private writeNow(bytes: Uint8Array): Uint8Array {
    if (this.opened !== undefined || process.platform === 'win32') return bytes;
    let at = 0;
    try {
      while (at < bytes.length) at += writeSync(this.descriptor, bytes, at);
      return bytes.subarray(at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return bytes.subarray(at);
      this.failed(error as NodeJS.ErrnoException);
      return bytes.subarray(bytes.length);
    }
  }

  private stream(): NodeJS.WriteStream {
    this.opened ??= this.open().on('error', (error: NodeJS.ErrnoException) => this.failed(error));
    return this.opened;
  }

  private failed(error: NodeJS.ErrnoException): void {
    if (error.code !== 'EPIPE') this.error ??= error;
  }
}
