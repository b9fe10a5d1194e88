import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import { AppError } from '../errors';
import { explainFsError } from './fs-error';

/** A lock whose owner did not touch it for this long belonged to a killed process (milliseconds). */
const staleAfterMs = 5_000;
/** How long a writer waits for the other one before it gives up (milliseconds). */
const waitMs = 30_000;

/**
 * One writer at a time on a data folder, across processes (window and command line) and within one. A process that was
 * killed with the lock held delays the next by at most `staleAfterMs`. Throws `busy`, `read-only` or `disk-full`.
 */
export class FolderLock {
  private queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly folder: string) {}

  hold<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(() => this.holdNow(work));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  private async holdNow<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire();
    try {
      return await work();
    } finally {
      // A lock that was taken over meanwhile is not ours to release; the work itself is atomic all the same.
      await release().catch(() => undefined);
    }
  }

  private async acquire(): Promise<() => Promise<void>> {
    const deadline = performance.now() + waitMs;
    for (;;) {
      try {
        return await lockfile.lock(this.folder, {
          lockfilePath: join(this.folder, '.lock'),
          realpath: false,
          stale: staleAfterMs,
          update: staleAfterMs / 4,
          onCompromised: () => undefined,
        });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw explainFsError(error, `lock ${this.folder}`);
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
