import { isAbsolute, resolve } from 'node:path';
import type { HostCheck, WatchedKind, WatchedSummary, Watched as WatchedView } from '../../ipc/watched-schemas';
import type { Authorities } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import type { Journal, JournalNote } from '../journal';
import { viewCertificate } from '../pki/certificate-view';
import { mapBounded } from '../system/bounded';
import { readBounded } from '../system/bounded-file';
import { stat } from '../system/file-calls';
import type { FolderLock } from '../system/lock';
import { certificatesIn } from './certificate-file';
import { compared, isOverdue } from './compare';
import { type FetchLimits, fetchChain } from './fetch-chain';
import { parseHostTarget } from './host-target';
import { type Known, readKnown } from './known';
import { type ReadContext, readItem } from './read-item';
import { summaryOf, watchedAt } from './state-of';
import { itemsAtMost, WatchedStore } from './watched-store';
import type { Reading, WatchedItem } from './watched-types';

export interface WatchedOptions {
  dir: string;
  authorities: Authorities;
  certificates: Certificates;
  journal: Journal;
  lock: FolderLock;
  now: () => Date;
  /** How long a server is waited for; the usual unless told. */
  limits?: FetchLimits | undefined;
}

/** Servers are asked again after this long (milliseconds): a certificate that was changed by hand shows the same day. */
const hostEveryMs = 15 * 60_000;
/** Items that are looked at side by side. */
const atOnce = 16;
/** Bytes of a file that is shown. */
const shownAtMost = 4 * 1024 * 1024;

/** A thing that may be watched. */
export type Place = Pick<WatchedItem, 'kind' | 'target'> & { tool?: string | undefined };

/** Certificates in files, in folders and on servers, whoever made them: looked at again and again, so that nothing ends unseen. */
export class Watched {
  private readonly store: WatchedStore;
  private readonly removed = new Map<string, WatchedItem>();
  /** Looks that found nothing new are not worth a write; they are told all the same. */
  private readonly looked = new Map<string, string>();
  private told: string | undefined;
  private limits: FetchLimits | undefined;

  constructor(private readonly options: WatchedOptions) {
    this.store = new WatchedStore(options.dir, options.lock);
    this.limits = options.limits;
  }

  /** How long a server is waited for from now on, to connect and for the handshake each (milliseconds). */
  waitFor(ms: number): void {
    this.limits = { connectMs: ms, handshakeMs: ms };
  }

  /** All as they stand now, without looking. `days`: what ends within so many days counts as expiring. */
  async list(days?: number): Promise<WatchedView[]> {
    return this.views(await this.store.read(), days);
  }

  async watchedSummary(): Promise<WatchedSummary> {
    return summaryOf(await this.list());
  }

  /** Looks at these, at all without ids, side by side. Throws `not-found` for an id that is not watched, and what writing throws. */
  async check(ids?: readonly string[], days?: number): Promise<WatchedView[]> {
    const items = await this.store.read();
    const wanted = ids === undefined ? items : ids.map((id) => found(items, id));
    return this.views(await this.look(wanted), days).filter(({ id }) => wanted.some((each) => each.id === id));
  }

  /**
   * What is due is looked at: files whose time or size changed, servers every quarter of an hour, or when the clock was set back.
   * Gives back whether anything is to be told since the last time. Throws what reading and writing the list throws.
   */
  async checkDue(): Promise<boolean> {
    const items = await this.store.read();
    const now = this.options.now().getTime();
    const due = items.filter(({ kind, reading }) => {
      const age = reading === undefined ? Number.POSITIVE_INFINITY : now - Date.parse(reading.at);
      return kind !== 'host' || age >= hostEveryMs || age < 0;
    });
    const after = due.length === 0 ? items : await this.look(due, true);
    const telling = JSON.stringify(
      this.views(after).map(({ id, state, seen }) => [id, state, seen.map((each) => each.findings)]),
    );
    const changed = this.told !== undefined && this.told !== telling;
    this.told = telling;
    return changed;
  }

  /** Looks at something without watching it. Throws `invalid-input` for a host that is none. */
  async probe(place: Place, days?: number): Promise<WatchedView> {
    const now = this.options.now();
    const item: WatchedItem = { id: idOf(place), ...place, addedAt: now.toISOString() };
    const reading = await readItem(item, { known: await this.known(), now, limits: this.limits });
    return watchedAt({ ...item, reading }, now, days);
  }

  /** A typed host, checked. */
  checkHost(typed: string): HostCheck {
    try {
      return { ok: true, target: parseHostTarget(typed).text };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return {
        ok: false,
        problem: { message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) },
      };
    }
  }

  /** Watches a server, whether or not it can be reached now. Throws `invalid-input`, `already-exists`. */
  async addHost(typed: string): Promise<WatchedView> {
    return this.add({ kind: 'host', target: parseHostTarget(typed).text });
  }

  /**
   * Watches a file or a folder, by its absolute path. Throws `not-found`, `certificate-unreadable` for a file without a certificate,
   * `already-exists`.
   */
  async addPath(path: string, tool?: string): Promise<WatchedView> {
    if (!isAbsolute(path)) throw new AppError('invalid-input', `${path} is no absolute path.`);
    const target = resolve(path);
    const kind = await kindOf(target);
    if (kind === 'file' && (await certificatesIn(target)).length === 0) {
      throw new AppError('certificate-unreadable', `There is no certificate in ${target}.`, {
        hint: 'Choose the file with the certificate; “sealwax inspect” shows what is in this one.',
      });
    }
    return this.add({ kind, target, tool });
  }

  private async add(place: Place): Promise<WatchedView> {
    const now = this.options.now();
    const item: WatchedItem = { id: idOf(place), ...place, addedAt: now.toISOString() };
    await this.store.change(async (items) => {
      if (items.some(({ id }) => id === item.id)) {
        throw new AppError('already-exists', `${item.target} is watched already.`, { hint: 'Find it in the list.' });
      }
      if (items.length >= itemsAtMost) {
        throw new AppError('not-allowed', `${itemsAtMost} things are watched already.`, {
          hint: 'Watch a folder instead of its files.',
        });
      }
      await this.options.journal.note('watch.added', item.id, { name: item.target, kind: item.kind });
      return [...items, item];
    });
    const [view] = await this.check([item.id]);
    return view as WatchedView;
  }

  /** Stops watching. Throws `not-found`. */
  async remove(id: string): Promise<void> {
    await this.store.change(async (items) => {
      const item = found(items, id);
      this.removed.set(id, item);
      await this.options.journal.note('watch.removed', id, { name: item.target, kind: item.kind });
      return items.filter((each) => each.id !== id);
    });
  }

  /** Watches again what this process stopped to watch. Throws `not-found`. */
  async undoRemove(id: string): Promise<WatchedView> {
    const item = this.removed.get(id);
    if (item === undefined)
      throw new AppError('not-found', 'It is no longer known what this was.', { hint: 'Add it again.' });
    const after = await this.store.change(async (items) => {
      if (items.some((each) => each.id === id)) return items;
      await this.options.journal.note('watch.added', id, { name: item.target, kind: item.kind });
      return [...items, item];
    });
    return this.views(after).find((each) => each.id === id) as WatchedView;
  }

  /** One of the certificates that were seen last. Throws `not-found`. */
  async seen(id: string, seenId: string) {
    const item = found(await this.store.read(), id);
    const seen = item.reading?.seen.find((each) => each.id === seenId);
    if (seen !== undefined) return { item, seen };
    throw new AppError('not-found', 'This certificate is not there any more.', { hint: 'Check again to see what is.' });
  }

  /** What lies or is sent there now, to look inside. Throws `not-found`, `file-unreadable`, `file-too-large`, `timed-out`. */
  async content(id: string, seenId: string): Promise<{ title: string; bytes: Buffer }> {
    const { item, seen } = await this.seen(id, seenId);
    if (item.kind !== 'host') return { title: seen.label, bytes: await readBounded(seen.place, shownAtMost) };
    const fetched = await fetchChain(parseHostTarget(item.target), this.limits);
    if ('finding' in fetched) {
      const { message, hint } = fetched.finding;
      throw new AppError('timed-out', message, hint === undefined ? {} : { hint });
    }
    const pem = fetched.chain.map((der) => viewCertificate(der).pem).join('');
    return { title: item.target, bytes: Buffer.from(pem, 'latin1') };
  }

  private known(): Promise<Known> {
    return readKnown(this.options.authorities, this.options.certificates);
  }

  /** Reads the items, keeps what is new, and gives back the whole list. */
  private async look(wanted: readonly WatchedItem[], lazy = false): Promise<WatchedItem[]> {
    const now = this.options.now();
    const context: ReadContext = { known: await this.known(), now, limits: this.limits, lazy };
    const read = new Map<string, Reading>();
    await mapBounded(wanted, atOnce, async (item) => {
      const reading = await readItem(item, context);
      this.looked.set(item.id, now.toISOString());
      if (reading !== item.reading) read.set(item.id, reading);
      else if (isOverdue(reading, now)) read.set(item.id, { ...reading, at: now.toISOString() });
    });
    if (read.size === 0) return this.store.read();
    return this.store.change(async (items) => {
      const notes: JournalNote[] = [];
      const after = items.map((item) => {
        const reading = read.get(item.id);
        if (reading === undefined) return item;
        const result = compared(item, reading);
        notes.push(...result.notes);
        return { ...item, reading: result.reading };
      });
      await this.options.journal.noteAll(notes);
      return after;
    });
  }

  private views(items: readonly WatchedItem[], days?: number): WatchedView[] {
    const now = this.options.now();
    return items.map((item) => {
      const view = watchedAt(item, now, days);
      const looked = this.looked.get(item.id);
      return looked === undefined || looked <= (view.checkedAt ?? '') ? view : { ...view, checkedAt: looked };
    });
  }
}

/** The same place has the same id, so that nothing is watched twice. */
export const idOf = ({ kind, target }: Place): string => `${kind}-${sha256Hex(target).slice(0, 16)}`;

function found(items: readonly WatchedItem[], id: string): WatchedItem {
  const item = items.find((each) => each.id === id);
  if (item !== undefined) return item;
  throw new AppError('not-found', `${id} is not watched.`, { hint: 'See what is watched: sealwax watch list.' });
}

/** Throws `not-found`. */
async function kindOf(path: string): Promise<Exclude<WatchedKind, 'host'>> {
  try {
    const there = await stat(path);
    return there.isDirectory() ? 'folder' : 'file';
  } catch (cause) {
    throw new AppError('not-found', `There is nothing at ${path}, or this account may not see it.`, {
      hint: 'Check the path.',
      cause,
    });
  }
}
