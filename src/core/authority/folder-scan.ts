import { statSync } from 'node:fs';
import { steadyMs } from '../system/steady';

/**
 * A change of the folder that is older cannot have the same time as one that is made now: Linux keeps these times by its timer, which
 * ticks every 1 to 10 ms (milliseconds). So long a scan waits; otherwise it could not be told from one before the next change.
 */
const settledMs = 20;

/**
 * One scan of a folder for all who ask at once, as a change makes the window ask three things. Nobody is given a scan that began
 * before a folder came or went: the time of the folder above says so, whichever process did it.
 */
export class FolderScan<T> {
  /** The scan under way, and the time of the last change of the folder when it began. */
  private running: { changedAt: number; result: Promise<T> } | undefined;
  /** A scan that has not begun yet. */
  private waiting: Promise<T> | undefined;
  /** The newest one that ended, and when. */
  private last: { changedAt: number; found: T; at: number } | undefined;

  constructor(
    private readonly folder: string,
    private readonly look: () => Promise<T>,
  ) {}

  /** Everything that was there when it was asked for. */
  now(): Promise<T> {
    // What has not begun yet will see everything.
    if (this.waiting !== undefined) return this.waiting;
    const changedAt = this.changedAt();
    const { running } = this;
    if (running !== undefined && running.changedAt === changedAt) return running.result;
    const age = Date.now() - (changedAt ?? 0);
    if (age < 0 || age >= settledMs) return this.begin();
    this.waiting = new Promise((resolve) => setTimeout(resolve, settledMs - age)).then(() => {
      this.waiting = undefined;
      return this.begin();
    });
    return this.waiting;
  }

  /** What the newest scan found, if it is no older than this (milliseconds) and no folder came or went since. */
  recent(maxAgeMs: number): T | undefined {
    const { last } = this;
    if (last === undefined || steadyMs() - last.at >= maxAgeMs) return undefined;
    return last.changedAt === this.changedAt() ? last.found : undefined;
  }

  private begin(): Promise<T> {
    const changedAt = this.changedAt();
    const result = this.look();
    // While changes go on and on, each who asks gets a scan of their own.
    const settled = changedAt !== undefined && Date.now() - changedAt >= settledMs;
    const running = settled ? { changedAt, result } : undefined;
    this.running = running;
    const over = () => {
      if (this.running === running) this.running = undefined;
    };
    result.then((found) => {
      over();
      this.last = running === undefined ? undefined : { changedAt: running.changedAt, found, at: steadyMs() };
    }, over);
    return result;
  }

  private changedAt(): number | undefined {
    try {
      return statSync(this.folder).mtimeMs;
    } catch {
      return undefined;
    }
  }
}
