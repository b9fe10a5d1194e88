import type { ProxyRequest } from '../../../ipc/proxy-schemas';
import type { Traffic } from '../proxy-host';

/** One request from its head to the end of its answer, as it is told. */
export interface Flight {
  proxyId: string;
  /** Milliseconds since 1970, and of the monotonic clock. */
  at: number;
  started: number;
  firstByte: number;
  method: string;
  authority: string;
  target: string;
  protocol: ProxyRequest['protocol'];
  backend: string;
  status: number;
  sent: number;
  received: number;
  contentType: string | undefined;
  tls: string;
  error: string | undefined;
}

/** Requests that are told one by one between two messages; the rest is counted. */
const toldAtOnce = 250;
const longestPath = 2_000;

/** Counts what happens, and notes some of it, until the next message takes it away. */
export class Recorder {
  /** Open connections of clients. */
  connections = 0;
  private requests: Omit<ProxyRequest, 'seq'>[] = [];
  private counts = { requests: 0, errors: 0, bytesOut: 0, bytesIn: 0 };
  private dropped = 0;
  private connectionsTold = 0;

  bytes(out: number, in_: number): void {
    this.counts.bytesOut += out;
    this.counts.bytesIn += in_;
  }

  done(flight: Flight): void {
    this.counts.requests += 1;
    if (flight.error !== undefined) this.counts.errors += 1;
    if (flight.proxyId === '') return;
    // What went wrong is worth more than one of many that went well.
    if (this.requests.length >= (flight.error === undefined ? toldAtOnce : toldAtOnce * 2)) this.dropped += 1;
    else this.requests.push(told(flight));
  }

  /** What there is to tell; undefined when nothing happened. */
  take(): Traffic | undefined {
    const { counts, requests, dropped, connections } = this;
    const quiet = counts.requests === 0 && counts.bytesOut === 0 && counts.bytesIn === 0;
    if (quiet && connections === this.connectionsTold) return undefined;
    this.connectionsTold = connections;
    this.requests = [];
    this.counts = { requests: 0, errors: 0, bytesOut: 0, bytesIn: 0 };
    this.dropped = 0;
    return { requests, dropped, counts: { ...counts, connections } };
  }
}

const rounded = (ms: number) => Math.round(ms * 100) / 100;

function told(flight: Flight): Omit<ProxyRequest, 'seq'> {
  const { target, firstByte, started, backend, contentType, error, tls } = flight;
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  return {
    proxyId: flight.proxyId,
    at: new Date(flight.at).toISOString(),
    method: flight.method,
    host: flight.authority,
    path: path.length > longestPath ? `${path.slice(0, longestPath)}…` : path,
    query: mark >= 0,
    protocol: flight.protocol,
    ...(backend === '' ? {} : { backend }),
    status: flight.status,
    ...(firstByte === 0 ? {} : { firstByteMs: rounded(firstByte - started) }),
    durationMs: rounded(performance.now() - started),
    sent: flight.sent,
    received: flight.received,
    ...(contentType === undefined ? {} : { contentType }),
    ...(tls === '' ? {} : { tls }),
    ...(error === undefined ? {} : { error }),
  };
}
