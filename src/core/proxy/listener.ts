import { createServer as createHttp2, type Http2Server, type ServerHttp2Session } from 'node:http2';
import { createServer as createTcp, type ListenOptions, type Socket } from 'node:net';
import { createSecureContext, createServer, type Server, type TLSSocket } from 'node:tls';
import type { Recorder } from './front/flight';
import { Http1Front } from './front/http1-front';
import { Http2Front, sessionLimits } from './front/http2-front';
import { type Client, type FrontContext, type Site, siteFor } from './front/sites';
import { KeyLog } from './key-log';
import type { Limits } from './limits';
import type { ListenerPlan, ServedCertificate } from './plan';
import { Redirect } from './redirect';

/** One address and port in HTTPS, for all names of its plan. */
export class Listener {
  private server: Server | undefined;
  private readonly http2: Http2Server;
  private readonly context: FrontContext;
  private readonly fronts = new Set<Http1Front>();
  private readonly streams = new Set<Http2Front>();
  private readonly sessions = new Set<ServerHttp2Session>();
  private readonly sockets = new Set<Socket>();
  private readonly redirects = new Map<number, Redirect>();
  private readonly keyLog = new KeyLog();
  private served = '';
  private choosing = false;

  constructor(
    private plan: ListenerPlan,
    private readonly limits: Limits,
    recorder: Recorder,
  ) {
    this.context = { sites: new Map(), via: plan.via, port: plan.port, limits, recorder, closing: false };
    this.http2 = createHttp2(sessionLimits(limits.streams));
    this.http2.on('session', (session) => {
      this.sessions.add(session);
      session.on('close', () => this.sessions.delete(session));
      session.setTimeout(limits.idleMs, () => session.close());
    });
    this.http2.on('stream', (stream, headers, flags) => {
      const socket = stream.session?.socket as TLSSocket | undefined;
      if (socket === undefined) return;
      const front = new Http2Front(stream, this.context, clientOf(socket), socket.getProtocol() ?? '', (done) =>
        this.streams.delete(done),
      );
      this.streams.add(front);
      // END_STREAM (RFC 9113 section 6.2).
      front.begin(headers, (flags & 1) !== 0);
    });
    // A session that breaks the rules ends by itself.
    this.http2.on('sessionError', () => undefined);
  }

  /** Opens the port. Throws what listening throws. */
  async open(sites: ReadonlyMap<string, Site>): Promise<void> {
    const { address, port } = this.plan;
    this.take(this.plan, sites);
    const server = this.makeServer();
    const { shared } = this.plan;
    // A port that is opened to be shared would be shared with whoever has it: alone, it is refused.
    if (shared === 'first') await probe(port, address);
    await listening(server, port, address, shared !== undefined);
    this.server = server;
    await this.openRedirects();
  }

  /** Whether a plan needs a server of its own: what is settled before a name is known cannot change under it. */
  fits(plan: ListenerPlan): boolean {
    return (
      plan.tls13Only === this.plan.tls13Only &&
      (plan.clientRootsPem === undefined) === (this.plan.clientRootsPem === undefined)
    );
  }

  /** Serves another plan from now on; connections stay, and what is in flight ends as it began. */
  async change(plan: ListenerPlan, sites: ReadonlyMap<string, Site>): Promise<void> {
    this.take(plan, sites);
    await this.openRedirects();
  }

  /** Why ports for the redirect could not be had, by port. */
  redirectErrors(): Map<number, NodeJS.ErrnoException> {
    return new Map(
      [...this.redirects].flatMap(([port, { error }]) => (error === undefined ? [] : [[port, error] as const])),
    );
  }

  private take(plan: ListenerPlan, sites: ReadonlyMap<string, Site>): void {
    this.plan = plan;
    this.context.sites = sites;
    this.keyLog.to(plan.keyLogFile);
    const certificates = JSON.stringify([
      plan.clientRootsPem,
      plan.proxies.map(({ names, certificate }) => [names.map(({ name }) => name), certificate]),
    ]);
    if (certificates === this.served) return;
    this.served = certificates;
    if (this.server !== undefined) this.certify(this.server);
  }

  /**
   * The first definition's certificate is for whoever names nobody. As long as there is no other, there is nothing to choose, which makes
   * handshakes cheaper; from then on each name has its own, and of several the one that was added last counts: that of a renewal.
   */
  private certify(server: Server): void {
    const [first, ...others] = this.plan.proxies;
    if (first !== undefined) server.setSecureContext(this.secure(first.certificate));
    this.choosing ||= others.length > 0;
    if (!this.choosing) return;
    for (const { names, certificate } of this.plan.proxies) {
      const context = createSecureContext(this.secure(certificate));
      for (const { name } of names) server.addContext(name, context);
    }
  }

  private secure({ chainPem: cert, keyPem: key }: ServedCertificate) {
    const { clientRootsPem, tls13Only } = this.plan;
    const minVersion = tls13Only ? ('TLSv1.3' as const) : ('TLSv1.2' as const);
    return {
      ...{ cert, key, minVersion, ticketKeys: Buffer.from(this.plan.ticketKeys, 'base64') },
      ...(clientRootsPem === undefined ? {} : { ca: clientRootsPem }),
    };
  }

  private makeServer(): Server {
    const { plan, limits } = this;
    const server = createServer({
      ALPNProtocols: ['h2', 'http/1.1'],
      handshakeTimeout: limits.handshakeMs,
      requestCert: plan.clientRootsPem !== undefined,
      // Told by a page, which says what to do; an alert says nothing.
      rejectUnauthorized: false,
      noDelay: true,
      allowHalfOpen: true,
    });
    this.certify(server);
    server.maxConnections = limits.connections;
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      this.context.recorder.connections += 1;
      socket.on('close', () => {
        this.sockets.delete(socket);
        this.context.recorder.connections -= 1;
      });
    });
    server.on('secureConnection', (socket) => this.connected(socket));
    server.on('tlsClientError', (_error, socket) => socket.destroy());
    server.on('keylog', (line: Buffer) => this.keyLog.write(line));
    return server;
  }

  private connected(socket: TLSSocket): void {
    socket.on('error', () => socket.destroy());
    if (socket.alpnProtocol === 'h2') {
      // Only in HTTP/1 a client may end its half and still listen; here the session would stay for ever.
      socket.allowHalfOpen = false;
      this.http2.emit('connection', socket);
      return;
    }
    const front = new Http1Front(socket, this.context, clientOf(socket), socket.getProtocol() ?? '');
    this.fronts.add(front);
    socket.on('close', () => this.fronts.delete(front));
  }

  private async openRedirects(): Promise<void> {
    const { plan } = this;
    for (const [port, redirect] of this.redirects) {
      if (plan.redirectFrom.includes(port) && redirect.error === undefined) continue;
      redirect.close();
      this.redirects.delete(port);
    }
    for (const port of plan.redirectFrom) {
      if (this.redirects.has(port)) continue;
      const redirect = new Redirect(plan.port, (name) => siteFor(this.context.sites, name) !== undefined);
      this.redirects.set(port, redirect);
      await redirect.open(port, plan.address);
    }
  }

  /** Ends what is overdue. */
  sweep(now: number): void {
    for (const front of this.fronts) front.sweep(now);
    for (const stream of this.streams) stream.sweep(now);
  }

  /** The port is free at once; what is in flight gets `graceMs`. */
  async close(graceMs: number): Promise<void> {
    this.context.closing = true;
    for (const redirect of this.redirects.values()) redirect.close();
    const { server } = this;
    if (server === undefined) return;
    const ended = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const front of this.fronts) front.close();
    for (const session of this.sessions) session.close();
    const timer = setTimeout(() => this.destroy(), graceMs);
    await ended;
    clearTimeout(timer);
    this.keyLog.to(undefined);
  }

  destroy(): void {
    this.server?.close();
    for (const redirect of this.redirects.values()) redirect.close();
    for (const socket of this.sockets) socket.destroy();
  }
}

function clientOf(socket: TLSSocket): Client {
  // A session of TLS 1.3 that is taken up again counts as authorized, whether or not a certificate was shown when it began: that there
  // was one must be seen for itself.
  const authorized = socket.authorized && socket.getPeerX509Certificate() !== undefined;
  const { authorizationError } = socket;
  return {
    address: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    authorized,
    authorizationError: authorized || authorizationError === null ? undefined : errorWord(authorizationError),
  };
}

/** A string or an error, by Node's version. "UNABLE_TO_GET_ISSUER_CERT" is what OpenSSL says when there was no certificate. */
function errorWord(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  const word = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
  return word === 'UNABLE_TO_GET_ISSUER_CERT' ? undefined : word;
}

export function listening(
  server: { listen: Server['listen'] } & Pick<Server, 'once' | 'removeListener'>,
  port: number,
  host: string,
  reusePort = false,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // What the types of Node 22 lack is there since 22.12, and before that is not asked for.
    server.listen({ port, host, backlog: 1024, ...(reusePort ? { reusePort } : {}) } as ListenOptions, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

async function probe(port: number, address: string): Promise<void> {
  const server = createTcp();
  await listening(server as never, port, address);
  await new Promise((done) => server.close(done));
}
