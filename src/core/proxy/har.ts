import type { ProxyRequest } from '../../ipc/proxy-schemas';

const httpVersions = { 'HTTP/1.0': 'HTTP/1.0', 'HTTP/1.1': 'HTTP/1.1', 'HTTP/2': 'HTTP/2.0', WebSocket: 'HTTP/1.1' };

/**
 * Requests as HAR 1.2 (the format's own page: http://www.softwareishard.com/blog/har-12-spec/). Headers, query strings and bodies
 * were never kept, so those lists are empty and say so; sizes are those of bodies (bytes), times in milliseconds.
 */
export function harOf(requests: readonly ProxyRequest[], version: string): string {
  const entries = requests.map((each) => {
    const wait = each.firstByteMs ?? each.durationMs;
    const comment = each.error ?? (each.query ? 'The query string was not kept.' : '');
    return {
      startedDateTime: each.at,
      time: each.durationMs,
      request: {
        method: each.method,
        url: `https://${each.host}${each.path}`,
        httpVersion: httpVersions[each.protocol],
        cookies: [],
        headers: [],
        queryString: [],
        headersSize: -1,
        bodySize: each.received,
      },
      response: {
        status: each.status,
        statusText: '',
        httpVersion: httpVersions[each.protocol],
        cookies: [],
        headers: [],
        content: { size: each.sent, mimeType: each.contentType ?? '' },
        redirectURL: '',
        headersSize: -1,
        bodySize: each.sent,
      },
      cache: {},
      timings: { send: 0, wait, receive: Math.max(0, each.durationMs - wait) },
      ...(comment === '' ? {} : { comment }),
    };
  });
  const creator = { name: 'Sealwax', version };
  const comment = 'Headers, query strings and bodies are not kept.';
  return `${JSON.stringify({ log: { version: '1.2', creator, comment, entries } }, null, 2)}\n`;
}
