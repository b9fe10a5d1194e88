import type {
  ProxyFilter,
  ProxyForm,
  ProxyLog,
  ProxyProblem,
  ProxyRequest,
  ProxyThroughput,
  ProxyView,
  ProxyWish,
} from '../../ipc/proxy-schemas';
import type { Certificate } from '../../ipc/schemas';
import type { Authorities } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import type { FolderLock } from '../system/lock';
import { followFiles } from './follow-files';
import { decide } from './form';
import { harOf } from './har';
import type { MakeHost } from './proxy-host';
import { found, noted, noteKeyLog, ownAddresses, refuse } from './proxy-records';
import { type ProxyRecord, ProxyStore, proxiesAtMost } from './proxy-store';
import { proxyView } from './proxy-view';
import { RequestLog } from './request-log';
import { Runs } from './runs';

export interface ProxyTraffic {
  requests: ProxyRequest[];
  dropped: number;
  throughput: ProxyThroughput | null;
}

/** Where the data path runs, and who is told of it. */
export interface ProxyHosting {
  makeHost: MakeHost;
  /** A definition came, went, or stands otherwise; all as they are then. */
  changed?: (proxies: ProxyView[]) => void;
  traffic?: (traffic: ProxyTraffic) => void;
}

export interface ProxiesOptions extends ProxyHosting {
  dir: string;
  lock: FolderLock;
  journal: Journal;
  authorities: Authorities;
  certificates: Certificates;
  renewOne: (id: string) => Promise<Certificate>;
  now: () => Date;
  random: (bytes: number) => Buffer;
  /** This machine's addresses unless told. */
  addresses?: () => string[];
}

/** HTTPS in front of servers of this machine: definitions that are kept, and what of them runs in this process. */
export class Proxies {
  private readonly store: ProxyStore;
  private readonly log: RequestLog;
  private readonly runs: Runs;
  private readonly removed = new Map<string, ProxyRecord>();
  /** Those of this run alone. */
  private readonly unkept: ProxyRecord[] = [];
  private hearing: Omit<ProxyHosting, 'makeHost'>;
  private endFollowing: (() => void) | undefined;

  constructor(private readonly options: ProxiesOptions) {
    const { dir, lock, now } = options;
    this.hearing = options;
    this.store = new ProxyStore(dir, lock);
    this.log = new RequestLog(now);
    this.runs = new Runs({
      ...options,
      records: () => this.records(),
      remember: (id, certificateId) => this.remember(id, certificateId),
      changed: () => void this.tell(),
      traffic: (traffic) => {
        const { requests, throughput } = this.log.add(traffic);
        this.hearing.traffic?.({ requests, dropped: traffic.dropped, throughput });
      },
    });
  }

  /** All, in the order in which they were added, as they stand in this process. Throws `file-unreadable`, `newer-format`. */
  async list(): Promise<ProxyView[]> {
    return (await this.records()).map((record) => proxyView(record, this.runs.of(record.id)));
  }

  /** One. Throws `not-found`. */
  async get(id: string): Promise<ProxyView> {
    return found(await this.list(), id);
  }

  /** What is known to be wrong with a form, before anything is touched. `id`: the definition that it changes. */
  async check(form: ProxyForm, id?: string): Promise<ProxyProblem[]> {
    return (await this.decided(form, await this.store.read(), id)).problems;
  }

  /**
   * Keeps a definition and, unless told otherwise, starts it. One that cannot be started is kept all the same and says why. Throws the
   * first problem of the form (`invalid-input`, `invalid-name`, `name-outside-limits`, `already-exists`, `address-not-here`) with its field.
   */
  async add(form: ProxyForm, wish: ProxyWish = 'running'): Promise<ProxyView> {
    return this.settle((await this.keep(form, wish)).id);
  }

  /** Keeps a definition without running anything here: for whichever process runs it, which notices. Throws as `add`. */
  async keep(form: ProxyForm, wish: ProxyWish): Promise<ProxyView> {
    const { id } = await this.store.change(async (records) => {
      if (records.length >= proxiesAtMost) {
        throw new AppError('invalid-input', `There are ${proxiesAtMost} proxies already.`, {
          hint: 'Remove one first.',
        });
      }
      const decided = await this.accepted(form, records);
      const made: ProxyRecord = {
        ...{ id: `proxy-${this.options.random(5).toString('hex')}`, wish },
        ...{ ...decided, createdAt: this.options.now().toISOString() },
      };
      records.push(made);
      await this.options.journal.note('proxy.added', made.id, noted(made));
      await noteKeyLog(this.options.journal, made, false);
      return made;
    });
    return this.get(id);
  }

  /**
   * Runs one as long as this process lives, without keeping it; `own` is served instead of a certificate of ours. Throws as `add`. It is started
   * with the next `resume`.
   */
  async addForThisRun(form: ProxyForm, own?: ProxyRecord['own']): Promise<string> {
    // Names of a person's own certificate are no business of our authorities.
    const { decided, problems } = await this.decided(form, await this.records());
    refuse(
      own === undefined
        ? problems
        : problems.filter(({ field }) => field === undefined || !/^names\.\d+\.name$/.test(field)),
    );
    const id = `proxy-${this.options.random(5).toString('hex')}`;
    const createdAt = this.options.now().toISOString();
    this.unkept.push({ id, ...decided, createdAt, wish: 'running', ...(own === undefined ? {} : { own }) });
    return id;
  }

  /** Tells these from now on, instead of those that were given at first. */
  tellTo(hearing: Omit<ProxyHosting, 'makeHost'>): void {
    this.hearing = hearing;
  }

  /** Puts another form in its place; requests in flight go on. Throws as `add`, and `not-found`. */
  async change(id: string, form: ProxyForm): Promise<ProxyView> {
    await this.store.change(async (records) => {
      const record = found(records, id);
      const decided = await this.accepted(form, records, id);
      const logged = record.options.keyLog;
      delete record.authorityId;
      Object.assign(record, decided);
      await this.options.journal.note('proxy.changed', id, noted(record));
      await noteKeyLog(this.options.journal, record, logged);
    });
    return this.settle(id);
  }

  /** Stops and forgets it; `undoRemove` brings it back in this run. Its certificate stays. Throws `not-found`. */
  async remove(id: string): Promise<void> {
    await this.store.change(async (records) => {
      const record = found(records, id);
      records.splice(records.indexOf(record), 1);
      this.removed.set(id, record);
      await this.options.journal.note('proxy.removed', id, noted(record));
    });
    await this.runs.apply();
    await this.tell();
  }

  /** Throws `not-found` for what was not removed in this run, `already-exists` when its name was taken meanwhile. */
  async undoRemove(id: string): Promise<ProxyView> {
    const record = this.removed.get(id);
    if (record === undefined) throw new AppError('not-found', `No proxy ${id} was removed.`, { hint: 'Add it anew.' });
    await this.store.change(async (records) => {
      await this.accepted(record, records);
      records.push(record);
      await this.options.journal.note('proxy.added', id, noted(record));
      await noteKeyLog(this.options.journal, record, false);
    });
    this.removed.delete(id);
    return this.settle(id);
  }

  /** Runs it from now on, also after a restart. Does not throw when it cannot run: the view says why. Throws `not-found`. */
  start(id: string): Promise<ProxyView> {
    return this.wish(id, 'running');
  }

  /** Keeps the port and answers each request with a page that says so. Throws `not-found`. */
  pause(id: string): Promise<ProxyView> {
    return this.wish(id, 'paused');
  }

  stop(id: string): Promise<ProxyView> {
    return this.wish(id, 'stopped');
  }

  /** Writes the wish without running anything here: for whichever process runs it, which notices. Throws `not-found`. */
  async setWish(id: string, wish: ProxyWish): Promise<ProxyView> {
    await this.store.change(async (records) => {
      const record = found(records, id);
      if (record.wish === wish) return;
      record.wish = wish;
      await this.options.journal.note(`proxy.${wish}`, id, noted(record));
    });
    return this.get(id);
  }

  /**
   * Makes the kept definitions run as wished, all or those named, for as long as this process lives: follows what other processes write,
   * certificates that were renewed, and renews what is due. For the start of the app, and for a command that runs them.
   */
  async resume(only?: readonly string[]): Promise<ProxyView[]> {
    this.runs.keepTo(only);
    this.endFollowing ??= followFiles(this.options.dir, () => void this.refresh());
    await this.runs.apply();
    await this.tell();
    return this.list();
  }

  /** Looks at definitions and certificates again, and serves what is new without losing a request. */
  async refresh(): Promise<void> {
    if (this.endFollowing === undefined) return;
    await this.runs.apply();
    await this.tell();
  }

  /** Requests that are kept, the oldest first, and the throughput of the last minutes. */
  requests(filter: ProxyFilter = {}): ProxyLog {
    return this.log.read(filter);
  }

  clearLog(): void {
    this.log.clear();
  }

  /** The kept requests as the text of a HAR 1.2 file. `version`: of this program. */
  har(filter: ProxyFilter, version: string): string {
    return harOf(this.log.read(filter).requests, version);
  }

  /** Ends all that runs here: nothing new is taken, what is in flight gets `graceMs`. Wishes stay, so the next start resumes. */
  async close(graceMs = 1_000): Promise<void> {
    this.endFollowing?.();
    this.endFollowing = undefined;
    await this.runs.close(graceMs);
  }

  private async wish(id: string, wish: ProxyWish): Promise<ProxyView> {
    await this.setWish(id, wish);
    return this.settle(id);
  }

  private async settle(id: string): Promise<ProxyView> {
    this.endFollowing ??= followFiles(this.options.dir, () => void this.refresh());
    this.runs.retry(id);
    await this.runs.apply();
    await this.tell();
    return this.get(id);
  }

  private async tell(): Promise<void> {
    // What cannot be read is said to whoever asks; an event has nobody to say it to.
    const proxies = await this.list().catch(() => undefined);
    if (proxies !== undefined) this.hearing.changed?.(proxies);
  }

  private decided(form: ProxyForm, records: readonly ProxyRecord[], id?: string) {
    return decide(form, {
      others: records.filter((each) => each.id !== id),
      addresses: (this.options.addresses ?? ownAddresses)(),
      checkNames: (names, authorityId) => this.options.certificates.check(names, authorityId),
    });
  }

  private async accepted(form: ProxyForm, records: readonly ProxyRecord[], id?: string) {
    const { decided, problems } = await this.decided(form, records, id);
    refuse(problems);
    return decided;
  }

  private async records(): Promise<ProxyRecord[]> {
    return [...(await this.store.read()), ...this.unkept];
  }

  private async remember(id: string, certificateId: string): Promise<void> {
    const note = (records: readonly ProxyRecord[]) => {
      const record = records.find((each) => each.id === id);
      if (record !== undefined) record.certificateId = certificateId;
    };
    note(this.unkept);
    if (this.unkept.every((each) => each.id !== id)) await this.store.change(note);
  }
}
