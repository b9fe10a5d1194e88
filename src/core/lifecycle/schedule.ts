export interface ScheduleOptions {
  /** Does what is due and says when to come again at the latest, milliseconds since 1970; undefined when nothing is foreseen. */
  run: () => Promise<number | undefined>;
  /** The clock of the machine, which people and networks set; milliseconds since 1970. */
  now: () => number;
  /** A clock that only runs forward (milliseconds); it may stand still while the machine sleeps. */
  monotonic: () => number;
  /** Calls back once after so many milliseconds; what it gives back ends the wait. */
  setTimer: (work: () => void, ms: number) => () => void;
  /** A run failed as a whole, e.g. because the disk is full; it is tried again. */
  failed: (error: unknown) => void;
}

/** Certificates come and go without a word, so it looks at least this often (milliseconds). */
const longestMs = 3_600_000;
/** The two clocks are compared this often (milliseconds): so long a changed clock, or the end of a sleep, may go unnoticed. */
const lookMs = 60_000;
/** Clocks that differ by less are being trimmed by a time service (milliseconds). */
const jumpMs = 5_000;
/** After a run that failed as a whole (milliseconds). */
const againMs = 300_000;
/** Between two runs at the least (milliseconds), whatever the next moment is. */
const leastMs = 1_000;

/**
 * Runs a piece of work at its moments, one run at a time: at the start, at the moment the last run named, when somebody wakes it,
 * and as soon as the machine's clock was changed or a sleep is over, which no timer notices by itself.
 */
export class Schedule {
  private running = false;
  private again = false;
  private stopped = true;
  private endTimer: () => void = () => undefined;
  private nextRun = 0;
  private seen = { wall: 0, steady: 0 };

  constructor(private readonly options: ScheduleOptions) {}

  start(): void {
    this.stopped = false;
    this.wake();
  }

  /** Runs now; while a run goes on, once more after it. */
  wake(): void {
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.endTimer();
    this.running = true;
    void this.runOnce();
  }

  /** Nothing is begun any more; a run under way finishes. */
  stop(): void {
    this.stopped = true;
    this.endTimer();
  }

  private async runOnce(): Promise<void> {
    const { run, now, failed } = this.options;
    let wait = longestMs;
    try {
      const next = await run();
      if (next !== undefined) wait = Math.min(longestMs, Math.max(leastMs, next - now()));
    } catch (error) {
      failed(error);
      wait = againMs;
    }
    this.running = false;
    this.nextRun = now() + wait;
    this.seen = { wall: now(), steady: this.options.monotonic() };
    if (this.again) {
      this.again = false;
      this.wake();
      return;
    }
    this.wait();
  }

  private wait(): void {
    if (this.stopped) return;
    const { now, setTimer } = this.options;
    this.endTimer = setTimer(() => this.look(), Math.min(lookMs, Math.max(leastMs, this.nextRun - now())));
  }

  private look(): void {
    const { now, monotonic } = this.options;
    const wall = now();
    const steady = monotonic();
    const jumped = Math.abs(wall - this.seen.wall - (steady - this.seen.steady)) > jumpMs;
    this.seen = { wall, steady };
    if (jumped || wall >= this.nextRun) this.wake();
    else this.wait();
  }
}
