import type { ActivityEntry, ActivityFilter, ActivityFormat, ActivityPage, Chain } from '../../ipc/activity-schemas';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import { closeFile, factsOf, openFile, readAt } from '../system/file-calls';
import { errnoOf } from '../system/fs-error';
import type { FolderLock } from '../system/lock';
import { type ChainState, chainStart, follow, verdict } from './chain';
import { ChainEnd } from './chain-end';
import { entryOf } from './entry';
import { exportHeader, exportLine } from './export-lines';
import { isFiltering, matcher } from './filter';
import { readHead } from './journal-head';
import { linesBackwards, linesForwards, type RawLine } from './journal-lines';

export interface ActivityOptions {
  dir: string;
  journal: Journal;
  lock: FolderLock;
  now: () => Date;
}

export interface PageRequest extends ActivityFilter {
  /** The `next` of the page before; the newest page without. */
  before?: number | undefined;
  limit: number;
}

/** A search that finds nothing looks at so many lines at once, then gives its place back: the window stays quick meanwhile. */
const linesAtOnce = 10_000;

/** Where the chain was followed to, and the file that it was. */
interface Followed {
  state: ChainState;
  ino: number;
}

/** The history: read page by page from its end, searched, checked and exported. Damage in it never ends the reading. */
export class Activity {
  private followed: Followed | undefined;
  private verifying: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ActivityOptions) {}

  /** Notes something that no other part of core writes down, e.g. that a file was saved. It does not throw. */
  async note(what: string, subject: string, data?: Record<string, unknown>): Promise<void> {
    const { lock, journal } = this.options;
    await lock.hold(() => journal.note(what, subject, data)).catch(() => undefined);
  }

  /**
   * The lines that fit, the newest first. `next` is where to go on: a page may have fewer lines than asked for, or none, before
   * the beginning is reached. A date ends no search early: the clock may have been set back. Throws `file-unreadable`.
   */
  async page({ before, limit, ...filter }: PageRequest): Promise<ActivityPage> {
    const fits = matcher(filter);
    return this.read({ entries: [], next: null }, async (file, size) => {
      const entries: ActivityEntry[] = [];
      let looked = 0;
      for await (const raw of linesBackwards(file, Math.min(before ?? size, size))) {
        if (isBlank(raw)) continue;
        const entry = entryOf(raw);
        if (fits(entry)) entries.push(entry);
        looked += 1;
        if (raw.start > 0 && (entries.length >= limit || looked >= linesAtOnce)) return { entries, next: raw.start };
      }
      return { entries, next: null };
    });
  }

  /** The newest lines that fit, at most `limit`; `more` when there are others. Throws `file-unreadable`. */
  async newest(filter: ActivityFilter, limit: number): Promise<{ entries: ActivityEntry[]; more: boolean }> {
    const entries: ActivityEntry[] = [];
    let before: number | undefined;
    for (;;) {
      const page: ActivityPage = await this.page({ ...filter, before, limit: limit + 1 - entries.length });
      entries.push(...page.entries);
      if (entries.length > limit) return { entries: entries.slice(0, limit), more: true };
      if (page.next === null) return { entries, more: false };
      before = page.next;
    }
  }

  /**
   * Checks the chain: each line names the hash of the one before, and the last one is that which was written last. Goes on from
   * the check before unless `whole`, or unless the file is another one. Throws `file-unreadable`.
   */
  verify(whole: boolean): Promise<Chain> {
    const turn = this.verifying.then(() => this.verifyNow(whole));
    this.verifying = turn.catch(() => undefined);
    return turn;
  }

  /** The lines that fit, the oldest first, in pieces of a file. Throws `file-unreadable`. */
  async *export(format: ActivityFormat, filter: ActivityFilter, limit?: number): AsyncGenerator<string, void> {
    yield exportHeader(format);
    const from = limit === undefined ? 0 : await this.startOf(filter, limit);
    const fits = isFiltering(filter) ? matcher(filter) : () => true;
    const file = await this.open();
    if (file === undefined) return;
    try {
      let piece = '';
      for await (const raw of linesForwards(file, from, (await factsOf(file)).size)) {
        if (isBlank(raw)) continue;
        const entry = entryOf(raw);
        if (fits(entry)) piece += exportLine(format, raw, entry);
        if (piece.length < pieceLength) continue;
        yield piece;
        piece = '';
      }
      yield piece;
    } catch (error) {
      throw this.unreadable(error);
    } finally {
      await closeFile(file);
    }
  }

  /** Where the oldest of the newest `limit` lines that fit begins. */
  private async startOf(filter: ActivityFilter, limit: number): Promise<number> {
    const { entries } = await this.newest(filter, limit);
    return entries.at(-1)?.id ?? Number.MAX_SAFE_INTEGER;
  }

  private async verifyNow(whole: boolean): Promise<Chain> {
    // Before the file: a line that is written meanwhile makes the file longer than this says, never shorter.
    const head = await readHead(this.options.dir);
    const nothing = verdict(chainStart(), undefined, head && { kind: 'cut' }, this.options.now());
    return this.read(nothing, async (file, size, ino) => {
      const state = (whole ? undefined : await this.goOnFrom(file, size, ino)) ?? chainStart();
      const end = new ChainEnd(head, state);
      let rest: RawLine | undefined;
      for await (const raw of linesForwards(file, state.end, size)) {
        if (raw.ended) follow(state, raw);
        else rest = raw;
        end.pass(raw, state);
      }
      const fault = end.fault();
      if (fault === undefined) this.followed = { state, ino };
      return verdict(state, rest, fault, this.options.now());
    });
  }

  /** The state of the check before, when the line that it ended with stands where it stood. */
  private async goOnFrom(file: number, size: number, ino: number): Promise<ChainState | undefined> {
    const before = this.followed;
    this.followed = undefined;
    // One of the same length may have been changed in between.
    if (before === undefined || before.ino !== ino || size <= before.state.end) return undefined;
    const { lastStart, end, last } = before.state;
    const bytes = await readAt(file, end - lastStart, lastStart);
    const line = bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes;
    return sha256Hex(line) === last ? before.state : undefined;
  }

  private async read<T>(nothing: T, work: (file: number, size: number, ino: number) => Promise<T>): Promise<T> {
    const file = await this.open();
    if (file === undefined) return nothing;
    try {
      const { size, ino } = await factsOf(file);
      return await work(file, size, ino);
    } catch (error) {
      throw this.unreadable(error);
    } finally {
      await closeFile(file);
    }
  }

  /** Undefined when there is no history yet. */
  private async open(): Promise<number | undefined> {
    try {
      return await openFile(this.options.journal.file, 'r');
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return undefined;
      throw this.unreadable(error);
    }
  }

  private unreadable(error: unknown): AppError {
    if (error instanceof AppError) return error;
    return new AppError('file-unreadable', `The history ${this.options.journal.file} could not be read.`, {
      hint: 'Look at its permissions, or put it back from a backup; what was issued is not touched by this.',
      cause: error,
    });
  }
}

/** Pieces of an export (characters). */
const pieceLength = 64 * 1024;

const isBlank = ({ bytes, tooLong }: RawLine): boolean => bytes.length === 0 && !tooLong;
