import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Surroundings, xdgConfigHome } from '../system/paths';

/** Where Chromium and its family keep their profiles on Linux; while one runs, `SingletonLock` there leads to "HOST-PID". */
const chromiumFolders = [
  'chromium',
  'google-chrome',
  'google-chrome-beta',
  join('BraveSoftware', 'Brave-Browser'),
  'microsoft-edge',
  'vivaldi',
  'opera',
];

/** Whether a process with this number is there, ours or not (kill(2) with signal 0). */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The process that a lock names, where it still lives; a browser that crashed leaves its lock behind. */
async function holder(lock: string, pattern: RegExp): Promise<number | undefined> {
  const pid = Number(pattern.exec(await readlink(lock).catch(() => ''))?.[1]);
  return Number.isSafeInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined;
}

/**
 * What to say when the program that uses this database is running now: it holds the list of roots in memory. Firefox links
 * `lock` in its profile to "ADDRESS:+PID" (nsProfileLock.cpp), Chromium `SingletonLock` to "HOST-PID" (process_singleton_posix.cc).
 * Undefined when it is not, or on a platform where that cannot be seen.
 */
export async function runningNote(folder: string, label: string, place: Surroundings): Promise<string | undefined> {
  if (place.platform !== 'linux') return undefined;
  const program = label.split(',')[0] ?? label;
  if (label.includes(', profile ')) {
    const found = await holder(join(folder, 'lock'), /\+?(\d+)$/);
    return found === undefined ? undefined : `${program} is running with this profile: it notices after a restart.`;
  }
  const config = xdgConfigHome(place);
  const locks = chromiumFolders.map((name) => holder(join(config, name, 'SingletonLock'), /-(\d+)$/));
  const running = (await Promise.all(locks)).some((pid) => pid !== undefined);
  return running ? `${program} is running: it notices after a restart.` : undefined;
}
