import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { run } from '../../src/core/system/run';
import { type Container, container, json, startCli } from './cli';

/** The command line's ACME server, as a process of its own, with a container to speak to it from. */
export interface ServedAcme {
  box: Container;
  directory: string;
  /** The root's PEM file. */
  root: string;
  httpPort: number;
  tlsPort: number;
  child: ChildProcess;
  stop: () => Promise<number | null>;
}

/** A port that nobody has at this moment: cells share the network of the machine. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** In the cell: these names are this machine. */
export async function nameHere(...names: readonly string[]): Promise<void> {
  const line = `127.0.0.1 ${names.join(' ')}`;
  const { code, stderr } = await run('sudo', ['-n', 'sh', '-c', `echo '${line}' >> /etc/hosts`], {});
  if (code !== 0) throw new Error(`the cell's hosts file cannot be written: ${stderr}`);
}

export async function serveAcme(args: readonly string[] = []): Promise<ServedAcme> {
  const box = await container();
  const made = await box.run([
    'ca',
    'create',
    'ACME Test',
    '--keep',
    'session',
    '--limits',
    'test,127.0.0.0/8',
    '--json',
  ]);
  const authority = json(made).authority ?? json(made);
  const [httpPort, tlsPort] = [await freePort(), await freePort()];
  const ports = ['--port', '0', '--http-port', String(httpPort), '--tls-port', String(tlsPort)];
  const child = startCli(['acme', 'serve', '--json', ...ports, ...args], { env: box.env, cwd: box.folder });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const first = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('close', (code) => reject(new Error(`acme serve ended with ${code}: ${said}`)));
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    box,
    directory: JSON.parse(first).directories[0],
    root: authority.certificateFile,
    httpPort,
    tlsPort,
    child,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

export interface Ran {
  code: number | null;
  output: string;
}

/** Runs a client with the environment that is given, and gives back all that it said. */
export function runClient(command: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env } });
    let output = '';
    const add = (chunk: unknown) => {
      output += String(chunk);
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
