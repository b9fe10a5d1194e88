import { createServer, type RequestListener, type Server } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { type AddressInfo, createServer as createTcp, type Socket, type Server as TcpServer } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Limits } from '../../src/core/proxy/limits';
import { usualLimits } from '../../src/core/proxy/limits';
import { Proxies } from '../../src/core/proxy/proxies';
import type { FromWorker, MakeHost } from '../../src/core/proxy/proxy-host';
import { serveProxy } from '../../src/core/proxy/worker';
import type { Services } from '../../src/core/services';
import type { ProxyForm, ProxyRoute } from '../../src/ipc/proxy-schemas';
import { makeAuthority, tempServices } from './temp-services';

/** A port of the loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createTcp();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

export interface Proxied {
  services: Services;
  proxies: Proxies;
  rootPem: string;
  /** Ends all. */
  end: () => Promise<void>;
}

/** The data path in this process, with limits of its own. */
export const hostWith =
  (limits: Partial<Limits>): MakeHost =>
  async () => {
    let hear: (message: FromWorker) => void = () => undefined;
    const worker = serveProxy((message) => hear(message), { ...usualLimits, ...limits });
    return {
      send: (message) => worker.hear(structuredClone(message)),
      listen: (listener) => {
        hear = listener;
      },
      kill: () => worker.end(),
    };
  };

/** Real services with an authority for test names, and proxies of this process. */
export async function proxied(limits: Partial<Limits> = {}): Promise<Proxied> {
  const services = await tempServices({ lazy: true });
  await makeAuthority(services);
  const { dir, authorities, certificates, journal, now } = services;
  const { FolderLock } = await import('../../src/core/system/lock');
  const proxies = new Proxies({
    ...{ dir, authorities, certificates, journal, now },
    lock: new FolderLock(dir),
    random: (bytes) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))),
    renewOne: (id) => services.lifecycle.renewal.renewOne(id),
    makeHost: hostWith(limits),
  });
  const { pem } = await authorities.rootCertificate();
  return { services, proxies, rootPem: pem, end: () => proxies.close(100) };
}

/** A form for one name and one backend on this machine. */
export function formFor(
  port: number,
  backend: number,
  more: Partial<ProxyForm> & Partial<Pick<ProxyRoute, 'protocol'>> = {},
): ProxyForm {
  const { protocol = 'http1', ...rest } = more;
  const routes = [{ path: '/', host: '127.0.0.1', port: backend, protocol }];
  return { address: '127.0.0.1', port, names: [{ name: 'app.test', routes }], ...rest };
}

/** An HTTP server of Node's; gives back its port. */
export async function httpBackend(answer: RequestListener): Promise<{ port: number; server: Server }> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { port: (server.address() as AddressInfo).port, server };
}

/** A server that does with each connection what it is told. */
export async function rawBackend(each: (socket: Socket) => void): Promise<{ port: number; server: TcpServer }> {
  const server = createTcp((socket) => {
    socket.on('error', () => undefined);
    each(socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { port: (server.address() as AddressInfo).port, server };
}

/** A connection in TLS, verified against the root. */
export function secure(
  port: number,
  rootPem: string,
  more: {
    servername?: string;
    ALPNProtocols?: string[];
    cert?: string;
    key?: string;
    maxVersion?: 'TLSv1.2';
    session?: Buffer;
  } = {},
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      host: '127.0.0.1',
      port,
      ca: rootPem,
      servername: 'app.test',
      ALPNProtocols: ['http/1.1'],
      ...more,
    });
    socket.once('secureConnect', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Sends bytes as they are and gives back all that comes until the connection ends. */
export async function talk(port: number, rootPem: string, text: string, servername = 'app.test'): Promise<string> {
  const socket = await secure(port, rootPem, { servername });
  socket.write(text, 'latin1');
  return rest(socket);
}

export function rest(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let all = '';
    socket.setEncoding('latin1');
    socket.on('data', (piece: string) => {
      all += piece;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(all));
  });
}

/** Requests in one connection of HTTP/2. */
export function overHttp2(port: number, rootPem: string) {
  const session = connectHttp2(`https://127.0.0.1:${port}`, { ca: rootPem, servername: 'app.test' });
  const fetched = (headers: Record<string, string>, body?: string) =>
    new Promise<{ status: number; text: string; trailers: Record<string, unknown> }>((resolve, reject) => {
      const stream = session.request({ ':authority': 'app.test', ...headers });
      const answer = { status: 0, text: '', trailers: {} };
      stream.on('response', (each) => {
        answer.status = Number(each[':status']);
      });
      stream.on('trailers', (each) => {
        answer.trailers = each;
      });
      stream.setEncoding('utf8').on('data', (piece: string) => {
        answer.text += piece;
      });
      stream.on('end', () => resolve(answer));
      stream.on('error', reject);
      stream.end(body);
    });
  return { fetched, close: () => session.close() };
}
