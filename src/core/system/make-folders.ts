import { dirname } from 'node:path';
import { AppError } from '../errors';
import { mkdir, stat } from './file-calls';
import { errnoOf, explainFsError } from './fs-error';

/** A path's folder as it is now: the nearest one that is there, and what is missing below it, from the top. */
export interface FolderPath {
  nearest: string;
  missing: string[];
}

/**
 * What is there of a folder's path. Throws the error of stat(2): ENOTDIR where a part of the path, or its end, is something else
 * than a folder.
 */
export async function findFolder(path: string): Promise<FolderPath> {
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    if (await isFolder(at)) return { nearest: at, missing };
    missing.unshift(at);
    // The top itself is missing: a drive that is not there, on Windows.
    if (dirname(at) === at) return { nearest: at, missing };
  }
}

/**
 * Makes a folder and the missing ones above it. One by one: `mkdir` with `recursive` never returns where a folder cannot be made
 * although its parent is there, as in /proc. Throws `read-only` there, and what `explainFsError` makes of other failures.
 */
export async function makeFolders(path: string, mode = 0o777): Promise<void> {
  try {
    await makeMissing(path, mode);
  } catch (error) {
    throw explainFsError(error, `create the folder ${path}`);
  }
}

async function makeMissing(path: string, mode: number): Promise<void> {
  const { missing } = await findFolder(path);
  for (const folder of missing) {
    try {
      await mkdir(folder, { mode });
    } catch (error) {
      // Another process may have made it meanwhile.
      if (errnoOf(error) === 'EEXIST' && (await isFolder(folder))) continue;
      if (errnoOf(error) !== 'ENOENT') throw error;
      throw new AppError('read-only', `No folder can be made in ${dirname(folder)}: could not create ${folder}.`, {
        hint: 'Choose another folder.',
        cause: error,
      });
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (error) {
    // ENOTDIR: something above it is no folder, which is found there.
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return false;
    throw error;
  }
  throw Object.assign(new Error(`ENOTDIR: not a directory, '${path}'`), { code: 'ENOTDIR' });
}
