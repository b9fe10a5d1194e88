import { join } from 'node:path';
import { writeFileAtomic } from '../system/atomic-file';
import { readFile } from '../system/file-calls';
import type { FolderLock } from '../system/lock';

/** Which things a person has done by hand, by the id of the old root. Everything else of a rollover is read off the machine. */
export class Ticks {
  private readonly file: string;

  constructor(
    folder: string,
    private readonly lock: FolderLock,
  ) {
    this.file = join(folder, 'rollover.json');
  }

  /** A missing or damaged file means that nothing was ticked: asking again does no harm. */
  async read(oldId: string): Promise<ReadonlySet<string>> {
    return new Set((await this.readAll())[oldId] ?? []);
  }

  /** Throws `busy`, `disk-full`, `read-only`. */
  async set(oldId: string, hand: string, done: boolean): Promise<void> {
    await this.lock.hold(async () => {
      const all = await this.readAll();
      const ticked = new Set(all[oldId] ?? []);
      if (done) ticked.add(hand);
      else ticked.delete(hand);
      await writeFileAtomic(this.file, `${JSON.stringify({ ...all, [oldId]: [...ticked].sort() }, null, 2)}\n`);
    });
  }

  private async readAll(): Promise<Record<string, string[]>> {
    try {
      const value: unknown = JSON.parse(await readFile(this.file, 'utf8'));
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
      const lists = Object.entries(value).filter(([, list]) => Array.isArray(list));
      return Object.fromEntries(lists.map(([id, list]) => [id, (list as unknown[]).filter(isText)]));
    } catch {
      return {};
    }
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';
