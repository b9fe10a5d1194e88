import { availableParallelism } from 'node:os';
import { Worker as Thread } from 'node:worker_threads';
import type { FromWorker, Standing } from './proxy-host';
import { serveProxy, type Worker } from './worker';

/** More threads than this carry no more on the machines that people develop on. */
const threadsAtMost = 4;

/**
 * How many threads of one process can listen on one port: the system shares connections out on Linux alone, and Node asks it to since 22.12
 * and 23.1 (`reusePort`). Elsewhere one thread does it all.
 */
export function threadsHere(platform: string, version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const able = major > 23 || (major === 23 && minor >= 1) || (major === 22 && minor >= 12);
  return able && platform === 'linux' ? Math.min(threadsAtMost, availableParallelism()) : 1;
}

/**
 * The data path in this thread and in others, as one. `file`: the built `thread.ts`, which the others run. This thread opens each port
 * first and alone, so that a port that is taken is noticed; a port opened to be shared would be shared with whoever had it.
 */
export function serveProxyInThreads(tell: (message: FromWorker) => void, file: string, count: number): Worker {
  if (count <= 1) return serveProxy(tell);
  const merge = new Merge(tell, count);
  const first = serveProxy((message) => merge.hear(message, 0));
  const threads = Array.from({ length: count - 1 }, (_, index) => {
    const thread = new Thread(file);
    thread.on('message', (message: FromWorker) => merge.hear(message, index + 1));
    // One that ends takes the process with it, which is then started anew: half a data path would lose requests unseen.
    thread.on('error', (error) => {
      throw error;
    });
    thread.unref();
    return thread;
  });
  return {
    hear: (message) => {
      merge.expect();
      if (message.kind === 'close') {
        for (const thread of threads) thread.postMessage(message);
        first.hear(message);
        return;
      }
      const plans = (shared: 'first' | 'also') => message.listeners.map((plan) => ({ ...plan, shared }));
      // The others wait until this one has the ports.
      merge.afterFirst = (standings) => {
        const failed = new Set(standings.filter(({ state }) => state === 'failed').map(({ proxyId }) => proxyId));
        const listeners = plans('also')
          .filter(({ proxies }) => !proxies.some(({ proxyId }) => failed.has(proxyId)))
          // HTTP that is sent elsewhere is little work.
          .map((plan) => ({ ...plan, redirectFrom: [] }));
        for (const thread of threads) thread.postMessage({ ...message, listeners });
      };
      first.hear({ ...message, listeners: plans('first') });
    },
    end: () => {
      first.end();
      for (const thread of threads) void thread.terminate();
    },
  };
}

/** Makes one answer of those of all threads. */
class Merge {
  afterFirst: ((standings: Standing[]) => void) | undefined;
  private standings: Standing[] = [];
  private waiting = 0;
  private readonly connections: number[] = [];

  constructor(
    private readonly tell: (message: FromWorker) => void,
    private readonly count: number,
  ) {}

  expect(): void {
    this.waiting = this.count;
    this.standings = [];
  }

  hear(message: FromWorker, thread: number): void {
    if (message.kind === 'traffic') {
      const { counts } = message.traffic;
      this.connections[thread] = counts.connections;
      const connections = this.connections.reduce((sum, each) => sum + (each ?? 0), 0);
      this.tell({ ...message, traffic: { ...message.traffic, counts: { ...counts, connections } } });
      return;
    }
    this.waiting -= 1;
    if (message.kind === 'applied') {
      // The first to answer is the one that had to have the ports.
      if (this.afterFirst !== undefined) {
        this.standings = message.standings;
        const next = this.afterFirst;
        this.afterFirst = undefined;
        next(message.standings);
      } else this.standings = this.standings.map((own) => worse(own, message.standings));
    }
    if (this.waiting === 0) this.tell(message.kind === 'applied' ? { ...message, standings: this.standings } : message);
  }
}

const worse = (own: Standing, others: readonly Standing[]): Standing => {
  const other = others.find(({ proxyId }) => proxyId === own.proxyId);
  return own.state !== 'failed' && other?.state === 'failed' ? other : own;
};
