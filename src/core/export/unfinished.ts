import { randomBytes } from 'node:crypto';
import { link, lstat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ensureFolder, syncFolder, temporaryName, writeDurable, writeFileAtomic } from '../system/atomic-file';
import { readdir, readFile, rename, rm } from '../system/file-calls';
import { unfinishedFolder } from '../system/tidied';

/** A file on its way to a folder of the person's: its place, the name it is written under, the name the old one is kept under. */
export interface OnItsWay {
  target: string;
  temporary: string;
  old?: string;
}

interface Note {
  version: 1;
  pid: number;
  host: string;
  /** When it was begun, milliseconds. */
  at: number;
  /** "writing": no place was touched yet. "placing": all files are whole, and go to their places. */
  phase: 'writing' | 'placing';
  overwrite: boolean;
  files: OnItsWay[];
}

/** Whoever writes for longer than this, or has its process id from somebody else by now, is taken for dead (milliseconds). */
const longestMs = 86_400_000;

/** What `temporaryName` makes; a damaged note must never name another file of the person's. */
const isTemporary = (path: string) => /^\.tmp-[0-9a-f]{16}$/.test(basename(path));

/**
 * Which files are being written into folders of the person's, in `unfinished/` of the data folder: nobody looks through those
 * folders for what a kill left there. Each note is durable before its first file is made, and goes after its last.
 */
export class UnfinishedFiles {
  private readonly folder: string;
  private readonly own = new Set<string>();

  constructor(
    dataFolder: string,
    private readonly now: () => Date,
  ) {
    this.folder = unfinishedFolder(dataFolder);
  }

  /** Throws `read-only` and `disk-full` of the data folder. */
  async begin(
    files: readonly OnItsWay[],
    overwrite: boolean,
  ): Promise<{ placing: () => Promise<void>; end: () => Promise<void> }> {
    const name = `${randomBytes(8).toString('hex')}.json`;
    const note: Note = {
      version: 1,
      pid: process.pid,
      host: hostname(),
      at: this.now().getTime(),
      phase: 'writing',
      overwrite,
      files: [...files],
    };
    const write = (phase: Note['phase']) =>
      writeFileAtomic(join(this.folder, name), JSON.stringify({ ...note, phase }));
    await ensureFolder(this.folder);
    this.own.add(name);
    await write('writing').catch((error: unknown) => {
      this.own.delete(name);
      throw error;
    });
    return {
      placing: () => write('placing'),
      end: async () => {
        await rm(join(this.folder, name), { force: true }).catch(() => undefined);
        this.own.delete(name);
      },
    };
  }

  /**
   * Writes one file whole, replacing what is there, or with `overwrite` false not: a file that came meanwhile stays (EEXIST). Throws
   * as the calls of node:fs do.
   */
  async writeFile(target: string, data: string | Uint8Array, mode: number, overwrite: boolean): Promise<void> {
    const temporary = join(dirname(target), temporaryName());
    const note = await this.begin([{ target, temporary }], overwrite);
    try {
      await writeDurable(temporary, data, mode);
      await (overwrite ? rename(temporary, target) : link(temporary, target));
      await syncFolder(dirname(target));
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined);
      await note.end();
    }
  }

  /** Whether a note of somebody else's is there. */
  async isWaiting(): Promise<boolean> {
    return (await this.names()).length > 0;
  }

  /**
   * Clears up after those that were killed: what was whole and on its way to its place gets there, what was not is deleted, and
   * old files are put back where nothing came in their place. Gives the folders that were touched. The caller holds the lock.
   */
  async sweep(): Promise<string[]> {
    const folders = new Set<string>();
    for (const name of await this.names()) {
      const path = join(this.folder, name);
      const note = await readNote(path);
      if (note !== undefined && this.isAlive(note)) continue;
      for (const file of note?.files ?? []) if (await clearUp(file, note as Note)) folders.add(dirname(file.target));
      await rm(path, { force: true }).catch(() => undefined);
    }
    return [...folders];
  }

  private async names(): Promise<string[]> {
    const found = await readdir(this.folder).catch(() => [] as string[]);
    return found.filter((name) => name.endsWith('.json') && !this.own.has(name));
  }

  private isAlive({ pid, host, at }: Note): boolean {
    if (Math.abs(this.now().getTime() - at) > longestMs) return false;
    // Of another machine on the same folder nothing can be known; of this process all is known.
    if (host !== hostname()) return true;
    return pid !== process.pid && runs(pid);
  }
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: somebody else's, and there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function readNote(path: string): Promise<Note | undefined> {
  try {
    const note = JSON.parse(await readFile(path, 'utf8')) as Note;
    const whole = ({ target, temporary, old }: OnItsWay) =>
      typeof target === 'string' && isTemporary(temporary) && (old === undefined || isTemporary(old));
    return note.version === 1 && note.files.every(whole) ? note : undefined;
  } catch {
    return undefined;
  }
}

/** Whether anything was done. What cannot be done stays as it is: tidying up is no reason not to start. */
async function clearUp({ target, temporary, old }: OnItsWay, { phase, overwrite, at }: Note): Promise<boolean> {
  const [there, whole, kept] = await Promise.all([target, temporary, old ?? ''].map(changedAt));
  // What came to its place since then is newer than what was on its way.
  const free = there === undefined || (overwrite && there <= at);
  if (whole !== undefined && phase === 'placing' && free) await rename(temporary, target).catch(() => undefined);
  if (old !== undefined && kept !== undefined) {
    if ((await changedAt(target)) === undefined) await rename(old, target).catch(() => undefined);
    else await rm(old, { force: true }).catch(() => undefined);
  }
  await rm(temporary, { force: true }).catch(() => undefined);
  return whole !== undefined || kept !== undefined;
}

/** When the file was changed last, of a link the link itself; undefined when there is none. */
async function changedAt(path: string): Promise<number | undefined> {
  return path === ''
    ? undefined
    : lstat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => undefined,
      );
}
