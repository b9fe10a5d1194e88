import { spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer as createHttp2 } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/core/system/run';
import { formFor, freePort, httpBackend, type Proxied, proxied, rest, secure, talk } from '../support/proxied';

let all: Proxied;
let folder = '';

beforeAll(async () => {
  all = await proxied();
  folder = await mkdtemp(join(tmpdir(), 'sealwax-browser-'));
}, 60_000);
afterAll(async () => {
  await all?.end();
  await rm(folder, { recursive: true, force: true });
});

const page = `<!doctype html><title>proxied</title><script type="module">
const socket = (text) => new Promise((done, fail) => {
  const it = new WebSocket('wss://' + location.host + '/socket');
  it.onopen = () => it.send(text);
  it.onmessage = ({ data }) => done(data);
  it.onerror = () => fail(new Error('socket'));
});
const events = () => new Promise((done) => {
  const seen = [];
  const it = new EventSource('/events');
  it.onmessage = ({ data }) => { seen.push(data); if (seen.length === 3) { it.close(); done(seen); } };
});
const result = { socket: await socket('over the proxy'), events: await events() };
result.posted = await (await fetch('/echo', { method: 'POST', body: 'x'.repeat(200000) })).text();
result.protocol = performance.getEntriesByType('navigation')[0].nextHopProtocol;
await fetch('/result', { method: 'POST', body: JSON.stringify(result) });
</script>`;

describe('Chromium through the proxy', () => {
  it('has pages over HTTP/2, a WebSocket, and events as they come', async () => {
    let told: (text: string) => void = () => undefined;
    const result = new Promise<string>((done) => {
      told = done;
    });
    const { port: backend, server } = await httpBackend((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => {
        body += piece;
      });
      request.on('end', () => {
        if (request.url === '/events') {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          let count = 0;
          const next = () => {
            count += 1;
            response.write(`data: ${count}\n\n`);
            if (count < 3) setTimeout(next, 50);
          };
          next();
          return;
        }
        if (request.url === '/result') told(body);
        response.setHeader('content-type', 'text/html').end(request.url === '/echo' ? String(body.length) : page);
      });
    });
    server.on('upgrade', (request, socket) => {
      // RFC 6455 section 4.2.2.
      const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
      const accept = createHash('sha1').update(key).digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      socket.on('error', () => undefined);
      socket.on('data', (frame: Buffer) => {
        const length = (frame[1] ?? 0) & 127;
        const text = Buffer.from(frame.subarray(6, 6 + length).map((byte, at) => byte ^ (frame[2 + (at % 4)] ?? 0)));
        if ((frame[0] ?? 0) === 0x81) socket.write(Buffer.concat([Buffer.from([0x81, length]), text]));
      });
    });
    const port = await freePort();
    const { id } = await all.proxies.add(formFor(port, backend));
    const database = join(folder, '.pki/nssdb');
    await mkdir(database, { recursive: true });
    await writeFile(join(folder, 'root.pem'), all.rootPem);
    await run('certutil', ['-N', '-d', `sql:${database}`, '--empty-password']);
    await run('certutil', ['-A', '-d', `sql:${database}`, '-n', 'root', '-t', 'C,,', '-i', join(folder, 'root.pem')]);
    const args = [
      '--headless',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--remote-debugging-port=0',
    ];
    const chromium = spawn(
      'chromium',
      [
        ...args,
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        `--user-data-dir=${join(folder, 'profile')}`,
        '--host-resolver-rules=MAP app.test 127.0.0.1',
        `https://app.test:${port}/`,
      ],
      { env: { ...process.env, HOME: folder }, stdio: 'ignore' },
    );
    try {
      expect(JSON.parse(await result)).toEqual({
        socket: 'over the proxy',
        events: ['1', '2', '3'],
        posted: '200000',
        protocol: 'h2',
      });
    } finally {
      chromium.kill('SIGKILL');
      server.closeAllConnections();
      server.close();
    }
    await expect
      .poll(() => all.proxies.requests({ proxyId: id }).requests.map(({ path, protocol }) => `${protocol} ${path}`))
      .toEqual(expect.arrayContaining(['WebSocket /socket', 'HTTP/2 /echo']));
  });
});

describe('a backend in HTTP/2 without TLS', () => {
  it('is spoken to so, whatever the client speaks', async () => {
    const server = createHttp2();
    server.on('stream', (stream, headers) => {
      let body = '';
      stream.setEncoding('utf8').on('data', (piece: string) => {
        body += piece;
      });
      stream.on('end', () => {
        stream.respond({ ':status': 200 });
        stream.end(`${headers[':method']} ${headers[':path']} ${body}`);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const port = await freePort();
    await all.proxies.add(formFor(port, (server.address() as AddressInfo).port, { protocol: 'h2c' }));
    const ask = (how: string) =>
      run('curl', [
        '--silent',
        '--cacert',
        join(folder, 'root.pem'),
        '--resolve',
        `app.test:${port}:127.0.0.1`,
        how,
        '--data',
        'body',
        `https://app.test:${port}/a?b`,
      ]);
    await writeFile(join(folder, 'root.pem'), all.rootPem);
    expect((await ask('--http1.1')).stdout).toBe('POST /a?b body');
    expect((await ask('--http2')).stdout).toBe('POST /a?b body');
    server.close();
  });
});

describe('what may be asked for', () => {
  it('TLS 1.3 alone, client certificates, a redirect, HSTS, and a key log that nobody else can read', async () => {
    const { port: backend } = await httpBackend((_request, response) => response.end('inside'));
    const [port, plain] = [await freePort(), await freePort()];
    const options = {
      redirectFrom: plain,
      hstsSeconds: 60,
      clientCertificates: 'required',
      tls13Only: true,
      keyLog: true,
    } as const;
    const view = await all.proxies.add(formFor(port, backend, { options }));
    expect(view).toMatchObject({ state: 'running', open: false });
    const get = `GET / HTTP/1.1\r\nHost: app.test:${port}\r\nConnection: close\r\n\r\n`;
    await expect(secure(port, all.rootPem, { maxVersion: 'TLSv1.2' })).rejects.toThrow(/protocol version|handshake/i);
    expect(await talk(port, all.rootPem, get)).toMatch(/^HTTP\/1\.1 403 .*client certificate/s);
    // A session that began without a certificate is taken up again without one.
    const first = await secure(port, all.rootPem);
    const session = await new Promise<Buffer>((done) => first.resume().once('session', done));
    first.destroy();
    const resumed = await secure(port, all.rootPem, { session });
    expect(resumed.isSessionReused()).toBe(true);
    resumed.write(get);
    expect(await rest(resumed)).toMatch(/^HTTP\/1\.1 403/);
    const { id } = await all.services.certificates.issue({
      names: ['somebody@app.test', 'somebody.test'].slice(1),
      purpose: 'client',
    });
    const { fullChainPem, keyPem = '' } = await all.services.certificates.readFiles(id);
    const socket = await secure(port, all.rootPem, { cert: fullChainPem, key: keyPem });
    socket.write(get);
    const answer = await new Promise<string>((done) => {
      let text = '';
      socket.on('data', (piece) => {
        text += String(piece);
      });
      socket.on('close', () => done(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK.*Strict-Transport-Security: max-age=60.*inside$/s);
    const sent = await run('curl', [
      '--silent',
      '--output',
      '/dev/null',
      '--write-out',
      '%{http_code} %{redirect_url}',
      '--header',
      'Host: app.test',
      `http://127.0.0.1:${plain}/a?b`,
    ]);
    expect(sent.stdout).toBe(`308 https://app.test:${port}/a?b`);
    const file = view.keyLogFile ?? '';
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toMatch(/^CLIENT_HANDSHAKE_TRAFFIC_SECRET [0-9a-f]{64} /m);
    expect(existsSync(file)).toBe(true);
    expect(new X509Certificate(fullChainPem).subject).toContain('somebody');
  });

  it('is told, with a way out, when it cannot be', async () => {
    const { port: taken } = await httpBackend((_request, response) => response.end());
    const failed = await all.proxies.add(formFor(taken, 5000));
    expect(failed).toMatchObject({
      state: 'failed',
      problem: { code: 'port-taken', message: expect.stringContaining(`(process ${process.pid})`) },
    });
    await all.proxies.remove(failed.id);
    const problems = await all.proxies.check(
      formFor(8443, 8443, {
        address: '203.0.113.9',
        names: [{ name: 'other.example.com', routes: [{ path: '/', host: 'localhost', port: 1, protocol: 'http1' }] }],
      }),
    );
    expect(problems.map(({ code }) => code)).toEqual(['address-not-here', 'name-outside-limits']);
    const itself = await all.proxies.check(formFor(8443, 8443));
    expect(itself).toMatchObject([{ code: 'invalid-input', message: expect.stringContaining('the proxy itself') }]);
  });
});
