import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2';
import type { Fields } from './fields';

/** Fields of a connection, which HTTP/2 does not have (RFC 9113 section 8.2.2). */
const ofConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'te',
  'host',
  'http2-settings',
]);

/** What Node gives for HTTP/2 as fields; without the ones that begin with a colon, and without the length, which is told apart. */
export function fieldsOf(headers: IncomingHttpHeaders): Fields {
  const fields: Fields = [];
  for (const name of Object.keys(headers)) {
    if (name.charCodeAt(0) === 58 || ofConnection.has(name) || name === 'content-length' || name === 'trailer')
      continue;
    const value = headers[name];
    if (Array.isArray(value)) for (const each of value) fields.push(name, each);
    else if (value !== undefined) fields.push(name, value);
  }
  return fields;
}

/** Fields as Node takes them for HTTP/2. One that comes twice becomes a list. */
export function headersOf(...lists: Fields[]): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const fields of lists) {
    for (let at = 0; at < fields.length; at += 2) {
      const name = (fields[at] as string).toLowerCase();
      const value = fields[at + 1] as string;
      if (ofConnection.has(name)) continue;
      const before = headers[name];
      if (before === undefined) headers[name] = value;
      else if (single.has(name)) headers[name] = name === 'cookie' ? `${String(before)}; ${value}` : before;
      else headers[name] = Array.isArray(before) ? [...before, value] : [String(before), value];
    }
  }
  return headers;
}

/** What Node refuses to send twice. */
const single = new Set([
  ...[
    'cookie',
    'content-type',
    'content-length',
    'user-agent',
    'referer',
    'authorization',
    'from',
    'max-forwards',
    'date',
  ],
  ...[
    'location',
    'etag',
    'expires',
    'age',
    'last-modified',
    'retry-after',
    'server',
    'content-encoding',
    'content-range',
  ],
  ...[
    'content-location',
    'content-language',
    'if-match',
    'if-modified-since',
    'if-none-match',
    'if-range',
    'if-unmodified-since',
  ],
  ...[
    'range',
    'proxy-authorization',
    'access-control-allow-credentials',
    'access-control-max-age',
    'access-control-request-method',
  ],
  ...['content-md5', 'dnt', 'tk', 'upgrade-insecure-requests', 'x-content-type-options'],
]);
