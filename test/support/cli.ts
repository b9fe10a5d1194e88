import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
export const program = join(root, 'bin/sealwax.cjs');

/** A passphrase as a person may choose one. */
export const passphrase = 'four words that do not belong';

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  input?: string | Buffer;
  /** Ends it with this signal when `stderr` has this text. */
  interrupt?: { at: RegExp; signal: NodeJS.Signals };
}

/** Starts the built command line as a process of its own, with the environment given and no other. */
export function startCli(args: readonly string[], { env = {}, cwd }: CliOptions = {}): ChildProcess {
  return spawn(process.execPath, [program, ...args], { cwd, env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env } });
}

/** Runs the built command line, with standard input that ends at once unless `input` is given. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const child = startCli(args, options);
  const result: CliResult = { code: null, stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    result.stdout += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    result.stderr += String(chunk);
    if (options.interrupt?.at.test(result.stderr)) child.kill(options.interrupt.signal);
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.input ?? '');
  result.code = await new Promise((done) => child.once('close', (code) => done(code)));
  return result;
}

/** The last JSON document on standard output. */
export const json = ({ stdout, stderr }: CliResult) => {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`no JSON on standard output: ${stdout}\n${stderr}`);
  }
};

export interface Container {
  folder: string;
  home: string;
  env: NodeJS.ProcessEnv;
  run: (args: readonly string[], options?: CliOptions) => Promise<CliResult>;
  /** Writes a file in the folder and gives back its path. */
  file: (name: string, data: string | Buffer, mode?: number) => Promise<string>;
}

/** A machine without a keychain, a terminal or a message bus: a folder, and a private file with the passphrase. */
export async function container(): Promise<Container> {
  const folder = await mkdtemp(join(tmpdir(), 'sealwax-cli-'));
  const file = async (name: string, data: string | Buffer, mode = 0o644) => {
    await writeFile(join(folder, name), data, { mode });
    return join(folder, name);
  };
  const env = {
    HOME: folder,
    SEALWAX_HOME: join(folder, 'data'),
    SEALWAX_PASSPHRASE_FILE: await file('passphrase', `${passphrase}\n`, 0o600),
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'nobody-listens-here')}`,
  };
  return {
    folder,
    home: env.SEALWAX_HOME,
    env,
    file,
    run: (args, options = {}) => runCli(args, { cwd: folder, ...options, env: { ...env, ...options.env } }),
  };
}

export interface Terminal {
  /** All that the terminal has shown. */
  shown: () => string;
  /** Waits until the terminal shows this. */
  expect: (text: RegExp) => Promise<void>;
  type: (text: string) => void;
  ended: Promise<number | null>;
}

/** Runs it at a real terminal (script, of util-linux, makes one), whose echo is seen in what it shows. */
export function atTerminal(args: readonly string[], { env = {}, cwd }: CliOptions = {}): Terminal {
  const quoted = [process.execPath, program, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const child = spawn('script', ['--quiet', '--flush', '--return', '--command', quoted, '/dev/null'], {
    cwd,
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', TERM: 'xterm', SHELL: '/bin/sh', ...env },
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += String(chunk);
  });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  return {
    shown: () => text,
    ended,
    type: (typed) => void child.stdin.write(typed),
    expect: async (wanted) => {
      const deadline = Date.now() + 20_000;
      while (!wanted.test(text)) {
        if (Date.now() > deadline) throw new Error(`the terminal never showed ${wanted}:\n${text}`);
        await new Promise((done) => setTimeout(done, 20));
      }
    },
  };
}
