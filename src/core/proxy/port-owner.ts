import { readdir, readFile, readlink } from 'node:fs/promises';

/** Processes that are looked at; more are nobody's development machine. */
const processesAtMost = 5_000;

/**
 * The name and id of the process that listens on a port of TCP, on Linux: /proc/net/tcp has the socket, the process that holds it is found by
 * its open files (proc(5)). Undefined elsewhere, and for processes of other people.
 */
export async function portOwner(port: number): Promise<{ name: string; pid: number } | undefined> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const sockets = new Set<string>();
  for (const line of tables.join('\n').split('\n')) {
    const columns = line.trim().split(/\s+/);
    // State 0A: listening; the tenth column is the socket.
    if (columns[3] === '0A' && columns[1]?.endsWith(wanted) === true) sockets.add(`socket:[${columns[9]}]`);
  }
  if (sockets.size === 0) return undefined;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).slice(0, processesAtMost);
  for (const pid of pids) {
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const file of files) {
      const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
      if (!sockets.has(target)) continue;
      const name = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
      return { name: name === '' ? 'a process' : name, pid: Number(pid) };
    }
  }
  return undefined;
}
