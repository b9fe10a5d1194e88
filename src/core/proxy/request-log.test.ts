import { describe, expect, it } from 'vitest';
import { harOf } from './har';
import type { Traffic } from './proxy-host';
import { RequestLog } from './request-log';

const request = (path: string, more: object = {}): Traffic['requests'][0] => ({
  ...{ proxyId: 'proxy-1', at: '2026-11-28T10:00:00.000Z', method: 'GET', host: 'app.test', path, query: false },
  ...{ protocol: 'HTTP/2', status: 200, firstByteMs: 4, durationMs: 10, sent: 5, received: 0, ...more },
});
const traffic = (requests: Traffic['requests'], dropped = 0): Traffic => ({
  ...{ requests, dropped },
  counts: { requests: requests.length, errors: 0, bytesOut: 1, bytesIn: 2, connections: 3 },
});

describe('the log of requests', () => {
  it('keeps the last five thousand, numbered, the oldest first, and says how many were left out', () => {
    const log = new RequestLog(() => new Date('2026-11-28T10:00:00Z'));
    for (let turn = 0; turn < 30; turn += 1) {
      log.add(
        traffic(
          Array.from({ length: 200 }, (_, index) => request(`/${turn * 200 + index + 1}`)),
          1,
        ),
      );
    }
    const { requests, dropped } = log.read({});
    expect([requests.length, requests[0]?.path, requests.at(-1)?.path, requests.at(-1)?.seq, dropped]).toEqual([
      5000,
      '/1001',
      '/6000',
      6000,
      30,
    ]);
    expect(log.read({ afterSeq: 5998 }).requests.map(({ path }) => path)).toEqual(['/5999', '/6000']);
    log.clear();
    expect(log.read({})).toMatchObject({ requests: [], dropped: 0 });
  });

  it('finds by proxy, text, status and error', () => {
    const log = new RequestLog(() => new Date(0));
    log.add(
      traffic([
        request('/a'),
        request('/b', { status: 502, error: 'Nothing listens.' }),
        request('/c', { proxyId: 'proxy-2', method: 'POST' }),
      ]),
    );
    const found = (filter: object) => log.read(filter).requests.map(({ path }) => path);
    expect(found({ statusClass: 5 })).toEqual(['/b']);
    expect(found({ statusClass: 0 })).toEqual(['/b']);
    expect(found({ proxyId: 'proxy-2' })).toEqual(['/c']);
    expect(found({ text: 'post APP' })).toEqual(['/c']);
  });

  it('adds up each second, for three minutes', () => {
    let now = 0;
    const log = new RequestLog(() => new Date(now));
    for (let second = 0; second < 200; second += 1) {
      now = second * 1000;
      log.add(traffic([request('/')]));
      log.add(traffic([request('/')]));
    }
    const { throughput } = log.read({});
    expect(throughput.length).toBe(180);
    expect(throughput.at(-1)).toEqual({
      at: '1970-01-01T00:03:19.000Z',
      requests: 2,
      errors: 0,
      bytesOut: 2,
      bytesIn: 4,
      connections: 3,
    });
  });

  it('is exported as HAR 1.2', () => {
    const har = JSON.parse(harOf([{ ...request('/x', { query: true, contentType: 'text/html' }), seq: 1 }], '1.0'));
    expect(har.log).toMatchObject({ version: '1.2', creator: { name: 'Sealwax', version: '1.0' } });
    expect(har.log.entries).toMatchObject([
      {
        ...{ startedDateTime: '2026-11-28T10:00:00.000Z', time: 10, timings: { send: 0, wait: 4, receive: 6 } },
        request: { method: 'GET', url: 'https://app.test/x', httpVersion: 'HTTP/2.0', queryString: [], headers: [] },
        response: { status: 200, content: { size: 5, mimeType: 'text/html' } },
        comment: 'The query string was not kept.',
      },
    ]);
  });
});
