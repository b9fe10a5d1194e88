import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type RunResult, run } from '../../src/core/system/run';
import { type Account, newAccount, succeeded } from './command-line';

/** An account with a root, as at the beginning of each lesson. */
export async function lessonAccount(name = 'Lesson CA'): Promise<Account> {
  const account = await newAccount();
  succeeded(await account.sealwax(['ca', 'create', name, '--keep', 'session']));
  return account;
}

/** Issues for these names into the account's files, and gives back where one of them lies. */
export async function issueInto(
  account: Account,
  names: readonly string[],
  formats: string,
  more: readonly string[] = [],
): Promise<(file: string) => string> {
  succeeded(await account.sealwax(['issue', ...more, '--format', formats, '--out', account.files, ...names]));
  return (file) => join(account.files, file);
}

/** The root's public half, as every lesson hands it to its clients. */
export async function rootFile(account: Account): Promise<string> {
  succeeded(await account.sealwax(['ca', 'export', '--form', 'crt', '--out', account.files, '--force']));
  const { readdir } = await import('node:fs/promises');
  const file = (await readdir(account.files)).find((each) => each.endsWith('.crt') && each !== 'ca.crt');
  return join(account.files, file ?? 'no root was written');
}

export interface Server {
  output: () => string;
  stop: () => Promise<void>;
}

/** Starts a server and waits until its port answers; a server that ends before says what it printed. */
export async function startServer(
  command: string,
  args: readonly string[],
  port: number,
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Server> {
  let output = '';
  const child: ChildProcess = spawn(command, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  let ended = false;
  const closed = new Promise<void>((done) => {
    const end = () => {
      ended = true;
      done();
    };
    child.once('close', end);
    child.once('error', end);
  });
  const deadline = Date.now() + 30_000;
  while (!(await answers(port))) {
    if (ended || Date.now() > deadline) throw new Error(`${command} does not answer on port ${port}:\n${output}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return {
    output: () => output,
    stop: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Runs a Python program that is given as text. The machine's own lists of roots are out of its reach. */
export const python = (program: string, args: readonly string[] = []): Promise<RunResult> =>
  run('python3', ['-c', program, ...args], {
    timeoutMs: 30_000,
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', SSL_CERT_FILE: '/dev/null', SSL_CERT_DIR: '/nowhere' },
  });
