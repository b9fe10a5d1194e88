import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Ran {
  code: number | null;
  /** Both streams, as they came. */
  output: string;
}

export interface RunOptions {
  /** The account it runs under; the person's unless told. */
  as?: string;
  cwd?: string;
  input?: string;
  env?: Record<string, string>;
}

/**
 * A network of its own (a namespace with nothing but its loopback), so that servers that run at the same time each have the
 * ports that their texts name. Needs root: it is for the cell.
 */
export interface Bench {
  /** Runs a text of the shell to its end. */
  run: (text: string, options?: RunOptions) => Promise<Ran>;
  /** Starts a server and waits until its port answers; fails with what it printed when it ends before. */
  start: (text: string, port: number, options?: RunOptions) => Promise<void>;
  /** What the servers have printed. */
  said: () => string;
  /** Ends every process of this network. */
  stop: () => Promise<void>;
}

const you = process.env.USER ?? 'dev';
/** From a start to an answer, on two busy cores; a Tomcat takes the longest. */
const startLimitSeconds = 90;

export async function openBench(): Promise<Bench> {
  const holder = spawn('sudo', [
    '-n',
    'unshare',
    '--net',
    'bash',
    '-c',
    'ip link set lo up && echo $$ && exec sleep infinity',
  ]);
  let said = '';
  const hear = (text: string) => {
    said += text;
  };
  let complaint = '';
  holder.stderr.on('data', (chunk) => {
    complaint += String(chunk);
  });
  const ended = once(holder, 'close').then(() => {
    throw new Error(`There is no network of its own to be had: ${complaint}`);
  });
  ended.catch(() => undefined);
  const [pid] = (await Promise.race([once(createInterface({ input: holder.stdout }), 'line'), ended])) as [string];
  const inside = (text: string, { as = you, cwd = '/', env = {} }: RunOptions): string[] => [
    ...['-n', 'nsenter', `--net=/proc/${pid}/ns/net`],
    ...['setpriv', '--reuid', as, '--regid', as, '--init-groups'],
    ...[
      'env',
      '-i',
      `PATH=${process.env.PATH}`,
      'LANG=C.UTF-8',
      'TZ=UTC',
      `HOME=${as === you ? process.env.HOME : '/nowhere'}`,
    ],
    ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ...['bash', '-c', `cd "$1" && ${text}`, 'bash', cwd],
  ];
  return {
    run: (text, options = {}) => finished(spawn('sudo', inside(text, options)), options.input),
    start: async (text, port, options = {}) => {
      const server = finished(spawn('sudo', inside(text, options)), '', hear);
      const probe = `until (: </dev/tcp/127.0.0.1/${port}) 2>/dev/null; do sleep 0.1; done`;
      const answered = finished(spawn('sudo', inside(`exec timeout ${startLimitSeconds} bash -c '${probe}'`, {})));
      const first = await Promise.race([server, answered.then((ran) => ({ ...ran, probed: true }))]);
      if ('probed' in first && first.code === 0) return;
      await stopAll(pid, 'but-holder');
      throw new Error(`Nothing answers on port ${port} after: ${text}\n${(await server).output}`);
    },
    said: () => said,
    stop: async () => {
      await stopAll(pid, 'all');
      if (holder.exitCode === null && holder.signalCode === null) await once(holder, 'exit');
    },
  };
}

/** Its processes are those whose network is this one, whoever they run as and whatever they forked. */
async function stopAll(pid: string, which: 'all' | 'but-holder'): Promise<void> {
  const kill = `net=$(readlink /proc/$1/ns/net)
for process in /proc/[0-9]*; do
  [ "$(readlink "$process/ns/net" 2>/dev/null)" = "$net" ] || continue
  [ "$process" = "/proc/$1" ] || kill -KILL "\${process#/proc/}" 2>/dev/null
done
[ "$2" = but-holder ] || kill -KILL "$1"`;
  await finished(spawn('sudo', ['-n', 'bash', '-c', kill, 'bash', pid, which]));
}

function finished(child: ChildProcess, input = '', hear: (text: string) => void = () => undefined): Promise<Ran> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += String(chunk);
      hear(String(chunk));
    });
  }
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done({ code, output }));
  });
}
