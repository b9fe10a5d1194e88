import type { EventData } from '../../../../ipc/contract';
import type { ProxyLog, ProxyRequest, ProxyThroughput } from '../../../../ipc/proxy-schemas';

/** As many as the main process keeps. */
const requestsAtMost = 5_000;
/** Seconds that the plot shows. */
export const secondsShown = 180;

/** What is known of the traffic. */
export interface Traffic {
  /** The newest first. */
  requests: readonly ProxyRequest[];
  /** One entry a second in which something happened, the oldest first. */
  throughput: readonly ProxyThroughput[];
  /** Requests that were counted and came too fast to be told one by one. */
  dropped: number;
}

export const noTraffic: Traffic = { requests: [], throughput: [], dropped: 0 };

export const trafficOf = ({ requests, throughput, dropped }: ProxyLog): Traffic => ({
  requests: [...requests].reverse(),
  throughput,
  dropped,
});

/** The traffic with what an event tells. A second that goes on comes again, with higher numbers. */
export function withEvent(traffic: Traffic, event: EventData<'proxy.traffic'>): Traffic {
  const newest = traffic.requests[0]?.seq ?? 0;
  const fresh = event.requests.filter(({ seq }) => seq > newest).reverse();
  const { throughput } = event;
  return {
    requests: fresh.length === 0 ? traffic.requests : [...fresh, ...traffic.requests].slice(0, requestsAtMost),
    throughput:
      throughput === null
        ? traffic.throughput
        : [...traffic.throughput.filter(({ at }) => at !== throughput.at), throughput].slice(-secondsShown),
    dropped: traffic.dropped + event.dropped,
  };
}

/** What of the requests is shown. */
export interface TrafficFilter {
  text: string;
  /** "" for all, "2" to "5" for 2xx to 5xx, "0" for those that went wrong. */
  status: '' | '2' | '3' | '4' | '5' | '0';
  /** "" for all. */
  proxyId: string;
}

export const noFilter: TrafficFilter = { text: '', status: '', proxyId: '' };
export const isFiltered = ({ text, status, proxyId }: TrafficFilter): boolean =>
  text.trim() !== '' || status !== '' || proxyId !== '';

/** The same choice as the main process makes for an export (`proxy.exportHar`). */
export function filtered(requests: readonly ProxyRequest[], filter: TrafficFilter): readonly ProxyRequest[] {
  if (!isFiltered(filter)) return requests;
  const text = filter.text.trim().toLowerCase();
  return requests.filter(
    (each) =>
      (filter.proxyId === '' || each.proxyId === filter.proxyId) &&
      (filter.status === '' ||
        (filter.status === '0' ? each.error !== undefined : Math.floor(each.status / 100) === Number(filter.status))) &&
      (text === '' || `${each.method} ${each.host}${each.path} ${each.status}`.toLowerCase().includes(text)),
  );
}

/** Requests a second of each proxy over the last ten whole seconds before `now` (milliseconds since 1970). */
export function ratesOf({ requests, throughput }: Traffic, now: number): ReadonlyMap<string, number> {
  const spanMs = 10_000;
  const recent: ProxyRequest[] = [];
  for (const request of requests) {
    if (Date.parse(request.at) < now - spanMs) break;
    recent.push(request);
  }
  // What came too fast to be told one by one is shared out among those that were told.
  const counted = throughput
    .filter(({ at }) => Date.parse(at) >= now - spanMs)
    .reduce((sum, second) => sum + second.requests, 0);
  const weight = recent.length === 0 ? 0 : Math.max(1, counted / recent.length);
  const rates = new Map<string, number>();
  for (const { proxyId } of recent) rates.set(proxyId, (rates.get(proxyId) ?? 0) + (weight * 1000) / spanMs);
  return rates;
}

/** One column of the plot. */
export interface Second {
  requests: number;
  errors: number;
}

/** The last seconds before `now`, the oldest first, with zeros where nothing happened. */
export function secondsOf(throughput: readonly ProxyThroughput[], now: number): Second[] {
  const last = Math.floor(now / 1000);
  const known = new Map(throughput.map((each) => [Math.floor(Date.parse(each.at) / 1000), each]));
  return Array.from({ length: secondsShown }, (_, index) => {
    const found = known.get(last - secondsShown + 1 + index);
    return { requests: found?.requests ?? 0, errors: found?.errors ?? 0 };
  });
}
