import { describe, expect, it } from 'vitest';
import { nameOf, rateInWords, routesOf, sizeInWords, statusSign, timeInWords } from './words';

describe('the words of the proxy', () => {
  it('sizes, times and rates are short, and never cross into the next unit by rounding', () => {
    expect([0, 999, 1000, 9_960, 999_499, 999_600, 34_000_000].map(sizeInWords)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '10 kB',
      '999 kB',
      '1.0 MB',
      '34 MB',
    ]);
    expect([0.2, 3.4, 999.4, 999.6, 59_999, 125_000].map(timeInWords)).toEqual([
      'under 1 ms',
      '3 ms',
      '999 ms',
      '1.00 s',
      '1 min 0 s',
      '2 min 5 s',
    ]);
    expect([0, 0.04, 0.4, 3, 12.6].map(rateInWords)).toEqual(['0', 'under 0.1', '0.4', '3', '13']);
  });

  it('names and routes read as one line', () => {
    const route = { path: '/', host: 'localhost', port: 5000, protocol: 'http1' } as const;
    const api = { path: '/api', host: '::1', port: 8080, protocol: 'h2c' } as const;
    expect(routesOf([api, route])).toBe('localhost:5000, /api to [::1]:8080 (HTTP/2)');
    const named = (...names: string[]) => nameOf({ names: names.map((name) => ({ name, routes: [route] })) });
    expect([named('a'), named('a', 'b'), named('a', 'b', 'c')]).toEqual(['a', 'a and b', 'a, b and 1 more']);
  });

  it('an answer that went wrong has another sign than one that is only refused', () => {
    const signs = [200, 304, 404, 502, 0].map((status) => statusSign({ status }));
    expect(signs.map(({ tone, word }) => `${tone} ${word}`)).toEqual([
      'ok 200',
      'idle 304',
      'warn 404',
      'bad 502',
      'bad none',
    ]);
    expect(statusSign({ status: 200, error: 'The client was gone.' }).tone).toBe('warn');
  });
});
