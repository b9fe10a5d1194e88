import { readFile, stat } from 'node:fs/promises';
import { readBounded } from '../system/bounded-file';
import { errnoOf } from '../system/fs-error';
import type { Reload } from './deployment-record';
import type { Outcome } from './reload';

/** A number and a line break (bytes). */
const longestPidFile = 64;
/** A server writes its pid file at its start. One that began this much later has only inherited the number (milliseconds). */
const toleranceMs = 60_000;
/** Linux counts a process's start in hundredths of a second whatever the kernel's own tick is (USER_HZ, proc_pid_stat(5)). */
const ticksPerSecond = 100;

/**
 * Sends the signal to the process whose number is in the file, after looking whose it is: SIGHUP ends a program that does not
 * expect it, and numbers are given out again. It does not throw.
 */
export async function sendSignal({ pidFile, signal }: Extract<Reload, { kind: 'signal' }>): Promise<Outcome> {
  const failed = (message: string, hint: string): Outcome => ({ ok: false, output: '', message, hint });
  const again = 'Start the server, then reload again.';
  const text = await readBounded(pidFile, longestPidFile).then(
    (bytes) => bytes.toString('utf8').trim(),
    () => undefined,
  );
  if (text === undefined)
    return failed(`The pid file ${pidFile} cannot be read: the server does not seem to run.`, again);
  const pid = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0;
  if (pid <= 1 || pid === process.pid) return failed(`${pidFile} holds no number of a server’s process.`, again);
  const owner = await ownerOf(pid);
  if (owner !== undefined && owner !== process.getuid?.()) {
    return failed(
      `Process ${pid} of ${pidFile} belongs to another account, so it is not signalled.`,
      'Use a command that may do it, e.g. /usr/bin/sudo -n systemctl reload nginx.',
    );
  }
  if (await isLater(pid, pidFile)) {
    return failed(`${pidFile} is older than process ${pid}, which therefore is another program.`, again);
  }
  try {
    process.kill(pid, signal);
    return { ok: true, output: '', message: `${signal} was sent to process ${pid}.` };
  } catch (error) {
    if (errnoOf(error) === 'ESRCH') return failed(`There is no process ${pid} any more, as ${pidFile} has it.`, again);
    return failed(
      `${signal} could not be sent to process ${pid}: ${errnoOf(error) ?? 'refused'}.`,
      'Use a command that may do it, e.g. /usr/bin/sudo -n systemctl reload nginx.',
    );
  }
}

/** The account of a process where /proc tells; elsewhere the system refuses a stranger's, except to root. */
async function ownerOf(pid: number): Promise<number | undefined> {
  return stat(`/proc/${pid}`).then(
    ({ uid }) => uid,
    () => undefined,
  );
}

async function isLater(pid: number, pidFile: string): Promise<boolean> {
  try {
    const [line, all, { mtimeMs }] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/stat', 'utf8'),
      stat(pidFile),
    ]);
    // The name of the program, in brackets, may hold spaces; field 22 is the twentieth after it.
    const ticks = Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[19]);
    const boot = Number(/^btime (\d+)$/m.exec(all)?.[1]);
    return (boot + ticks / ticksPerSecond) * 1000 > mtimeMs + toleranceMs;
  } catch {
    return false;
  }
}
