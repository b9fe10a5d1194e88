import type { ProxyProblem, ProxyRequest } from '../../ipc/proxy-schemas';
import type { ListenerPlan } from './plan';

/** What the data path is told. Everything is told anew each time: the worker works out what changed, and keeps the rest going. */
export type ToWorker =
  | { kind: 'apply'; turn: number; listeners: readonly ListenerPlan[] }
  /** Ends all: listeners at once, requests in flight within the grace (milliseconds). */
  | { kind: 'close'; graceMs: number };

/** How one definition stands after an `apply`. */
export interface Standing {
  proxyId: string;
  state: 'running' | 'paused' | 'failed';
  problem?: ProxyProblem;
}

/** What the data path saw since its last message. */
export interface Traffic {
  requests: Omit<ProxyRequest, 'seq'>[];
  /** Requests that were counted, but came too fast to be told one by one. */
  dropped: number;
  /** `connections`: open now. */
  counts: { requests: number; errors: number; bytesOut: number; bytesIn: number; connections: number };
}

export type FromWorker =
  | { kind: 'applied'; turn: number; standings: Standing[] }
  | { kind: 'traffic'; traffic: Traffic }
  | { kind: 'closed' };

/**
 * The process, or the place in this one, that the data path runs in. Electron: a `utilityProcess` whose entry calls `serveProxy`
 * (worker.ts); command line: this process.
 */
export interface ProxyHost {
  send(message: ToWorker): void;
  /** Called once, before anything is sent. `ended`: it is gone, without having been told to. */
  listen(hear: (message: FromWorker) => void, ended: (reason: string) => void): void;
  /** Ends it at once, whatever it does. */
  kill(): void;
}

/** Makes a host and gives it back when it can be told something. */
export type MakeHost = () => Promise<ProxyHost>;
