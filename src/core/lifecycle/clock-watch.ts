export interface ClockWatchOptions {
  /** The time of day, in milliseconds since 1970. */
  now: () => number;
  /** Milliseconds of a clock that nobody can set, e.g. `performance.now`. */
  steady: () => number;
  /** The first instant after the given one at which a status changes; undefined when none is known. */
  nextChange: (after: number) => number | undefined;
  /** What depends on the time of day is to be asked again. */
  changed: () => void;
}

/** How far the two clocks may part between two looks before the time of day was set: slewing by NTP stays far below (milliseconds). */
const tolerance = 2000;

/**
 * Notices that what was derived from the time of day is out of date. It is looked at often (`look`) instead of woken by one long
 * timer: a timer stands still while the machine sleeps, knows nothing of a clock that is set, and Node's is limited to 24 days.
 */
export class ClockWatch {
  private seen: { now: number; steady: number };

  constructor(private readonly options: ClockWatchOptions) {
    this.seen = { now: options.now(), steady: options.steady() };
  }

  /** To be called every few seconds. */
  look(): void {
    const { now, steady, nextChange, changed } = this.options;
    const before = this.seen;
    this.seen = { now: now(), steady: steady() };
    const drift = this.seen.now - before.now - (this.seen.steady - before.steady);
    const next = nextChange(before.now);
    if (Math.abs(drift) > tolerance || (next !== undefined && next <= this.seen.now)) changed();
  }

  /** The machine woke up: whether the steady clock went on meanwhile differs by platform, so nothing is taken from it. */
  woke(): void {
    this.seen = { now: this.options.now(), steady: this.options.steady() };
    this.options.changed();
  }
}
