import { describe, expect, it } from 'vitest';
import type { ProxyRequest } from '../../../../ipc/proxy-schemas';
import { filtered, noFilter, noTraffic, ratesOf, secondsOf, secondsShown, trafficOf, withEvent } from './traffic';

const start = Date.parse('2026-12-01T10:00:00Z');
const request = (seq: number, more: Partial<ProxyRequest> = {}): ProxyRequest => ({
  ...{ seq, proxyId: 'proxy-1', at: new Date(start + seq * 10).toISOString(), method: 'GET', host: 'app.test' },
  ...{ path: `/page/${seq}`, query: false, protocol: 'HTTP/2', status: 200, durationMs: 3, sent: 10, received: 0 },
  ...more,
});
const second = (offset: number, requests: number, errors = 0) => ({
  ...{ at: new Date(start + offset * 1000).toISOString(), requests, errors },
  ...{ bytesOut: 0, bytesIn: 0, connections: 1 },
});

describe('the live traffic', () => {
  it('has the newest first, each request once, and no more than are kept', () => {
    let traffic = trafficOf({ requests: [request(1), request(2)], dropped: 0, throughput: [] });
    traffic = withEvent(traffic, { requests: [request(2), request(3)], dropped: 4, throughput: second(0, 7) });
    expect(traffic.requests.map(({ seq }) => seq)).toEqual([3, 2, 1]);
    expect(traffic.dropped).toBe(4);
    const many = Array.from({ length: 6000 }, (_, index) => request(index + 10));
    const full = withEvent(traffic, { requests: many, dropped: 0, throughput: null });
    expect([full.requests.length, full.requests[0]?.seq]).toEqual([5000, 6009]);
  });

  it('counts a second that is told again once, and draws silence as zero', () => {
    let traffic = withEvent(noTraffic, { requests: [], dropped: 0, throughput: second(0, 3) });
    traffic = withEvent(traffic, { requests: [], dropped: 0, throughput: second(0, 5, 2) });
    traffic = withEvent(traffic, { requests: [], dropped: 0, throughput: second(3, 1) });
    const seconds = secondsOf(traffic.throughput, start + 4_500);
    expect(seconds).toHaveLength(secondsShown);
    expect(seconds.slice(-5).map(({ requests }) => requests)).toEqual([5, 0, 0, 1, 0]);
    expect(seconds.at(-5)?.errors).toBe(2);
  });

  it('is filtered by words, by the kind of answer and by proxy', () => {
    const all = [
      request(1),
      request(2, { status: 404, path: '/missing' }),
      request(3, { status: 502, error: 'Nobody answers.', proxyId: 'proxy-2' }),
    ];
    const seqs = (filter: Partial<typeof noFilter>) => filtered(all, { ...noFilter, ...filter }).map(({ seq }) => seq);
    expect(seqs({})).toEqual([1, 2, 3]);
    expect(seqs({ text: 'MISSING' })).toEqual([2]);
    expect(seqs({ status: '4' })).toEqual([2]);
    expect(seqs({ status: '0' })).toEqual([3]);
    expect(seqs({ proxyId: 'proxy-2', status: '2' })).toEqual([]);
  });

  it('gives each proxy its rate, and shares out what was not told one by one', () => {
    const requests = Array.from({ length: 40 }, (_, index) =>
      request(index, { proxyId: index % 4 === 0 ? 'a' : 'b' }),
    ).reverse();
    const rates = ratesOf({ requests, throughput: [second(0, 80)], dropped: 40 }, start + 1000);
    expect([rates.get('a'), rates.get('b')].map((rate) => rate?.toFixed(3))).toEqual(['2.000', '6.000']);
    expect(ratesOf({ requests, throughput: [second(0, 80)], dropped: 40 }, start + 60_000).size).toBe(0);
  });
});
