import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSession } from '../support/session';

function folderFrom(variable: string): string {
  const folder = process.env[variable];
  if (folder === undefined) throw new Error(`${variable} is not set: run these tests by \`npm test -- package\`.`);
  return folder;
}

/** The unpacked release, as an installer would have left it: owned by root, Chromium's sandbox helper with its setuid bit. */
export const releaseFolder = () => folderFrom('SEALWAX_RELEASE_APP');
export const releaseExecutable = (folder = releaseFolder()) => join(folder, 'sealwax');
export const releaseResources = (folder = releaseFolder()) => join(folder, 'resources');

/** The plain Electron, whose fuses are as its makers set them: it shows that an attack works where nothing stops it. */
export const plainElectron = () => join(folderFrom('SEALWAX_ELECTRON_DIST'), 'electron');

/** A copy that a test may change. Root copies it, so that the sandbox helper stays root's. */
export async function copyOf(folder: string): Promise<string> {
  const copy = join(await mkdtemp(join(tmpdir(), 'sealwax-copy-')), 'app');
  execFileSync('sudo', ['-n', 'cp', '-a', folder, copy]);
  execFileSync('sudo', ['-n', 'chown', String(process.getuid?.()), copy, join(copy, 'resources')]);
  return copy;
}

export const removeCopy = (copy: string) => execFileSync('sudo', ['-n', 'rm', '-rf', join(copy, '..')]);

export interface Started {
  child: ChildProcess;
  output: () => string;
  /** True once the first window was painted. */
  painted: () => boolean;
  /** The exit code, once it has ended by itself. */
  ended: () => number | null;
  end(): Promise<void>;
}

/** Starts a program of the app in a session of its own. */
export async function start(executable: string, args: string[], env: Record<string, string> = {}): Promise<Started> {
  const session = await startSession('no-provider');
  const picture = join(session.home, 'window.png');
  const child = spawn(executable, args, {
    env: { ...session.env, SEALWAX_SCREENSHOT: picture, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  return {
    child,
    output: () => output,
    painted: () => existsSync(picture),
    ended: () => child.exitCode,
    end: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const closed = once(child, 'close');
        child.kill('SIGKILL');
        await closed;
      }
      await session.end();
    },
  };
}

/** Waits until something is so, up to a limit (milliseconds); gives back whether it came. */
export async function comes(condition: () => boolean, limitMs = 20_000): Promise<boolean> {
  const until = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return true;
}

/** Runs a piece of work with a started app, and ends the app whatever happens. */
export async function withStarted<T>(started: Promise<Started>, work: (app: Started) => Promise<T>): Promise<T> {
  const app = await started;
  try {
    return await work(app);
  } finally {
    await app.end();
  }
}

const readOrEmpty = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** The TCP ports that a process listens on, by the sockets it holds open (proc(5): state 0A is LISTEN). */
export function listeningPorts(pid: number): number[] {
  const open = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        // Closed since the folder was read.
        return [];
      }
    }),
  );
  return ['tcp', 'tcp6'].flatMap((table) =>
    readOrEmpty(`/proc/net/${table}`)
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A' && open.has(fields[9] ?? ''))
      .map((fields) => Number.parseInt(fields[1]?.split(':')[1] ?? '', 16)),
  );
}

/** The processes below one, itself included. */
export function processTree(pid: number): number[] {
  const children = readOrEmpty(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(processTree)];
}

export const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true });
