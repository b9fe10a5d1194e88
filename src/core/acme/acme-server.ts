import type { Authorities } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import type { RootKeys } from '../keychain/root-keys';
import { parseIp } from '../pki/ip';
import type { Revocations } from '../revocation/revocations';
import type { FolderLock } from '../system/lock';
import type { AcmeConfigFile } from './config-file';
import type { Engine } from './engine';
import type { AcmeEvent } from './events';
import { type RunningHttpServer, startHttpServer } from './http-server';
import { Issuer } from './issuer';
import { Nonces } from './nonces';
import { type AcmeOptions, defaultAcmeOptions } from './options';
import { type AcmeQuestion, type AcmeReply, Permission } from './permission';
import { RateLimits } from './rate-limits';
import type { OrderRecord } from './records';
import { route } from './router';
import { type ServerCertificate, serverCertificate } from './server-certificate';
import type { AcmeState } from './state';
import { AcmeStore } from './store';
import { Validator } from './validator';

export interface AcmeServerOptions {
  dir: string;
  authorities: Authorities;
  certificates: Certificates;
  keys: RootKeys;
  revocations: () => Revocations;
  config: AcmeConfigFile;
  journal: Journal;
  lock: FolderLock;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

export type AcmeServerState =
  | { running: false }
  | {
      running: true;
      /** What clients are given, the usual one first. */
      directories: string[];
      authorityId: string;
      since: string;
      options: AcmeOptions;
      questions: AcmeQuestion[];
    };

interface Running {
  engine: Engine;
  http: RunningHttpServer;
  permission: Permission;
  validator: Validator;
  store: AcmeStore;
  authorityId: string;
  since: string;
  options: AcmeOptions;
  renewal: NodeJS.Timeout;
}

/** How often the end of the server's own certificate is looked at (milliseconds). */
const lookEveryMs = 600_000;

/** The ACME server: started and stopped by whoever hosts it, the window's main process or `sealwax acme serve`. */
export class AcmeServer {
  private running: Running | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private readonly listeners = new Set<(event: AcmeEvent) => void>();

  constructor(private readonly context: AcmeServerOptions) {}

  /** Calls back for everything that happens; the function that is given back ends that. */
  listen(listener: (event: AcmeEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  state(): AcmeServerState {
    const { running } = this;
    if (running === undefined) return { running: false };
    const { http, authorityId, since, options, permission } = running;
    const directories = http.origins.map((origin) => `${origin}/acme/directory`);
    return { running: true, directories, authorityId, since, options, questions: permission.questions() };
  }

  /** What is in memory while it runs; undefined otherwise. */
  records(): AcmeState | undefined {
    return this.running?.store.state;
  }

  /**
   * Starts; one that runs already is stopped first. Throws `no-authority`, `authority-damaged`, what opening its key throws,
   * `name-outside-limits`, `busy` when the port is taken or another Sealwax serves from this folder, `not-allowed`, `not-found` for
   * an address that this machine does not have.
   */
  start(wanted: Partial<AcmeOptions> = {}): Promise<AcmeServerState> {
    return this.inTurn(async () => {
      await this.end();
      this.running = await this.open({ ...defaultAcmeOptions, ...wanted });
      this.tell({ kind: 'started' });
      return this.state();
    });
  }

  /** Stops. Orders and accounts stay; challenges under way are begun anew by their clients. */
  stop(): Promise<AcmeServerState> {
    return this.inTurn(async () => {
      if (this.running !== undefined) {
        await this.end();
        this.tell({ kind: 'stopped' });
      }
      return this.state();
    });
  }

  /** The person's answer to a question. False when it is no longer open. */
  async answer(id: string, reply: AcmeReply): Promise<boolean> {
    return (await this.running?.permission.answer(id, reply)) ?? false;
  }

  private async open(options: AcmeOptions): Promise<Running> {
    const { dir, authorities, now, random, lock, journal } = this.context;
    checkLan(options.lan);
    const { summary } = await authorities.forSigning(options.authorityId);
    // From now on this one, whichever is the default later.
    const fixed = { ...options, authorityId: summary.id };
    const certificate = await this.certificate(fixed);
    const unnamed = fixed.lan.find((address) => !certificate.names.includes(address));
    if (unnamed !== undefined) {
      throw new AppError(
        'name-outside-limits',
        `${summary.name} may not sign for ${unnamed}, so no client could trust it there.`,
        {
          hint: 'Name an authority whose limits have that address (--ca), or leave the address out.',
        },
      );
    }
    const store = await AcmeStore.open(dir);
    try {
      await recoverOrders(this.context.certificates, store);
      const engine = this.engine(fixed, store);
      const nonces = new Nonces(random);
      const http = await startHttpServer({
        addresses: ['127.0.0.1', '::1', ...fixed.lan],
        port: fixed.port,
        certificate,
        hosts: certificate.names.map((name) => (name.includes(':') ? `[${name}]` : name)),
        answer: (request) => route(engine, nonces, request),
        nonce: () => nonces.make(),
        failed: (error) => this.failed(error),
      });
      await lock.hold(() =>
        journal.note('acme.started', summary.id, {
          name: summary.name,
          port: http.port,
          ...(fixed.lan.length === 0 ? {} : { lan: fixed.lan }),
          ...(fixed.trustThisMachine ? { trustThisMachine: true } : {}),
        }),
      );
      const renewal = this.keepCertificate(fixed, certificate, http);
      const { permission, validator } = engine;
      const since = now().toISOString();
      return { engine, http, permission, validator, store, authorityId: summary.id, since, options: fixed, renewal };
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  private engine(options: AcmeOptions, store: AcmeStore): Engine {
    const { authorities, certificates, keys, revocations, config, journal, lock, now, random } = this.context;
    const tell = (event: AcmeEvent) => this.tell(event);
    const rates = new RateLimits(now);
    const permission = new Permission({
      asks: options.ask,
      askMs: options.askMs,
      config,
      now,
      changed: () => tell({ kind: 'questions' }),
    });
    const validator = new Validator({
      options,
      store,
      permission,
      rates,
      now,
      changed: ({ accountId, orderId }) => tell({ kind: 'order', accountId, orderId }),
      failed: (error) => this.failed(error),
    });
    const finalizing = new Set<string>();
    const shared = { authorities, certificates, revocations, config, journal, lock, now, random };
    const authority = recent(1000, () => authorities.forSigning(options.authorityId));
    const issuer = new Issuer({ authority, certificates, keys, now, random });
    return { ...shared, authority, options, store, issuer, validator, permission, rates, finalizing, tell };
  }

  private certificate(options: AcmeOptions): Promise<ServerCertificate> {
    const names = ['localhost', '127.0.0.1', '::1', ...options.lan];
    return serverCertificate(this.context, options.authorityId, names);
  }

  /** Makes the server's own certificate anew after half its life; one that cannot be is tried again, and told. */
  private keepCertificate(options: AcmeOptions, first: ServerCertificate, http: RunningHttpServer): NodeJS.Timeout {
    let { renewAt } = first;
    const look = async () => {
      if (this.context.now() < renewAt) return;
      const next = await this.certificate(options);
      http.setCertificate(next);
      renewAt = next.renewAt;
    };
    const timer = setInterval(() => void look().catch((error: unknown) => this.failed(error)), lookEveryMs);
    timer.unref();
    return timer;
  }

  private async end(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    if (running === undefined) return;
    clearInterval(running.renewal);
    running.validator.stop();
    running.permission.stop();
    await running.http.close();
    await running.store.close();
    const { lock, journal } = this.context;
    await lock.hold(() => journal.note('acme.stopped', running.authorityId));
  }

  private failed(error: unknown): void {
    this.tell({ kind: 'problem', message: error instanceof Error ? error.message : 'unknown error' });
  }

  private tell(event: AcmeEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  /** One start or stop at a time: two clicks would else leave a server that nobody can stop. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }
}

/**
 * Orders whose certificate was written just before a kill: the certificate names its order, so that nobody gets a second one and
 * none is lost.
 */
async function recoverOrders(certificates: Certificates, store: AcmeStore): Promise<void> {
  const issued = (await certificates.list()).flatMap(({ id, acme }) =>
    acme === undefined ? [] : [{ id, order: acme.order }],
  );
  const lost = issued.flatMap(({ id, order }): OrderRecord[] => {
    const found = store.state.orders.get(order);
    if (found === undefined || found.certificateId !== undefined) return [];
    const { error: _error, ...rest } = found;
    return [{ ...rest, status: 'valid', certificateId: id }];
  });
  if (lost.length > 0) await store.put(...lost);
}

/** What `read` gives, asked again when the last answer is older than that (milliseconds) or was a failure. */
function recent<T>(maxAgeMs: number, read: () => Promise<T>): () => Promise<T> {
  let last: { at: number; value: Promise<T> } | undefined;
  return () => {
    const at = performance.now();
    if (last === undefined || at - last.at > maxAgeMs) {
      const value = read();
      last = { at, value };
      value.catch(() => {
        last = undefined;
      });
    }
    return last.value;
  };
}

/** Single addresses in their normal form: "every address" would open the server where nobody meant it to be. */
function checkLan(addresses: readonly string[]): void {
  for (const typed of addresses) {
    const address = parseIp(typed);
    if (address !== undefined && address.text === typed && typed !== '0.0.0.0' && typed !== '::') continue;
    throw new AppError('invalid-input', `“${typed.slice(0, 60)}” is not a single address of this machine.`, {
      field: 'lan',
      hint: 'Name one of its own addresses, e.g. 192.168.1.20; each with an option of its own.',
    });
  }
}
