import type { RevocationState } from '../../ipc/revocation-schemas';
import type { Authorities } from '../authority/authorities';
import { AppError } from '../errors';
import { readCrl } from './crl-files';
import { type CrlServer, startCrlServer } from './crl-server';
import type { RevocationStore } from './revocation-store';

export interface CrlPublisherOptions {
  store: RevocationStore;
  authorities: Authorities;
}

/** Serves the lists that are switched on, for as long as the program that holds it runs: the window's main process. */
export class CrlPublisher {
  private readonly servers = new Map<number, CrlServer>();
  private readonly problems = new Map<number, AppError>();
  private queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: CrlPublisherOptions) {}

  /**
   * Opens and closes ports as the records say now; a port that was taken is tried again. True when something came or went. It
   * does not throw: what could not be opened is told by `of`.
   */
  sync(): Promise<boolean> {
    const turn = this.queue.then(() => this.syncNow());
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** Closes every port. */
  stop(): Promise<void> {
    const turn = this.queue.then(() => this.closeAll(new Set()));
    this.queue = turn.catch(() => undefined);
    return turn.then(() => undefined);
  }

  /** A state with what is known here of the serving. */
  of(state: RevocationState): RevocationState {
    const { serve } = state;
    const problem = serve.on ? this.problems.get(serve.port) : undefined;
    return {
      ...state,
      serve: {
        ...serve,
        running: serve.on && this.servers.has(serve.port),
        ...(problem === undefined
          ? {}
          : { problem: { message: problem.message, ...(problem.hint === undefined ? {} : { hint: problem.hint }) } }),
      },
    };
  }

  private async syncNow(): Promise<boolean> {
    const records = await this.options.store.all();
    const wanted = new Set(records.flatMap(({ servePort }) => servePort ?? []));
    let changed = await this.closeAll(wanted);
    for (const port of wanted) {
      if (this.servers.has(port)) continue;
      const before = this.problems.get(port)?.message;
      try {
        this.servers.set(port, await startCrlServer(port, (id) => this.crlOf(port, id)));
        this.problems.delete(port);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        this.problems.set(port, error);
      }
      changed ||= this.problems.get(port)?.message !== before || this.servers.has(port);
    }
    return changed;
  }

  private async closeAll(but: ReadonlySet<number>): Promise<boolean> {
    const ending = [...this.servers].filter(([port]) => !but.has(port));
    for (const [port, server] of ending) {
      this.servers.delete(port);
      await server.close();
    }
    for (const port of this.problems.keys()) if (!but.has(port)) this.problems.delete(port);
    return ending.length > 0;
  }

  private async crlOf(port: number, id: string): Promise<Buffer | undefined> {
    const { store, authorities } = this.options;
    const record = (await store.all()).find(({ authorityId, servePort }) => authorityId === id && servePort === port);
    const folder = record === undefined ? undefined : (await authorities.find(id))?.summary.folder;
    return folder === undefined ? undefined : readCrl(folder, record?.crl?.sha256);
  }
}
