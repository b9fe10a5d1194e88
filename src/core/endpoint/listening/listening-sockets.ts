import type { Run } from '../../system/run';
import { listeningOnLinux } from './sockets-linux';

export interface ListeningSocket {
  address: string;
  port: number;
  pid?: number;
  process?: string;
  /** The folder that the process runs in, whole. */
  folder?: string;
}

const toolMs = 10_000;

export interface SocketsFound {
  sockets: ListeningSocket[];
  /** Why nothing could be found. */
  note?: string;
}

/** The TCP sockets that listen on this machine, by what the platform has for it. */
export async function listeningSockets(platform: NodeJS.Platform, run: Run): Promise<SocketsFound> {
  switch (platform) {
    case 'linux':
      return { sockets: await listeningOnLinux() };
    case 'win32':
      return listeningOnWindows(run);
    default:
      return listeningByLsof(run);
  }
}

/** lsof(8) with one field a line: p for the process, c for its command, n for the address. */
async function listeningByLsof(run: Run): Promise<SocketsFound> {
  const result = await run('lsof', ['-nP', '-iTCP', '-sTCP:LISTEN', '-Fpcn'], { timeoutMs: toolMs });
  if (result.missing || result.timedOut)
    return { sockets: [], note: 'lsof is needed to find servers, and it did not answer.' };
  return { sockets: parseLsof(result.stdout) };
}

export function parseLsof(text: string): ListeningSocket[] {
  const found: ListeningSocket[] = [];
  let owner: { pid?: number; process?: string } = {};
  for (const line of text.split('\n')) {
    const value = line.slice(1);
    if (line.startsWith('p')) owner = { pid: Number(value) };
    else if (line.startsWith('c')) owner = { ...owner, process: value };
    else if (line.startsWith('n')) {
      const [, address = '', port = ''] = /^\[?([^\]]*)\]?:(\d+)$/.exec(value) ?? [];
      // "*" stands for every address.
      if (port !== '') found.push({ ...owner, address: address === '*' ? '0.0.0.0' : address, port: Number(port) });
    }
  }
  return unique(found);
}

/** netstat for the sockets, tasklist for the names of their processes. */
async function listeningOnWindows(run: Run): Promise<SocketsFound> {
  const [sockets, tasks] = await Promise.all([
    run('netstat', ['-ano', '-p', 'TCP'], { timeoutMs: toolMs }),
    run('tasklist', ['/FO', 'CSV', '/NH'], { timeoutMs: toolMs }),
  ]);
  const six = await run('netstat', ['-ano', '-p', 'TCPv6'], { timeoutMs: toolMs });
  if (sockets.missing || sockets.timedOut)
    return { sockets: [], note: 'netstat is needed to find servers, and it did not answer.' };
  return { sockets: parseNetstat(`${sockets.stdout}\n${six.stdout}`, tasks.stdout) };
}

/** The word for a socket that listens is translated on Windows; its foreign address is not: port 0. */
export function parseNetstat(text: string, tasks: string): ListeningSocket[] {
  const names = new Map(
    [...tasks.matchAll(/^"([^"]+)","(\d+)"/gm)].map(([, name = '', pid = '']) => [Number(pid), name]),
  );
  const found = [...text.matchAll(/^\s*TCP\s+\[?([^\]\s]+?)\]?:(\d+)\s+\S+:0\s+\S+\s+(\d+)\s*$/gm)];
  return unique(
    found.map(([, address = '', port = '', pid = '']) => {
      const process = names.get(Number(pid))?.replace(/\.exe$/i, '');
      return {
        address: address.replace(/%\d+$/, ''),
        ...{ port: Number(port), pid: Number(pid) },
        ...(process === undefined ? {} : { process }),
      };
    }),
  );
}

const unique = (sockets: readonly ListeningSocket[]): ListeningSocket[] => [
  ...new Map(sockets.map((each) => [`${each.address} ${each.port}`, each])).values(),
];
