import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  freePort,
  httpBackend,
  overHttp2,
  type Proxied,
  proxied,
  rawBackend,
  rest,
  secure,
  talk,
} from '../../../test/support/proxied';

let all: Proxied;
let port: number;
let id: string;
/** What the raw backend does with the next connection. */
let behave: (socket: Socket) => void = () => undefined;
const seen: string[] = [];

const get = (path = '/', more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: app.test:${port}\r\n${more}Connection: close\r\n\r\n`;
const ask = (text: string) => talk(port, all.rootPem, text);

beforeAll(async () => {
  all = await proxied({ headMs: 400, bodyMs: 400, answerMs: 600, handshakeMs: 500 });
  port = await freePort();
  const plain = await httpBackend((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => {
      if (request.url === '/trailers') {
        response.writeHead(200, { trailer: 'x-sum' });
        response.write('body');
        response.addTrailers({ 'x-sum': '42' });
        response.end();
        return;
      }
      const body = Buffer.concat(pieces).toString();
      const { trailers, rawHeaders, method, url } = request;
      response
        .setHeader('x-own', 'yes')
        .setHeader('keep-alive', 'timeout=9')
        .end(JSON.stringify({ method, url, body, trailers, rawHeaders }));
    });
  });
  const raw = await rawBackend((socket) => {
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      if (!text.includes('\r\n\r\n')) return;
      seen.push(text);
      text = '';
      behave(socket);
    });
  });
  const routes = [
    { path: '/', host: '127.0.0.1', port: plain.port, protocol: 'http1' as const },
    { path: '/raw', host: '127.0.0.1', port: raw.port, protocol: 'http1' as const },
    { path: '/down', host: '127.0.0.1', port: await freePort(), protocol: 'http1' as const },
  ];
  const made = await all.proxies.add({ address: '127.0.0.1', port, names: [{ name: 'app.test', routes }] });
  expect(made).toMatchObject({ state: 'running', urls: [`https://app.test:${port}/`] });
  id = made.id;
});

afterAll(() => all.end());

const json = (answer: string) => {
  const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
  return JSON.parse(body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1)) as {
    method: string;
    url: string;
    body: string;
    trailers: Record<string, string>;
    rawHeaders: string[];
  };
};

describe('what is passed on', () => {
  it('says who asked, believes nothing that the client says of itself, and leaves out what is of its connection', async () => {
    const answer = await ask(
      get(
        '/a?b=c',
        'X-Forwarded-For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nX-Forwarded-Proto: gopher\r\nX-Real-IP: 6\r\nX-Kept: 1\r\nX-Hop: 1\r\nConnection: x-hop\r\nTE: gzip\r\n',
      ),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).not.toMatch(/keep-alive: timeout/i);
    const { url, rawHeaders } = json(answer);
    expect(url).toBe('/a?b=c');
    const pairs = rawHeaders.flatMap((each, at) =>
      at % 2 === 0 ? [`${each.toLowerCase()}: ${rawHeaders[at + 1]}`] : [],
    );
    expect(pairs.map((each) => each.replace(/sealwax-[0-9a-f]{8}/, 'sealwax-1'))).toEqual([
      `host: app.test:${port}`,
      'x-kept: 1',
      'x-forwarded-for: 127.0.0.1',
      'x-forwarded-proto: https',
      `x-forwarded-host: app.test:${port}`,
      `x-forwarded-port: ${port}`,
      `forwarded: for=127.0.0.1;host="app.test:${port}";proto=https`,
      'via: 1.1 sealwax-1',
    ]);
  });

  it('carries bodies in chunks with their trailers both ways', async () => {
    const body = '3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 7\r\nContent-Length: 9\r\n\r\n';
    const answer = await ask(
      `POST /x HTTP/1.1\r\nHost: app.test\r\nTransfer-Encoding: chunked\r\nTrailer: x-sum\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(json(answer)).toMatchObject({ method: 'POST', body: 'abcde', trailers: { 'x-sum': '7' } });
    expect(await ask(get('/trailers'))).toMatch(/4\r\nbody\r\n0\r\nx-sum: 42\r\n\r\n$/i);
  });

  it('answers requests that came together one after the other', async () => {
    const one = (path: string) => `GET ${path} HTTP/1.1\r\nHost: app.test\r\n\r\n`;
    const answer = await ask(
      `${one('/1')}${one('/2')}POST /3 HTTP/1.1\r\nHost: app.test\r\nContent-Length: 2\r\n\r\nhi${get('/4')}`,
    );
    expect([...answer.matchAll(/"url":"(\/\d)","body":"(\w*)"/g)].map(([, url, body]) => [url, body])).toEqual([
      ['/1', ''],
      ['/2', ''],
      ['/3', 'hi'],
      ['/4', ''],
    ]);
  });

  it('knows HTTP/1.0, which has no chunks', async () => {
    behave = (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n');
    expect(await ask('GET /raw HTTP/1.0\r\nHost: app.test\r\n\r\n')).toBe(
      'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhi',
    );
  });

  it('passes 103 on, and an answer without a length in chunks', async () => {
    behave = (socket) =>
      socket.end('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\nuntil the end');
    expect(await ask(get('/raw'))).toBe(
      'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nd\r\nuntil the end\r\n0\r\n\r\n',
    );
  });

  it('carries HTTP/2 with trailers', async () => {
    const { fetched, close } = overHttp2(port, all.rootPem);
    const posted = await fetched({ ':method': 'POST', ':path': '/h2', cookie: 'a=1' }, 'over two');
    expect(JSON.parse(posted.text)).toMatchObject({ body: 'over two', url: '/h2' });
    expect(posted.text).toContain('proto=https');
    expect(await fetched({ ':path': '/trailers' })).toMatchObject({
      status: 200,
      text: 'body',
      trailers: { 'x-sum': '42' },
    });
    expect(await fetched({ ':path': '/down', accept: 'application/json' })).toMatchObject({ status: 502 });
    // HTTP/2 has no such status; the connection and all others in it must live on.
    behave = (socket) => socket.write('HTTP/1.1 700 Odd\r\nContent-Length: 4\r\n\r\nodd!');
    expect(await fetched({ ':path': '/raw' })).toMatchObject({ status: 502 });
    behave = (socket) =>
      socket.write(
        'HTTP/1.1 200 OK\r\nETag: 1\r\nETag: 2\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 4\r\n\r\ngood',
      );
    expect(await fetched({ ':path': '/raw' })).toMatchObject({ status: 200, text: 'good' });
    close();
  });
});

describe('what is refused', () => {
  const host = 'Host: app.test\r\n';
  it.each([
    [
      'a length beside a coding',
      `POST / HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['two lengths', `POST / HTTP/1.1\r\n${host}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde`, 400],
    ['a length with a sign', `POST / HTTP/1.1\r\n${host}Content-Length: +5\r\n\r\nabcde`, 400],
    [
      'a coding that is hidden behind a tab',
      `POST / HTTP/1.1\r\n${host}Transfer-Encoding:\tchunked, identity\r\n\r\n0\r\n\r\n`,
      501,
    ],
    ['a blank before the colon', `POST / HTTP/1.1\r\n${host}Content-Length : 5\r\n\r\nabcde`, 400],
    ['a folded line', `GET / HTTP/1.1\r\n${host}X: a\r\n b\r\n\r\n`, 400],
    ['a lone line feed', `GET / HTTP/1.1\r\n${host}X: a\nTransfer-Encoding: chunked\r\n\r\n`, 400],
    ['two hosts', `GET / HTTP/1.1\r\n${host}Host: other.test\r\n\r\n`, 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    [
      'a chunk that is longer than it says',
      `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n`,
      400,
    ],
    [
      'a chunk with a size that is none',
      `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n0x2\r\nab\r\n0\r\n\r\n`,
      400,
    ],
    ['CONNECT', `CONNECT app.test:443 HTTP/1.1\r\n${host}\r\n`, 405],
    ['HTTP/2 without its own handshake', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
    ['what is no HTTP', 'hello\r\n\r\n', 400],
    ['headers without an end', `GET / HTTP/1.1\r\n${host}X: ${'a'.repeat(40_000)}`, 431],
    ['a name that nobody has', 'GET / HTTP/1.1\r\nHost: other.test\r\nConnection: close\r\n\r\n', 404],
    ['a request that came round', `GET / HTTP/1.1\r\n${host}VIA\r\n`, 508],
  ])('%s', async (_what, text, status) => {
    const before = seen.length;
    const via = (json(await ask(get())).rawHeaders.at(-1) ?? '').replace('1.1 ', '');
    const answer = await ask(text.replace('VIA', `Via: 1.1 x, 1.1 ${via}\r\nConnection: close\r\n`));
    expect(answer.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
    expect(seen.length).toBe(before);
  });

  it('a client that sends a byte a second, with a reason', async () => {
    const socket = await secure(port, all.rootPem);
    const answer = rest(socket);
    let sent = 0;
    const timer = setInterval(() => socket.write(get()[sent++] ?? 'x'), 50);
    expect(await answer).toMatch(/^HTTP\/1\.1 408/);
    clearInterval(timer);
  });
});

describe('a backend', () => {
  it('that is down gets a page that says so, in the form that was asked for', async () => {
    const page = await ask(get('/down', 'Accept: text/html\r\n'));
    expect(page).toMatch(/^HTTP\/1\.1 502 .*Retry-After: 2.*Nothing listens on 127\.0\.0\.1:\d+/s);
    expect(page).toContain('http-equiv="refresh"');
    expect(json(await ask(get('/down', 'Accept: application/json\r\n')))).toMatchObject({
      error: { code: 'backend-down' },
    });
  });

  it.each([
    ['closes early', (socket: Socket) => socket.destroy(), 502, 'ended the connection before it had answered'],
    ['never answers', () => undefined, 504, 'did not answer in time'],
    [
      'sends what is no HTTP',
      (socket: Socket) => socket.end('220 mail.test ESMTP ready\r\n\r\n'),
      502,
      'no proper answer',
    ],
    [
      'sends broken headers',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nA b: c\r\n\r\n'),
      502,
      'no proper answer',
    ],
    [
      'gives two lengths',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
      502,
      'two lengths',
    ],
    [
      'sends headers without an end',
      (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(20_000)}`),
      502,
      'no proper answer',
    ],
  ])('that %s gets a page with the reason', async (_what, how, status, reason) => {
    behave = how;
    const answer = await ask(get('/raw'));
    expect(answer.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
    expect(answer).toContain(reason);
    await vi.waitFor(() => {
      const { requests } = all.proxies.requests({ proxyId: id, text: '/raw', statusClass: 0 });
      expect(requests.at(-1)).toMatchObject({ status, path: '/raw', error: expect.stringContaining(reason) });
    });
  });

  it('that ends in the middle of its answer ends the answer, too, so that nobody takes it for whole', async () => {
    behave = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
      setTimeout(() => socket.destroy(), 50);
    };
    expect(await ask(get('/raw'))).toMatch(/Content-Length: 100\r\n.*half$/s);
  });

  it('that says more than was asked for cannot answer the next request with it', async () => {
    behave = (socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil');
    expect(await ask(get('/raw/1'))).toMatch(/ok$/);
    behave = (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood');
    expect(await ask(get('/raw/2'))).toMatch(/good$/);
  });
});

it('leaves no connection behind when a client goes away, whatever it spoke', async () => {
  const sessions = [overHttp2(port, all.rootPem), overHttp2(port, all.rootPem)];
  for (const { fetched } of sessions) expect((await fetched({ ':path': '/' })).status).toBe(200);
  const sockets = await Promise.all([secure(port, all.rootPem), secure(port, all.rootPem, { ALPNProtocols: ['h2'] })]);
  const open = () => all.proxies.requests().throughput.at(-1)?.connections;
  await vi.waitFor(() => expect(open()).toBeGreaterThanOrEqual(4));
  for (const { close } of sessions) close();
  for (const socket of sockets) socket.end();
  await vi.waitFor(() => expect(open()).toBe(0), { timeout: 4000 });
});
