import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { paced } from '../../system/bounded';
import type { ListeningSocket } from './listening-sockets';

/** TCP_LISTEN (include/net/tcp_states.h). */
const listenState = '0A';
/** Processes that are looked through. */
const processesAtMost = 20_000;

/** One line of /proc/net/tcp or tcp6 (proc(5)); undefined for a socket that does not listen. */
export function parseProcLine(line: string): { address: string; port: number; inode: string } | undefined {
  const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
  const [, hex = '', portHex = ''] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local) ?? [];
  if (hex === '' || state !== listenState) return undefined;
  return { address: addressOf(hex), port: Number.parseInt(portHex, 16), inode };
}

/** Words of 32 bits in the order of bytes of the machine, which is little-endian wherever Electron runs. */
function addressOf(hex: string): string {
  const words = (hex.match(/.{8}/g) ?? []).map((word) => Buffer.from(word, 'hex').reverse());
  const bytes = Buffer.concat(words);
  if (bytes.length === 4) return [...bytes].join('.');
  if (bytes.every((byte) => byte === 0)) return '::';
  if (bytes.subarray(0, 15).every((byte) => byte === 0) && bytes[15] === 1) return '::1';
  if (bytes.subarray(0, 12).equals(Buffer.from('00000000000000000000ffff', 'hex')))
    return [...bytes.subarray(12)].join('.');
  const groups = bytes.toString('hex').match(/.{4}/g) ?? [];
  return groups.map((group) => group.replace(/^0{1,3}/, '')).join(':');
}

/** The sockets that listen, with their processes as far as this account may know them. `root`: "/proc" but for tests. */
export async function listeningOnLinux(root = '/proc'): Promise<ListeningSocket[]> {
  const texts = await Promise.all(
    ['net/tcp', 'net/tcp6'].map((name) => readFile(join(root, name), 'utf8').catch(() => '')),
  );
  const found = texts.flatMap((text) => text.split('\n').flatMap((line) => parseProcLine(line) ?? []));
  const owners = await ownersOf(new Set(found.map(({ inode }) => inode)), root);
  return found.map(({ address, port, inode }) => ({ address, port, ...owners.get(inode) }));
}

/** Which process holds each socket: a link "socket:[inode]" among its open files. */
async function ownersOf(inodes: ReadonlySet<string>, root: string) {
  const owners = new Map<string, { pid: number; process?: string; folder?: string }>();
  const pause = paced();
  const pids = (await readdir(root)).filter((name) => /^\d+$/.test(name)).slice(0, processesAtMost);
  for (const pid of pids) {
    await pause();
    const files = await readdir(join(root, pid, 'fd')).catch(() => [] as string[]);
    for (const file of files) {
      const link = await readlink(join(root, pid, 'fd', file)).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
      // Children inherit a socket; the first process that has it is the oldest.
      if (inode === undefined || !inodes.has(inode) || owners.has(inode)) continue;
      owners.set(inode, { pid: Number(pid), ...(await namesOf(pid, root)) });
    }
    if (owners.size === inodes.size) break;
  }
  return owners;
}

async function namesOf(pid: string, root: string): Promise<{ process?: string; folder?: string }> {
  const [name, folder] = await Promise.all([
    readFile(join(root, pid, 'comm'), 'utf8').catch(() => ''),
    readlink(join(root, pid, 'cwd')).catch(() => ''),
  ]);
  return {
    ...(name.trim() === '' ? {} : { process: name.trim() }),
    ...(folder === '' || folder === '/' ? {} : { folder }),
  };
}
