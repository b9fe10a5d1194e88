import type { Backend } from './backend/backend';
import { labelOf } from './backend/backend';
import { H2cBackend } from './backend/h2c-backend';
import { Http1Backend } from './backend/http1-backend';
import { Recorder } from './front/flight';
import { type SiteRoute, sitesOf } from './front/sites';
import { type Limits, usualLimits } from './limits';
import { listenProblem } from './listen-problem';
import { Listener } from './listener';
import type { ListenerPlan } from './plan';
import type { FromWorker, Standing, ToWorker } from './proxy-host';

export interface Worker {
  hear(message: ToWorker): void;
  /** Ends all at once. */
  end(): void;
}

/** How often what is overdue is looked for, and how often traffic is told (milliseconds). */
const sweepEveryMs = 500;
const tellEveryMs = 250;
/** What is in flight on a port that is no longer wanted gets this long (milliseconds). */
const graceMs = 10_000;

/**
 * The data path. Nothing of it blocks, and nothing grows with what passes through. In Electron's utility process its entry is:
 * `const worker = serveProxy((message) => process.parentPort.postMessage(message));
 *  process.parentPort.on('message', ({ data }) => worker.hear(data));`
 */
export function serveProxy(tell: (message: FromWorker) => void, limits: Limits = usualLimits): Worker {
  const dataPath = new DataPath(limits);
  let queue: Promise<unknown> = Promise.resolve();
  const sweeping = setInterval(() => dataPath.sweep(), sweepEveryMs);
  const telling = setInterval(() => {
    const traffic = dataPath.recorder.take();
    if (traffic !== undefined) tell({ kind: 'traffic', traffic });
  }, tellEveryMs);
  sweeping.unref();
  telling.unref();
  const hear = async (message: ToWorker) => {
    if (message.kind === 'apply') {
      const standings = await dataPath.apply(message.listeners);
      tell({ kind: 'applied', turn: message.turn, standings });
      return;
    }
    await dataPath.close(message.graceMs);
    const traffic = dataPath.recorder.take();
    if (traffic !== undefined) tell({ kind: 'traffic', traffic });
    tell({ kind: 'closed' });
  };
  return {
    hear: (message) => {
      queue = queue.then(() => hear(message));
    },
    end: () => {
      clearInterval(sweeping);
      clearInterval(telling);
      dataPath.end();
    },
  };
}

class DataPath {
  readonly recorder = new Recorder();
  private readonly listeners = new Map<string, Listener>();
  private readonly backends = new Map<string, Backend>();

  constructor(private readonly limits: Limits) {}

  /** Makes what listens what is planned: what is there and fits goes on with all its connections. */
  async apply(plans: readonly ListenerPlan[]): Promise<Standing[]> {
    const wanted = new Map(plans.map((plan) => [keyOf(plan), plan]));
    const closing: Promise<void>[] = [];
    for (const [key, listener] of this.listeners) {
      const plan = wanted.get(key);
      if (plan !== undefined && listener.fits(plan)) continue;
      this.listeners.delete(key);
      closing.push(listener.close(plan === undefined ? graceMs : 0));
    }
    // A port is free as soon as its server is told to close; only what takes its place must wait.
    if (plans.some((plan) => !this.listeners.has(keyOf(plan)))) await Promise.race([Promise.all(closing), next()]);
    const used = new Set<string>();
    const standings: Standing[] = [];
    for (const plan of plans) standings.push(...(await this.serve(plan, used)));
    for (const [key, backend] of this.backends) {
      if (used.has(key)) continue;
      backend.close();
      this.backends.delete(key);
    }
    return standings;
  }

  private async serve(plan: ListenerPlan, used: Set<string>): Promise<Standing[]> {
    const key = keyOf(plan);
    try {
      const sites = sitesOf(plan.proxies, (route) => this.backend(route, used));
      let listener = this.listeners.get(key);
      if (listener === undefined) {
        listener = new Listener(plan, this.limits, this.recorder);
        await listener.open(sites);
        this.listeners.set(key, listener);
      } else await listener.change(plan, sites);
      const errors = listener.redirectErrors();
      return Promise.all(
        plan.proxies.map(async ({ proxyId, paused, options }) => {
          const port = options.redirectFrom ?? 0;
          const error = errors.get(port);
          const state = paused ? ('paused' as const) : ('running' as const);
          // HTTPS runs all the same.
          return error === undefined
            ? { proxyId, state }
            : { proxyId, state, problem: await listenProblem(error, plan.address, port) };
        }),
      );
    } catch (error) {
      const problem = await listenProblem(error as NodeJS.ErrnoException, plan.address, plan.port);
      return plan.proxies.map(({ proxyId }) => ({ proxyId, state: 'failed', problem }));
    }
  }

  private backend(route: SiteRoute & { protocol: string }, used: Set<string>): Backend {
    const label = labelOf(route);
    const key = `${route.protocol} ${label}`;
    used.add(key);
    const known = this.backends.get(key);
    if (known !== undefined) return known;
    const made =
      route.protocol === 'h2c'
        ? new H2cBackend(label, `http://${label}`, this.limits)
        : new Http1Backend(label, route.host, route.port, this.limits);
    this.backends.set(key, made);
    return made;
  }

  sweep(): void {
    const now = performance.now();
    for (const listener of this.listeners.values()) listener.sweep(now);
    for (const backend of this.backends.values()) backend.sweep(now);
  }

  async close(grace: number): Promise<void> {
    const all = [...this.listeners.values()];
    this.listeners.clear();
    await Promise.all(all.map((listener) => listener.close(grace)));
    for (const backend of this.backends.values()) backend.close();
    this.backends.clear();
  }

  end(): void {
    for (const listener of this.listeners.values()) listener.destroy();
    this.listeners.clear();
  }
}

const keyOf = ({ address, port }: ListenerPlan) => `${address} ${port}`;
const next = () => new Promise((resolve) => setImmediate(resolve));
