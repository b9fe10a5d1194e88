import { join } from 'node:path';
import type { RenewalWish } from '../../ipc/renewal-schemas';
import { writeFileAtomic } from '../system/atomic-file';
import { readFile } from '../system/file-calls';
import type { FolderLock } from '../system/lock';

/** A renewal that failed. */
export interface Trouble {
  /** Of the last failure, ISO 8601. */
  at: string;
  /** Not before this it is tried again. */
  next: string;
  /** Failures in a row. */
  attempts: number;
  code: string;
  message: string;
  hint?: string;
  /** What it failed on, as a text to compare: once that is another, the wait is over. */
  inputs: string;
}

export interface Retired {
  at: string;
  notAfter: string;
}

export interface RenewalState {
  /** By certificate; one without an entry goes by the setting. */
  wishes: Record<string, Exclude<RenewalWish, 'default'>>;
  troubles: Record<string, Trouble>;
  /** Replaced ones that were moved into the bin: when, and at which end of theirs (ISO 8601). */
  retired: Record<string, Retired>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isInstant = (value: unknown): value is string =>
  typeof value === 'string' && !Number.isNaN(new Date(value).getTime());

/** Each entry stands for itself: a damaged one is left out and costs no other. */
function entriesOf<T>(value: unknown, read: (entry: unknown) => T | undefined): Record<string, T> {
  const found = Object.entries(isObject(value) ? value : {}).flatMap(([id, entry]) => {
    const known = read(entry);
    return known === undefined ? [] : [[id, known] as const];
  });
  return Object.fromEntries(found);
}

function troubleOf(entry: unknown): Trouble | undefined {
  if (!isObject(entry)) return undefined;
  const { at, next, attempts, code, message, hint, inputs } = entry;
  if (!isInstant(at) || !isInstant(next) || !Number.isSafeInteger(attempts)) return undefined;
  if (typeof code !== 'string' || typeof message !== 'string' || typeof inputs !== 'string') return undefined;
  const known = { at, next, attempts: attempts as number, code, message, inputs };
  return typeof hint === 'string' ? { ...known, hint } : known;
}

function retiredOf(entry: unknown): Retired | undefined {
  if (!isObject(entry)) return undefined;
  const { at, notAfter } = entry;
  return isInstant(at) && isInstant(notAfter) ? { at, notAfter } : undefined;
}

/**
 * `renewal.json` in the data folder: what changes about a certificate's renewal. The folder of a certificate never changes, so it
 * cannot stand there. A missing or damaged file means no wishes and nothing that failed.
 */
export class RenewalStore {
  private readonly file: string;

  constructor(
    folder: string,
    private readonly lock: FolderLock,
  ) {
    this.file = join(folder, 'renewal.json');
  }

  async read(): Promise<RenewalState> {
    let found: unknown;
    try {
      found = JSON.parse(await readFile(this.file, 'utf8'));
    } catch {
      found = undefined;
    }
    const { wishes, troubles, retired } = isObject(found) ? found : {};
    return {
      wishes: entriesOf(wishes, (entry) => (entry === 'on' || entry === 'off' ? entry : undefined)),
      troubles: entriesOf(troubles, troubleOf),
      retired: entriesOf(retired, retiredOf),
    };
  }

  /** Changes it under the folder's lock; `after` still holds it, and follows only a change. Throws `busy`, `disk-full` or `read-only`. */
  change(work: (state: RenewalState) => void, after?: () => Promise<void>): Promise<void> {
    return this.lock.hold(async () => {
      if (await this.changeHeld(work)) await after?.();
    });
  }

  /** The same for a caller who holds the lock. Nothing is written, and false given back, when nothing changed. */
  async changeHeld(work: (state: RenewalState) => void): Promise<boolean> {
    const state = await this.read();
    const before = JSON.stringify(state);
    work(state);
    if (JSON.stringify(state) === before) return false;
    await writeFileAtomic(this.file, `${JSON.stringify({ version: 1, ...state }, null, 2)}\n`);
    return true;
  }
}
