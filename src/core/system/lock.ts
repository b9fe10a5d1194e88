import { mkdirSync, realpathSync, rmdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import { AppError } from '../errors';
import { worksInPlace } from './file-calls';
import { explainFsError } from './fs-error';

/** A lock whose owner did not touch it for this long belonged to a killed process (milliseconds). */
const staleAfterMs = 5_000;
/** How long a writer waits for the other one before it gives up, unless told (milliseconds). */
const defaultWaitMs = 30_000;

/** What the library uses of fs; of fs itself it would make a copy, with all that is loaded at a look. */
const syncCalls = { mkdirSync, realpathSync, rmdirSync, statSync, utimesSync };

/**
 * One writer at a time on a data folder, across processes (window and command line) and within one. A process that was
 * killed with the lock held delays the next by at most `staleAfterMs`. Throws `busy`, `read-only` or `disk-full`.
 */
export class FolderLock {
  private queue: Promise<unknown> = Promise.resolve();
  /** Whether this process has written, or was about to. */
  wasHeld = false;

  /** `name` is that of another lock beside the usual one, for work that takes the usual one within. */
  constructor(
    private readonly folder: string,
    private readonly name = '.lock',
    private readonly waitMs = defaultWaitMs,
  ) {}

  hold<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(() => this.holdNow(work));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  private async holdNow<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire();
    this.wasHeld = true;
    try {
      return await work();
    } finally {
      // A lock that was taken over meanwhile is not ours to release; the work itself is atomic all the same.
      await release().catch(() => undefined);
    }
  }

  private async acquire(): Promise<() => Promise<void>> {
    const path = join(this.folder, this.name);
    let deadline: number | undefined;
    for (;;) {
      try {
        const options = {
          lockfilePath: path,
          realpath: false,
          stale: staleAfterMs,
          update: staleAfterMs / 4,
          onCompromised: () => undefined,
        };
        if (!worksInPlace()) return await lockfile.lock(path, options);
        const release = lockfile.lockSync(path, { ...options, fs: syncCalls });
        return async () => release();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw explainFsError(error, `lock ${this.folder}`);
        deadline ??= performance.now() + this.waitMs;
        if (performance.now() > deadline) {
          throw new AppError('busy', `Another Sealwax is writing to ${this.folder} and does not finish.`, {
            hint: 'Close the other Sealwax, or wait a moment, and try again.',
          });
        }
        // A little randomness keeps two waiters from asking in step.
        await new Promise((resolve) => setTimeout(resolve, 15 + Math.random() * 20));
      }
    }
  }
}
