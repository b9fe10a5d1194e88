import type { ProxyFilter, ProxyLog, ProxyRequest, ProxyThroughput } from '../../ipc/proxy-schemas';
import type { Traffic } from './proxy-host';

/** Requests that are kept: some 400 bytes each. */
const requestsAtMost = 5_000;
/** Seconds of throughput that are kept. */
const secondsAtMost = 180;

/** What the proxies of this process did last, in a ring that never grows beyond its bounds. */
export class RequestLog {
  private ring: ProxyRequest[] = [];
  /** Where the oldest one is, once the ring is full. */
  private start = 0;
  private seq = 0;
  private dropped = 0;
  private seconds: ProxyThroughput[] = [];
  private current: ProxyThroughput | undefined;

  constructor(private readonly now: () => Date) {}

  /** Takes what the data path told; gives back the requests with their numbers and the second that it belongs to. */
  add({ requests, dropped, counts }: Traffic): { requests: ProxyRequest[]; throughput: ProxyThroughput } {
    const numbered = requests.map((each) => {
      this.seq += 1;
      return { ...each, seq: this.seq };
    });
    for (const each of numbered) this.keep(each);
    this.dropped += dropped;
    const second = this.second();
    second.requests += counts.requests;
    second.errors += counts.errors;
    second.bytesOut += counts.bytesOut;
    second.bytesIn += counts.bytesIn;
    second.connections = counts.connections;
    return { requests: numbered, throughput: { ...second } };
  }

  read(filter: ProxyFilter): ProxyLog {
    const all = [...this.ring.slice(this.start), ...this.ring.slice(0, this.start)];
    return {
      requests: all.filter((each) => matches(each, filter)),
      dropped: this.dropped,
      throughput: this.seconds.map((each) => ({ ...each })),
    };
  }

  clear(): void {
    this.ring = [];
    this.start = 0;
    this.dropped = 0;
  }

  private keep(request: ProxyRequest): void {
    if (this.ring.length < requestsAtMost) {
      this.ring.push(request);
      return;
    }
    this.ring[this.start] = request;
    this.start = (this.start + 1) % requestsAtMost;
  }

  private second(): ProxyThroughput {
    const at = `${this.now().toISOString().slice(0, 19)}.000Z`;
    if (this.current?.at === at) return this.current;
    this.current = { at, requests: 0, errors: 0, bytesOut: 0, bytesIn: 0, connections: this.current?.connections ?? 0 };
    this.seconds.push(this.current);
    if (this.seconds.length > secondsAtMost) this.seconds.shift();
    return this.current;
  }
}

function matches(request: ProxyRequest, { proxyId, text, statusClass, afterSeq }: ProxyFilter): boolean {
  if (proxyId !== undefined && request.proxyId !== proxyId) return false;
  if (afterSeq !== undefined && request.seq <= afterSeq) return false;
  if (statusClass === 0 && request.error === undefined) return false;
  if (statusClass !== undefined && statusClass > 0 && Math.floor(request.status / 100) !== statusClass) return false;
  if (text === undefined || text === '') return true;
  return `${request.method} ${request.host}${request.path} ${request.status}`
    .toLowerCase()
    .includes(text.toLowerCase());
}
