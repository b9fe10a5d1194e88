import { lstatSync, renameSync } from 'node:fs';
import { lstat, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import { syncFolder, temporaryName } from '../system/atomic-file';
import { readBounded } from '../system/bounded-file';
import { errnoOf, explainFsError } from '../system/fs-error';
import type { DeploymentRecord } from './deployment-record';
import { type FoundFile, maxFileBytes, stampOf } from './look-at-files';

/** A file that is to take the place of one of a deployment. */
export interface Replacement {
  name: string;
  /** The name beside it under which it is written first. */
  temporary: string;
  data: Buffer;
  sha256: string;
  mode: number;
  uid: number | undefined;
  gid: number | undefined;
  /** What lies there now. */
  found: FoundFile;
}

/** The new content with the owner and the mode of the file that lies there, or of the one that was written last. */
export function replacementOf(found: FoundFile, data: Buffer): Replacement {
  const { mode, uid, gid } = found.facts ?? found.file;
  return { name: found.file.name, temporary: temporaryName(), data, sha256: sha256Hex(data), mode, uid, gid, found };
}

/**
 * Writes every file under its other name, whole, with owner and mode, and flushed: nothing that can be refused or run full is left
 * for later. On a failure none is left. Throws `disk-full`, `read-only`, and `not-allowed` where the owner cannot be kept.
 */
export async function stage(folder: string, files: readonly Replacement[]): Promise<void> {
  try {
    for (const file of files) await stageOne(folder, file);
    await syncFolder(folder);
  } catch (error) {
    await unstage(folder, files);
    throw explainFsError(error, `write into ${folder}`);
  }
}

async function stageOne(folder: string, { name, temporary, data, mode, uid, gid }: Replacement): Promise<void> {
  // Private until it has the owner and the mode that it is to have.
  const file = await open(join(folder, temporary), 'wx', 0o600);
  try {
    const now = await file.stat();
    if (
      uid !== undefined &&
      gid !== undefined &&
      process.getuid !== undefined &&
      (now.uid !== uid || now.gid !== gid)
    ) {
      await file.chown(uid, gid).catch((error: unknown) => {
        if (errnoOf(error) !== 'EPERM') throw error;
        throw new AppError(
          'not-allowed',
          `${join(folder, name)} belongs to another account or group (${uid}:${gid}).`,
          {
            hint: 'Only root can write it and leave it to them: run “sudo sealwax deploy write”, or make it yours.',
          },
        );
      });
    }
    await file.chmod(mode);
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Takes away what `stage` wrote. */
export async function unstage(folder: string, files: readonly { temporary: string }[]): Promise<void> {
  await Promise.all(files.map(({ temporary }) => rm(join(folder, temporary), { force: true }).catch(() => undefined)));
}

/**
 * Puts all files into their places: one rename after the other, without anything in between. When one is refused, those before it
 * are put back. Throws `already-exists` and changes nothing when somebody touched a file since it was looked at.
 */
export async function place(folder: string, files: readonly Replacement[]): Promise<void> {
  for (const { name, found } of files) {
    if (stampNow(join(folder, name)) === found.facts?.stamp) continue;
    await unstage(folder, files);
    throw new AppError('already-exists', `${name} was changed by somebody else at this very moment.`, {
      hint: 'Look at the file, then choose.',
    });
  }
  const placed: Replacement[] = [];
  try {
    for (const file of files) {
      renameSync(join(folder, file.temporary), join(folder, file.name));
      placed.push(file);
    }
  } catch (error) {
    await putBack(folder, placed);
    await unstage(folder, files);
    throw explainFsError(error, `replace the files in ${folder}`);
  }
  await syncFolder(folder);
}

/** The stamp of a plain file; undefined for nothing and for anything else, as `FoundFile` has it. */
function stampNow(path: string): string | undefined {
  try {
    const there = lstatSync(path, { throwIfNoEntry: false });
    return there?.isFile() === true ? stampOf(there) : undefined;
  } catch {
    return undefined;
  }
}

async function putBack(folder: string, placed: readonly Replacement[]): Promise<void> {
  for (const { name, found } of placed) if (found.state === 'gone') await rm(join(folder, name), { force: true });
  const old = placed.flatMap((file) =>
    file.found.content === undefined ? [] : [{ ...file, temporary: temporaryName(), data: file.found.content }],
  );
  await stage(folder, old);
  for (const { temporary, name } of old) renameSync(join(folder, temporary), join(folder, name));
}

/** What became of files that a kill caught on their way. */
export interface Settled {
  /** True when all are in place now. */
  complete: boolean;
  /** The digest of what lies there, for those that are in place. */
  placed: Map<string, string>;
}

/**
 * Ends what a kill cut short. Renames begin only when every file is whole under its other name: so either all of them can still be
 * put in place, or none has been. Files that somebody else changed since are left alone.
 */
export async function settle({ folder, writing }: DeploymentRecord): Promise<Settled> {
  const placed = new Map<string, string>();
  const waiting = new Map<string, string>();
  let blocked = false;
  for (const { name, temporary, sha256, over } of writing?.files ?? []) {
    const there = await digestAt(join(folder, name));
    if (there === sha256) placed.set(name, sha256);
    else if (there !== over || (await digestAt(join(folder, temporary))) !== sha256) blocked = true;
    else waiting.set(name, sha256);
  }
  if (!blocked) {
    for (const { name, temporary, sha256 } of writing?.files ?? []) {
      if (!waiting.has(name)) continue;
      renameSync(join(folder, temporary), join(folder, name));
      placed.set(name, sha256);
    }
  }
  await unstage(folder, writing?.files ?? []);
  await syncFolder(folder).catch(() => undefined);
  return { complete: !blocked, placed };
}

/** SHA-256 of a plain file that can be read; undefined for all else. */
export async function digestAt(path: string): Promise<string | undefined> {
  try {
    return (await lstat(path)).isFile() ? sha256Hex(await readBounded(path, maxFileBytes)) : undefined;
  } catch {
    return undefined;
  }
}
