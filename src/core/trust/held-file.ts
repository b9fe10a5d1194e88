import { readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A process that holds a lock on a file. */
export interface Holder {
  pid: number;
  /** The name of its program as the kernel keeps it: 15 characters at the most. */
  program: string;
}

/** The processes with a lock on an inode: `1: POSIX  ADVISORY  WRITE 4405 fe:00:2173308 0 EOF` (proc_locks(5)). */
function lockers(locks: string, inode: number): number[] {
  const found = [...locks.matchAll(/^\d+: +(?:-> +)?\S+ +\S+ +\S+ +(\d+) +\S+:(\d+) /gm)];
  return found.filter(([, , of]) => Number(of) === inode).map(([, pid]) => Number(pid));
}

/** Inode numbers repeat across disks, so the process must really have this file open. */
async function hasOpen(pid: number, file: string): Promise<boolean> {
  const folder = join('/proc', String(pid), 'fd');
  const names = await readdir(folder).catch(() => []);
  const targets = await Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => '')));
  return targets.includes(file);
}

/**
 * Who holds a lock on this file now: a database that another program is writing to cannot be read, and looks like a damaged one.
 * Undefined when nobody does, or where the kernel does not tell (only Linux does, and only of this person's processes).
 */
export async function holderOf(file: string): Promise<Holder | undefined> {
  const locks = await readFile('/proc/locks', 'utf8').catch(() => '');
  if (locks === '') return undefined;
  const [path, status] = await Promise.all([realpath(file).catch(() => file), stat(file).catch(() => undefined)]);
  if (status === undefined) return undefined;
  for (const pid of lockers(locks, status.ino)) {
    if (pid === process.pid || !(await hasOpen(pid, path))) continue;
    const program = (await readFile(join('/proc', String(pid), 'comm'), 'utf8').catch(() => '')).trim();
    return { pid, program: program === '' ? 'another program' : program };
  }
  return undefined;
}
