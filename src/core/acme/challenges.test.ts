import { createHash } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWeb, type WebServer } from '../../../test/support/acme-world';
import { dnsChallenge } from './challenge-dns';
import { httpChallenge } from './challenge-http';
import type { ChallengeLook } from './challenge-look';
import { tlsAlpnChallenge } from './challenge-tls-alpn';

let web: WebServer;
let other: Server;
let touched: string[];
beforeAll(async () => {
  web = await startWeb();
  // Another service of this machine, which nobody may be made to ask.
  other = createServer((request, response) => {
    touched.push(request.url ?? '');
    response.end('a secret of another service');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  touched = [];
  web.asked.length = 0;
  web.answer = undefined;
});
afterAll(async () => {
  await web.close();
  other.close();
  other.closeAllConnections();
});

const token = 'dG9rZW4tb2YtdGhpcy10ZXN0LW9mLWNoYWxsZW5nZXM';
const path = `/.well-known/acme-challenge/${token}`;
const keyAuthorization = `${token}.thumbprint`;
const look = (value = 'app.localhost', options: Partial<ChallengeLook['options']> = {}, ms = 1000): ChallengeLook => ({
  identifier: { type: /^[\d.]+$/.test(value) ? 'ip' : 'dns', value },
  token,
  keyAuthorization,
  options: { httpPort: web.port, tlsPort: 1, resolvers: [], ...options },
  signal: AbortSignal.timeout(ms),
});
const redirect = (to: string) => {
  web.answer = (_request, response) => response.writeHead(302, { location: to }).end();
};
const otherPort = () => (other.address() as AddressInfo).port;

describe('http-01', () => {
  it('asks the name itself for the path of the challenge and for nothing else', async () => {
    web.texts.set(path, keyAuthorization);
    await httpChallenge(look());
    await httpChallenge(look('127.0.0.1'));
    expect(web.asked).toEqual([path, path]);
  });

  it('follows a redirect to the same path at the same name, or one above or below', async () => {
    const hops = [`http://www.app.localhost:${web.port}${path}`, `//app.localhost:${web.port}${path}`];
    web.answer = (_request, response) => {
      const next = hops.shift();
      if (next === undefined) response.end(`${keyAuthorization}\n`);
      else response.writeHead(301, { location: next }).end();
    };
    await httpChallenge(look());
    expect(web.asked).toEqual([path, path, path]);
  });

  it.each([
    ['another port', () => `http://app.localhost:${otherPort()}${path}`],
    ['another path', () => `http://app.localhost:${web.port}/admin`],
    ['a query', () => `http://app.localhost:${web.port}${path}?delete=all`],
    ['another host', () => `http://evil.localhost:${web.port}${path}`],
    ['an address', () => `http://169.254.169.254${path}`],
    ['a file', () => 'file:///etc/passwd'],
    ['another protocol', () => `gopher://app.localhost:${web.port}${path}`],
    ['a password', () => `http://me:secret@app.localhost:${web.port}${path}`],
    ['what is no address', () => 'http://[::bad'],
  ])('does not follow one to %s', async (_what, to) => {
    redirect(to());
    await expect(httpChallenge(look())).rejects.toMatchObject({ type: 'incorrectResponse' });
    expect([web.asked.length, touched]).toEqual([1, []]);
  });

  it('gives up on redirects in circles', async () => {
    redirect(`http://app.localhost:${web.port}${path}`);
    await expect(httpChallenge(look())).rejects.toThrow('more than 5 times');
    expect(web.asked).toHaveLength(6);
  });

  it('reads a kilobyte of an endless answer, and tells on nothing of what it read', async () => {
    let sent = 0;
    web.answer = (_request, response) => {
      const more = () => {
        while (!response.destroyed && sent < 1_000_000_000) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536, 'x'))) {
            response.once('drain', more);
            return;
          }
        }
      };
      more();
    };
    await expect(httpChallenge(look())).rejects.toThrow('more than 1024 bytes');
    expect(sent).toBeLessThan(50_000_000);
    web.answer = (_request, response) => response.end('a secret');
    await expect(httpChallenge(look())).rejects.toThrow(/^(?!.*secret)/);
  });

  it.each([
    ['never answers', () => undefined],
    [
      'answers a byte at a time',
      (response: { write: (text: string) => unknown }) => setInterval(() => response.write('x'), 30).unref(),
    ],
  ])('waits for no server that %s', async (_what, answer) => {
    web.answer = (_request, response) => void answer(response);
    await expect(httpChallenge(look('app.localhost', {}, 300))).rejects.toThrow();
  });

  it('says that nothing listens, and that a name leads nowhere', async () => {
    await expect(httpChallenge(look('app.localhost', { httpPort: 1 }))).rejects.toMatchObject({ type: 'connection' });
    await expect(httpChallenge(look('nowhere.invalid', {}, 10_000))).rejects.toMatchObject({ type: 'dns' });
  });
});

describe('tls-alpn-01', () => {
  it('says that nothing listens, and refuses a server that does not speak it', async () => {
    await expect(tlsAlpnChallenge(look())).rejects.toMatchObject({ type: 'connection' });
    await expect(tlsAlpnChallenge(look('app.localhost', { tlsPort: web.port }))).rejects.toMatchObject({ type: 'tls' });
  });

  it('wants exactly the name, the critical extension, and the digest of this challenge', async () => {
    const { createServer: createTls } = await import('node:tls');
    const { run } = await import('../system/run');
    const { mkdtemp, readFile } = await import('node:fs/promises');
    const folder = await mkdtemp('/tmp/sealwax-alpn-');
    const digest = createHash('sha256').update(keyAuthorization).digest('hex');
    const made = async (name: string, extension: string) => {
      const files = [`${folder}/${name}-key.pem`, `${folder}/${name}.pem`] as const;
      const subject = [
        '-subj',
        '/CN=challenge',
        '-addext',
        name.startsWith('two')
          ? 'subjectAltName=DNS:app.localhost,DNS:b.localhost'
          : 'subjectAltName=DNS:app.localhost',
      ];
      await run(
        'openssl',
        [
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:P-256',
          '-nodes',
          '-days',
          '2',
          ...subject,
          '-addext',
          extension,
          '-keyout',
          files[0],
          '-out',
          files[1],
        ],
        {},
      );
      return { key: await readFile(files[0]), cert: await readFile(files[1]) };
    };
    const good = `1.3.6.1.5.5.7.1.31=critical,DER:0420${digest}`;
    const certificates = [
      await made('good', good),
      await made('two', good),
      await made('lax', good.replace('critical,', '')),
      await made('stale', good.replace(digest, '00'.repeat(32))),
    ];
    const verdicts: unknown[] = [];
    for (const pair of certificates) {
      const server = createTls({ ...pair, ALPNProtocols: ['acme-tls/1'] });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      verdicts.push(
        await tlsAlpnChallenge(look('app.localhost', { tlsPort: port })).then(
          () => 'valid',
          (error: Error) => error.message,
        ),
      );
      server.close();
    }
    expect(verdicts).toEqual([
      'valid',
      expect.stringContaining('nothing else'),
      expect.stringContaining('no critical'),
      expect.stringContaining('another challenge'),
    ]);
  }, 30_000);
});

describe('dns-01', () => {
  /** A name server that answers every question with one TXT record (RFC 1035 section 4). */
  async function nameServer(text: string): Promise<{ socket: Socket; address: string }> {
    const socket = createSocket('udp4');
    socket.on('message', (query, from) => {
      const question = query.subarray(12);
      const header = Buffer.from([query[0] ?? 0, query[1] ?? 0, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]);
      const end = question.indexOf(0) + 5;
      const value = Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
      const record = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 1, 0, value.length]);
      socket.send(Buffer.concat([header, question.subarray(0, end), record, value]), from.port, from.address);
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return { socket, address: `127.0.0.1:${socket.address().port}` };
  }

  it('asks the name server that was chosen for the digest of the challenge', async () => {
    const wanted = createHash('sha256').update(keyAuthorization).digest('base64url');
    const right = await nameServer(wanted);
    await dnsChallenge(look('app.test', { resolvers: [right.address] }));
    const wrong = await nameServer('something else');
    await expect(dnsChallenge(look('app.test', { resolvers: [wrong.address] }))).rejects.toMatchObject({
      type: 'incorrectResponse',
    });
    right.socket.close();
    wrong.socket.close();
  });
});
