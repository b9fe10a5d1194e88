import { join } from 'node:path';
import { AppError } from './errors';
import { writeFileAtomic } from './system/atomic-file';
import { readFile } from './system/file-calls';
import type { FolderLock } from './system/lock';

/** The layout of the data folder that this version writes. A folder of a newer one is left alone. */
const format = 1;

/** Notes the layout in a new data folder. Throws `newer-format` for a folder that a newer version wrote. */
export async function checkFormat(dir: string, lock: FolderLock): Promise<void> {
  const file = join(dir, 'format.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    // Under the lock, as another process may be sweeping up half-written files.
    await lock.hold(() => writeFileAtomic(file, `${JSON.stringify({ format })}\n`));
    return;
  }
  let found: unknown;
  try {
    found = (JSON.parse(text) as { format?: unknown }).format;
  } catch {
    found = undefined;
  }
  if (typeof found === 'number' && found > format) {
    throw new AppError('newer-format', `The data folder ${dir} was written by a newer Sealwax.`, {
      hint: 'Install the newer version again; this one changes nothing there.',
    });
  }
}
