import { powerMonitor } from 'electron';
import type { Reminders } from '../core/reminders/reminders';
import type { Subject } from '../core/reminders/subjects';
import { isTimeToLook, wasJump } from '../core/reminders/watch-rules';
import { processTimer, whenQuiet } from '../core/system/when-quiet';
import type { Destination } from '../ipc/reminders-schemas';
import { notify } from './notifications';
import type { AppTray } from './tray';

export interface WatchingOptions {
  reminders: Reminders;
  tray: AppTray;
  go: (destination: Destination) => void;
  /** Renews these and says what came of it. */
  renew: (ids: readonly string[]) => void;
  /** The machine slept, or its clock was set: what is shown may not be right any more. */
  woke: () => void;
  now: () => Date;
}

/** How often the clock is looked at: cheap, and it finds a sleep or a clock that was set where no event tells (milliseconds). */
const tickMs = 60_000;

/** Changes come in bursts: a person issues one after the other, a batch writes hundreds (milliseconds). */
const quietMs = 2_000;
/** While they never pause, the tray follows this often (milliseconds). */
const longestMs = 15_000;

export const destinationOf = ({ kind, id }: Subject): Destination => ({ kind, id });

/** Looks after all that expires while the app runs, with a window or without: keeps the tray right, and shows reminders. */
export class Watching {
  private lastLook: number | undefined;
  private looking: Promise<void> = Promise.resolve();
  private failure = '';
  private readonly settling = whenQuiet({
    work: () => this.look(),
    quietMs,
    longestMs,
    monotonic: () => performance.now(),
    setTimer: processTimer,
  });

  constructor(private readonly options: WatchingOptions) {}

  start(): void {
    // None of these keeps the app from ending.
    let lastTick = this.options.now().getTime();
    setInterval(() => {
      const now = this.options.now().getTime();
      const jumped = wasJump(lastTick, now, tickMs);
      lastTick = now;
      if (jumped) this.wake();
      else if (isTimeToLook(this.lastLook, now)) this.look();
    }, tickMs).unref();
    powerMonitor.on('resume', () => this.wake());
    powerMonitor.on('unlock-screen', () => this.look());
    this.look();
  }

  private wake(): void {
    this.options.woke();
    this.look();
  }

  /** Certificates, authorities or settings changed. */
  changed(): void {
    this.settling.happened();
  }

  /** One look after the other, so that no reminder is shown twice. */
  private look(): void {
    this.lastLook = this.options.now().getTime();
    this.looking = this.looking
      .then(() => this.lookNow())
      .then(
        () => {
          this.failure = '';
        },
        (error: unknown) => this.note(error),
      );
  }

  private async lookNow(): Promise<void> {
    const { reminders, tray } = this.options;
    await tray.refresh(await reminders.tray());
    const reminder = await reminders.due();
    if (reminder === undefined) return;
    const { subjects, notice } = reminder;
    const [only, ...others] = subjects;
    const show = () =>
      this.options.go(only === undefined || others.length > 0 ? { kind: 'overview' } : destinationOf(only));
    const ids = subjects.filter(({ kind }) => kind === 'certificate').map(({ id }) => id);
    const renew = ids.length === 0 ? [] : [{ label: 'Renew', pressed: () => this.options.renew(ids) }];
    const taken = await notify({ ...notice, clicked: show, buttons: [...renew, { label: 'Show', pressed: show }] });
    if (taken) await reminder.shown();
  }

  /** A disk that cannot be read is said in the window; here once on the terminal, and the next look tries again. */
  private note(error: unknown): void {
    const text = error instanceof Error ? error.message : 'unknown error';
    if (text !== this.failure) process.stderr.write(`sealwax: what expires could not be looked up: ${text}\n`);
    this.failure = text;
  }
}
