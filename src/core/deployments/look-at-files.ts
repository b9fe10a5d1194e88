import { constants, type Stats } from 'node:fs';
import { access, lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import { readBounded } from '../system/bounded-file';
import { errnoOf, explainFsError } from '../system/fs-error';
import type { DeployedFile, DeploymentRecord } from './deployment-record';

/** Beyond this a file is not what was written there (bytes). */
export const maxFileBytes = 4 * 1024 * 1024;

/** "ours": as Sealwax wrote it. */
export type FileState = 'ours' | 'changed' | 'gone' | 'link' | 'not-a-file' | 'unreadable';

/** A file as it lies there. */
export interface FoundFile {
  file: DeployedFile;
  state: FileState;
  /** Set for a plain file: whose it is, and what tells that it was not touched since. */
  facts?: { mode: number; uid: number; gid: number; stamp: string };
  /** Its content, so that it can be put back. Whoever asked wipes it: it may be a key. */
  content?: Buffer;
}

/** What does not stay the same when somebody writes to a file or puts another one in its place. */
export const stampOf = ({ ino, size, mtimeMs, ctimeMs }: Stats) => `${ino}:${size}:${mtimeMs}:${ctimeMs}`;

/** Looks at every file of a deployment. It does not throw. */
export const lookAtFiles = ({ folder, files }: Pick<DeploymentRecord, 'folder' | 'files'>): Promise<FoundFile[]> =>
  Promise.all(files.map((file) => lookAtFile(join(folder, file.name), file)));

async function lookAtFile(path: string, file: DeployedFile): Promise<FoundFile> {
  let there: Stats;
  try {
    there = await lstat(path);
  } catch (error) {
    return { file, state: ['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '') ? 'gone' : 'unreadable' };
  }
  if (there.isSymbolicLink()) return { file, state: 'link' };
  if (!there.isFile()) return { file, state: 'not-a-file' };
  const facts = { mode: there.mode & 0o777, uid: there.uid, gid: there.gid, stamp: stampOf(there) };
  try {
    const content = await readBounded(path, maxFileBytes);
    return { file, facts, content, state: sha256Hex(content) === file.sha256 ? 'ours' : 'changed' };
  } catch (error) {
    const large = error instanceof AppError && error.code === 'file-too-large';
    return { file, facts, state: large ? 'changed' : 'unreadable' };
  }
}

/** Fills the contents with zeros. */
export function wipeFound(found: readonly FoundFile[]): void {
  for (const { content } of found) content?.fill(0);
}

/**
 * Throws `not-found` when the folder is not there (an unmounted disk, too) or is another one than it was, and `read-only` when no
 * file can be made in it.
 */
export async function checkFolder(folder: string): Promise<void> {
  const real = await realpath(folder).catch((error: unknown) => {
    throw new AppError('not-found', `The folder ${folder} is not there.`, {
      hint: 'Bring it back (or mount its disk) and deploy again, or forget this deployment.',
      cause: error,
    });
  });
  if (real !== folder) {
    throw new AppError('not-found', `The way to ${folder} now leads to ${real}, which is another folder.`, {
      hint: 'Export to the new folder, and forget this deployment.',
    });
  }
  await access(folder, constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw explainFsError(error, `write into ${folder}`);
  });
}

const words: Record<Exclude<FileState, 'ours'>, string> = {
  changed: 'was changed by somebody else',
  gone: 'is gone',
  link: 'is a symbolic link now',
  'not-a-file': 'is not a plain file any more',
  unreadable: 'cannot be read by your account',
};

/** What somebody else did to the files, as one sentence; undefined when all are as Sealwax wrote them. */
export function conflictOf(found: readonly FoundFile[]): string | undefined {
  const parts = found.flatMap(({ file, state }) => (state === 'ours' ? [] : [`${file.name} ${words[state]}`]));
  return parts.length === 0 ? undefined : `${parts.join(', ')}.`;
}
