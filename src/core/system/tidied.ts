import { join } from 'node:path';
import { closeFile, openFile, stat, writeAll } from './file-calls';

/** How often a program that starts without tidying up does it after its work (milliseconds). */
const everyMs = 86_400_000;

/** Where is noted what is being written outside of the data folder (`export/unfinished.ts`). */
export const unfinishedFolder = (dataFolder: string): string => join(dataFolder, 'unfinished');

const stamp = (folder: string) => join(folder, '.tidied');

/** Whether the data folder was not tidied up for a day. A clock that was set back counts as that too. */
export async function isTidyingDue(folder: string, now: Date): Promise<boolean> {
  return stat(stamp(folder)).then(
    ({ mtimeMs }) => Math.abs(now.getTime() - mtimeMs) > everyMs,
    () => true,
  );
}

/** Writes down that the data folder is tidy. Nothing is lost with this file, so nobody waits for the disk. */
export async function noteTidied(folder: string, now: Date): Promise<void> {
  const file = await openFile(stamp(folder), 'w', 0o600);
  try {
    await writeAll(file, Buffer.from(`${now.toISOString()}\n`));
  } finally {
    await closeFile(file);
  }
}
