import { AcmeProblem } from './problem';

/** What one kind of thing may be done within a time. */
interface Limit {
  most: number;
  /** Milliseconds. */
  within: number;
  what: string;
}

/**
 * Far above what honest clients of one machine do, and low enough that a program that went wild fills no disk. Failed challenges
 * are what Let's Encrypt limits too (letsencrypt.org/docs/rate-limits), as each is a connection of ours to somebody.
 */
export const usualLimits = {
  newAccount: { most: 500, within: 3_600_000, what: 'new accounts' },
  newOrder: { most: 6000, within: 3_600_000, what: 'new orders of this account' },
  failedChallenge: { most: 100, within: 3_600_000, what: 'failed challenges of this account' },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof usualLimits;

/** Orders of one account that may be open at once. */
export const openOrdersMost = 1000;

/** Counts what was done, in windows of fixed length; in memory, so that a restart begins anew. */
export class RateLimits {
  private readonly windows = new Map<string, { start: number; count: number }>();

  constructor(
    private readonly now: () => Date,
    private readonly limits: Record<LimitName, Limit> = usualLimits,
  ) {}

  /** Throws `rateLimited` with Retry-After when there is no more room (RFC 8555 section 6.6). */
  check(name: LimitName, of = ''): void {
    const { most, within, what } = this.limits[name];
    const window = this.window(name, of);
    if (window.count < most) return;
    const seconds = Math.max(1, Math.ceil((window.start + within - this.now().getTime()) / 1000));
    throw new AcmeProblem('rateLimited', `Too many ${what}: ${most} within ${within / 60_000} minutes.`, {
      headers: { 'retry-after': String(seconds) },
    });
  }

  count(name: LimitName, of = ''): void {
    this.window(name, of).count += 1;
  }

  private window(name: LimitName, of: string) {
    const key = `${name} ${of}`;
    const at = this.now().getTime();
    const known = this.windows.get(key);
    // A clock that was set back must not lock anybody out.
    if (known !== undefined && at >= known.start && at < known.start + this.limits[name].within) return known;
    if (this.windows.size > 10_000) this.windows.clear();
    const fresh = { start: at, count: 0 };
    this.windows.set(key, fresh);
    return fresh;
  }
}
