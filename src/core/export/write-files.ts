import { link, lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../errors';
import { syncFolder, temporaryName, writeDurable } from '../system/atomic-file';
import { mapBounded } from '../system/bounded';
import { rename, rm } from '../system/file-calls';
import { errnoOf, explainFsError } from '../system/fs-error';
import { makeFolders } from '../system/make-folders';
import type { UnfinishedFiles } from './unfinished';

export interface MadeFile {
  /** Relative to the folder that was chosen. */
  path: string;
  data: string | Buffer;
  mode: number;
}

/** A file on its way: written beside its place, then renamed to it. */
interface Staged {
  path: string;
  target: string;
  temporary: string;
  /** Where the file that was there is kept until all are in place. */
  old: string;
  /** `linked` while it is still in its place too. */
  kept: 'no' | 'linked' | 'moved';
  placed: boolean;
}

/** Files that are flushed to the disk at once. */
const filesAtOnce = 8;

/** File names that a message lists. */
const namedAtMost = 5;

/**
 * Writes all the files or none: all are written under other names first, then renamed one after the other, so that a certificate
 * and a key that do not belong together stand side by side no longer than that takes. When one fails, the old files are put
 * back; when the program is killed, the next start finishes it or clears it up (`unfinished`). Throws `already-exists` (unless `overwrite`, and for a folder in a file's place always), `read-only`, `disk-full`.
 */
export async function writeFiles(
  files: readonly MadeFile[],
  folder: string,
  overwrite: boolean,
  unfinished: Pick<UnfinishedFiles, 'begin'>,
): Promise<void> {
  refuseSamePaths(files);
  const staged = files.map(({ path }): Staged => {
    const target = join(folder, path);
    const beside = () => join(dirname(target), temporaryName());
    return { path, target, temporary: beside(), old: beside(), kept: 'no', placed: false };
  });
  const folders = [...new Set(staged.map(({ target }) => dirname(target)))];
  const note = await unfinished.begin(staged, overwrite);
  try {
    // With the usual rights of the person's own folders: the files in it have theirs.
    await mapBounded(folders, filesAtOnce, (path) => makeFolders(path));
    await mapBounded(files, filesAtOnce, async ({ data, mode }, index) => {
      const { temporary, target } = staged[index] as Staged;
      await writeDurable(temporary, data, mode).catch((error: unknown) => {
        throw explainFsError(error, `write ${target}`);
      });
    });
    await note.placing();
    if (overwrite) await mapBounded(staged, filesAtOnce, keepOld);
    for (const each of staged) await place(each, folder, overwrite);
    await mapBounded(folders, filesAtOnce, syncFolder);
  } catch (error) {
    for (const each of [...staged].reverse()) await putBack(each);
    throw error;
  } finally {
    await Promise.all(staged.flatMap(leftovers).map((path) => rm(path, { force: true }).catch(() => undefined)));
    await note.end();
  }
}

/** A second name of the old file, so that its place is never empty. Some file systems have none (FAT): it is moved away later. */
async function keepOld(each: Staged): Promise<void> {
  const there = await lstatOf(each.target);
  if (there === undefined) return;
  // A folder or a device would be moved away for a file.
  if (!there.isFile() && !there.isSymbolicLink()) {
    throw new AppError('already-exists', `Nothing was written: ${each.target} is not a file, so it is not replaced.`, {
      hint: 'Choose another folder.',
    });
  }
  if (there.isSymbolicLink()) return;
  await link(each.target, each.old).then(
    () => {
      each.kept = 'linked';
    },
    () => undefined,
  );
}

async function place(each: Staged, folder: string, overwrite: boolean): Promise<void> {
  const { path, target, temporary, old } = each;
  // Asked again right before: something may have come there since the plan.
  const there = await isThere(target);
  if (there && !overwrite) refuseReplacing([path], folder);
  try {
    if (there && each.kept === 'no') {
      await rename(target, old);
      each.kept = 'moved';
    }
    await rename(temporary, target);
    each.placed = true;
  } catch (error) {
    throw explainFsError(error, `write ${target}`);
  }
}

async function putBack(each: Staged): Promise<void> {
  const { target, old, kept, placed } = each;
  if (kept === 'moved' || (kept === 'linked' && placed)) {
    // What cannot be put back is at least not deleted.
    await rename(old, target).catch(() => undefined);
    each.kept = 'moved';
  } else if (placed) {
    await rm(target, { force: true }).catch(() => undefined);
  }
  each.placed = false;
}

/** An old file is deleted when the new one is in its place, or when it never left it. */
function leftovers({ temporary, old, kept, placed }: Staged): string[] {
  return placed || kept === 'linked' ? [temporary, old] : [temporary];
}

/** Would be a defect of the plan: the second would replace the first. Compared as Windows and macOS compare names. */
function refuseSamePaths(files: readonly MadeFile[]): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    const folded = path.normalize('NFC').toLowerCase();
    if (seen.has(folded)) {
      throw new AppError('already-exists', `Nothing was written: two of the files would be called ${path}.`, {
        hint: 'Export them one after the other, into two folders.',
      });
    }
    seen.add(folded);
  }
}

async function lstatOf(path: string) {
  return lstat(path).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined;
    throw explainFsError(error, `read ${path}`);
  });
}

/** A link counts, wherever it leads: it would be replaced. */
export async function isThere(path: string): Promise<boolean> {
  return (await lstatOf(path)) !== undefined;
}

/** Throws `already-exists` with the names of those that are there, if any. */
export function refuseReplacing(there: readonly string[], folder: string): void {
  if (there.length === 0) return;
  const more = there.length - namedAtMost;
  const names = there.slice(0, namedAtMost).join(', ') + (more > 0 ? ` and ${more} more` : '');
  throw new AppError(
    'already-exists',
    `Nothing was written: ${names} ${there.length === 1 ? 'is' : 'are'} in ${folder} already.`,
    {
      hint: 'Choose another folder, or replace them (on the command line: --force).',
    },
  );
}
