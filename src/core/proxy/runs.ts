import { join } from 'node:path';
import type { ProxyProblem } from '../../ipc/proxy-schemas';
import type { Certificate } from '../../ipc/schemas';
import type { Authorities } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import { AppError } from '../errors';
import { ensureFolder } from '../system/atomic-file';
import { certificateFor, type ServedFor } from './certificate-for';
import type { ListenerPlan } from './plan';
import type { FromWorker, MakeHost, ProxyHost, Standing, ToWorker, Traffic } from './proxy-host';
import type { ProxyRecord } from './proxy-store';
import type { Running } from './proxy-view';

export interface RunsOptions {
  dir: string;
  /** All definitions, those of this run alone with them. */
  records: () => Promise<ProxyRecord[]>;
  /** Notes what a definition was served with. */
  remember: (id: string, certificateId: string) => Promise<void>;
  authorities: Authorities;
  certificates: Certificates;
  renewOne: (id: string) => Promise<Certificate>;
  now: () => Date;
  random: (bytes: number) => Buffer;
  makeHost: MakeHost;
  changed: () => void;
  traffic: (traffic: Traffic) => void;
}

/** The data path answers within this long, or is taken for stuck and made anew (milliseconds). */
const answerMs = 15_000;
/** Pauses before a data path that ended by itself is made anew: from the first to the longest (milliseconds). */
const firstPauseMs = 250;
const longestPauseMs = 30_000;
/** One that lived this long after it took its work is sound: its next end counts as the first (milliseconds). */
const provenMs = 30_000;

/** What of the definitions runs in this process: makes the plan, hands it to the data path, and knows how each stands. */
export class Runs {
  private readonly standings = new Map<string, Running>();
  /** Certificates that could not be had: not tried again until a person does something, or nobody could be asked meanwhile. */
  private readonly refused = new Map<string, { of: string; problem: ProxyProblem }>();
  private only: ReadonlySet<string> | undefined;
  private host: ProxyHost | undefined;
  private turn = 0;
  private answer: ((standings: Standing[] | undefined) => void) | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private pauseMs = firstPauseMs;
  /** When the worker last took its work, milliseconds since 1970. */
  private appliedAt = 0;
  private again: NodeJS.Timeout | undefined;
  private closed: (() => void) | undefined;
  private readonly via: string;
  private readonly ticketKeys: string;

  constructor(private readonly options: RunsOptions) {
    this.via = `sealwax-${options.random(4).toString('hex')}`;
    this.ticketKeys = options.random(48).toString('base64');
  }

  of(id: string): Running | undefined {
    return this.standings.get(id);
  }

  /** Runs no others than these; undefined: all. */
  keepTo(only: readonly string[] | undefined): void {
    this.only = only === undefined ? undefined : new Set(only);
  }

  /** A person wants it: what was refused before is tried again. */
  retry(id: string): void {
    this.refused.delete(id);
  }

  /** Makes what runs what is wished. One after the other. It does not throw: each definition says how it stands. */
  apply(): Promise<void> {
    const turn = this.queue.then(() => this.applyNow());
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** Ends the data path: nothing new is taken, and what is in flight gets `graceMs`. */
  async close(graceMs: number): Promise<void> {
    clearTimeout(this.again);
    await this.queue;
    const { host } = this;
    if (host === undefined) return;
    this.host = undefined;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, graceMs + 2_000);
      this.closed = () => {
        clearTimeout(timer);
        resolve();
      };
      host.send({ kind: 'close', graceMs });
    });
    host.kill();
    this.standings.clear();
  }

  private async applyNow(): Promise<void> {
    const wanted = (await this.options.records()).filter(
      ({ id, wish }) => wish !== 'stopped' && (this.only?.has(id) ?? true),
    );
    const ids = new Set(wanted.map(({ id }) => id));
    for (const id of this.standings.keys()) if (!ids.has(id)) this.standings.delete(id);
    if (wanted.length === 0 && this.host === undefined) return;
    const served = new Map<string, ServedFor>();
    for (const record of wanted) {
      if (!this.standings.has(record.id)) {
        this.standings.set(record.id, { state: 'starting' });
        this.options.changed();
      }
      const certificate = await this.certificate(record);
      if (certificate !== undefined) served.set(record.id, certificate);
    }
    const listeners = await this.plans(wanted, served);
    this.turn += 1;
    const standings = await this.tell({ kind: 'apply', turn: this.turn, listeners });
    if (standings === undefined) {
      const problem = { code: 'internal', message: 'The part of Sealwax that carries the requests does not answer.' };
      for (const { id } of wanted) this.standings.set(id, { state: 'failed', problem });
      return;
    }
    this.appliedAt = this.options.now().getTime();
    for (const { proxyId, state, problem } of standings) {
      const with_ = served.get(proxyId);
      const since = this.standings.get(proxyId)?.since ?? this.options.now().toISOString();
      const keyLogFile = listeners.find(({ proxies }) => proxies.some((each) => each.proxyId === proxyId))?.keyLogFile;
      this.standings.set(proxyId, {
        state,
        ...(problem === undefined ? {} : { problem }),
        ...(state === 'failed' ? {} : { since }),
        ...(with_?.certificateId === undefined
          ? {}
          : { certificate: { id: with_.certificateId, notAfter: with_.notAfter } }),
        ...(keyLogFile === undefined ? {} : { keyLogFile }),
      });
    }
  }

  private async certificate(record: ProxyRecord): Promise<ServedFor | undefined> {
    const of = JSON.stringify([record.names.map(({ name }) => name), record.authorityId]);
    const before = this.refused.get(record.id);
    if (before?.of === of) return undefined;
    try {
      const served = await certificateFor(record, this.options);
      this.refused.delete(record.id);
      const { certificateId } = served;
      if (certificateId !== undefined && certificateId !== record.certificateId) {
        await this.options.remember(record.id, certificateId);
      }
      return served;
    } catch (error) {
      const problem = problemOf(error);
      this.refused.set(record.id, { of, problem });
      this.standings.set(record.id, { state: 'failed', problem });
      return undefined;
    }
  }

  private async plans(wanted: readonly ProxyRecord[], served: ReadonlyMap<string, ServedFor>): Promise<ListenerPlan[]> {
    const plans = new Map<string, ListenerPlan>();
    for (const record of wanted) {
      const certificate = served.get(record.id);
      if (certificate === undefined) continue;
      const { id, address, port, names, options, wish } = record;
      const key = `${address} ${port}`;
      const plan = plans.get(key) ?? {
        address,
        port,
        tls13Only: options.tls13Only,
        redirectFrom: [],
        proxies: [],
        via: this.via,
        ticketKeys: this.ticketKeys,
      };
      plans.set(key, plan);
      if (options.clientCertificates === 'required') plan.clientRootsPem ??= await this.roots();
      if (options.keyLog) plan.keyLogFile ??= await this.keyLogFile(port);
      const { redirectFrom } = options;
      if (redirectFrom !== null && !plan.redirectFrom.includes(redirectFrom)) plan.redirectFrom.push(redirectFrom);
      const { chainPem, keyPem } = certificate;
      const paused = wish === 'paused';
      plan.proxies.push({ proxyId: id, paused, names, options, certificate: { chainPem, keyPem } });
    }
    return [...plans.values()];
  }

  /** Every root of ours that is whole: client certificates of any of them will do. */
  private async roots(): Promise<string> {
    return (await this.options.authorities.inspectAll()).map(({ rootPem }) => rootPem ?? '').join('\n');
  }

  private async keyLogFile(port: number): Promise<string> {
    const folder = join(this.options.dir, 'proxy');
    await ensureFolder(folder);
    return join(folder, `keys-${port}.log`);
  }

  private async tell(message: ToWorker & { kind: 'apply' }): Promise<Standing[] | undefined> {
    const host = await this.hosted().catch(() => undefined);
    if (host === undefined) return undefined;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.answer?.(undefined), answerMs);
      this.answer = (standings) => {
        clearTimeout(timer);
        this.answer = undefined;
        if (standings === undefined && this.host === host) {
          this.host = undefined;
          host.kill();
        }
        resolve(standings);
      };
      host.send(message);
    });
  }

  private async hosted(): Promise<ProxyHost> {
    if (this.host !== undefined) return this.host;
    const host = await this.options.makeHost();
    host.listen(
      (message) => this.hear(message),
      (reason) => this.ended(host, reason),
    );
    this.host = host;
    return host;
  }

  private hear(message: FromWorker): void {
    if (message.kind === 'traffic') this.options.traffic(message.traffic);
    else if (message.kind === 'closed') this.closed?.();
    else if (message.turn === this.turn) this.answer?.(message.standings);
  }

  /** The data path is gone: all that ran failed, and is started again after a pause that grows. */
  private ended(host: ProxyHost, reason: string): void {
    if (this.host !== host) return;
    this.host = undefined;
    this.answer?.(undefined);
    const message = `The part of Sealwax that carries the requests ended (${reason}); it is started again.`;
    for (const id of this.standings.keys()) {
      this.standings.set(id, { state: 'failed', problem: { code: 'internal', message } });
    }
    this.options.changed();
    // One that dies as soon as it has its work must not be started four times a second for ever.
    const lived = this.options.now().getTime() - this.appliedAt;
    if (lived > provenMs || lived < 0) this.pauseMs = firstPauseMs;
    const pause = this.pauseMs;
    this.pauseMs = Math.min(pause * 2, longestPauseMs);
    this.again = setTimeout(() => void this.apply().then(this.options.changed, () => undefined), pause);
    this.again.unref();
  }
}

function problemOf(error: unknown): ProxyProblem {
  if (!(error instanceof AppError)) {
    return { code: 'internal', message: error instanceof Error ? error.message : 'Something failed.' };
  }
  const { code, message, hint } = error;
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}
