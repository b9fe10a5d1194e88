import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { AppError } from '../errors';
import { errnoOf } from '../system/fs-error';
import type { ProbeCertificate } from '../trust/probe-server';
import type { Answer, Client } from './call';
import { AcmeProblem } from './problem';
import { Urls } from './urls';

/** Bytes of a request's body: a CSR with 100 names and an RSA key of 8192 bits has 12 KB, in base64url within JWS twice as much. */
export const bodyMost = 64 * 1024;
/** Connections at once, for each address; fifty clients with a few each are welcome. */
const connectionsMost = 512;

export interface HttpRequest {
  method: string;
  target: string;
  contentType: string | undefined;
  body: Buffer;
  client: Client;
  urls: Urls;
}

export interface HttpServerOptions {
  addresses: readonly string[];
  port: number;
  certificate: ProbeCertificate;
  /** Names and addresses that clients may call this server by, as they stand in a URL, without the port. */
  hosts: readonly string[];
  answer: (request: HttpRequest) => Promise<Answer>;
  nonce: () => string;
  /** Something that no client is told. */
  failed: (error: unknown) => void;
}

export interface RunningHttpServer {
  port: number;
  /** What clients are told to use, e.g. "https://localhost:8555". */
  origins: string[];
  setCertificate(certificate: ProbeCertificate): void;
  close(): Promise<void>;
}

/** Listens with HTTPS alone (RFC 8555 section 6.1). Throws `busy` when the port is taken, `not-allowed` when it may not be used. */
export async function startHttpServer(options: HttpServerOptions): Promise<RunningHttpServer> {
  const servers: Server[] = [];
  let { port } = options;
  const close = async () => {
    await Promise.all(servers.map(closed));
  };
  for (const address of options.addresses) {
    const { certPem: cert, keyPem: key } = options.certificate;
    const server = createServer({ cert, key, minVersion: 'TLSv1.2', maxHeaderSize: 16 * 1024 }, (request, response) => {
      void handle(request, response, options, port).catch((error: unknown) => {
        options.failed(error);
        response.destroy();
      });
    });
    server.maxConnections = connectionsMost;
    server.headersTimeout = 10_000;
    server.requestTimeout = 30_000;
    // Clients come back for the next step of an order within seconds.
    server.keepAliveTimeout = 15_000;
    try {
      port = await listen(server, address, port);
      servers.push(server);
    } catch (error) {
      // A machine without IPv6 has no ::1.
      if (address === '::1' && ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EADDRINUSE'].includes(errnoOf(error) ?? '')) continue;
      await close();
      throw explain(error, address, port);
    }
  }
  return {
    port,
    origins: options.hosts.map((host) => `https://${host}:${port}`),
    setCertificate: ({ certPem: cert, keyPem: key }) => {
      for (const server of servers) server.setSecureContext({ cert, key, minVersion: 'TLSv1.2' });
    },
    close,
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpServerOptions,
  port: number,
): Promise<void> {
  const method = request.method ?? 'GET';
  const origin = originOf(request, options.hosts, port);
  const urls = new Urls(origin ?? `https://${options.hosts[0] ?? 'localhost'}:${port}`);
  let answer: Answer;
  try {
    // By any other name it is a page of the web that looks at this machine through the browser (DNS rebinding).
    if (origin === undefined) {
      throw new AcmeProblem('malformed', 'This server is not known by that name.', { status: 421 });
    }
    const body = await readBody(request);
    const target = request.url ?? '';
    answer = await options.answer({
      method,
      target,
      contentType: request.headers['content-type'],
      body,
      client: clientOf(request),
      urls,
    });
  } catch (error) {
    answer = problemAnswer(error, options);
  }
  send(response, answer, {
    method,
    withNonce: method === 'POST' || (answer.status < 400 && request.url === '/acme/new-nonce'),
    isDirectory: request.url === '/acme/directory' && answer.status === 200,
    urls,
    nonce: options.nonce,
  });
}

function originOf(request: IncomingMessage, hosts: readonly string[], port: number): string | undefined {
  const host = request.headers.host?.toLowerCase();
  if (host === undefined) return undefined;
  return hosts.some((name) => host === `${name}:${port}` || (port === 443 && host === name))
    ? `https://${host}`
    : undefined;
}

function clientOf(request: IncomingMessage): Client {
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const agent = (request.headers['user-agent'] ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, 200);
  return { address, local: /^127\.\d+\.\d+\.\d+$/.test(address) || address === '::1', agent };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyMost) {
      throw new AcmeProblem('malformed', `A request may have ${bodyMost} bytes.`, {
        status: 413,
        headers: { connection: 'close' },
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function problemAnswer(error: unknown, { failed }: HttpServerOptions): Answer {
  const problem = error instanceof AcmeProblem ? error : unexpected(error, failed);
  return {
    status: problem.status,
    headers: { ...problem.headers, 'content-language': 'en' },
    text: { type: 'application/problem+json', body: JSON.stringify(problem.document()) },
  };
}

/** What went wrong here is for the owner of this machine; its message may name files. */
function unexpected(error: unknown, failed: (error: unknown) => void): AcmeProblem {
  failed(error);
  return new AcmeProblem('serverInternal', 'The server could not do this. Its owner can see why.', {
    headers: { 'retry-after': '10' },
  });
}

interface Sending {
  method: string;
  withNonce: boolean;
  isDirectory: boolean;
  urls: Urls;
  nonce: () => string;
}

function send(response: ServerResponse, { status, headers = {}, json, text }: Answer, how: Sending): void {
  const body = json === undefined ? text?.body : JSON.stringify(json);
  const type = json === undefined ? text?.type : 'application/json';
  const links = [headers.link ?? []].flat();
  // Every resource but the directory says where that is (RFC 8555 section 7.1).
  if (!how.isDirectory) links.unshift(`<${how.urls.directory}>;rel="index"`);
  response.writeHead(status, {
    ...headers,
    ...(links.length === 0 ? {} : { link: links }),
    ...(how.withNonce ? { 'replay-nonce': how.nonce() } : {}),
    ...(type === undefined ? {} : { 'content-type': type }),
    // Sections 7.2 and 6.5: a nonce from a cache would be one that was used.
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 204 ? {} : { 'content-length': String(body === undefined ? 0 : Buffer.byteLength(body)) }),
  });
  response.end(how.method === 'HEAD' ? undefined : body);
}

function listen(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.removeAllListeners('error');
      server.on('error', () => undefined);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

const closed = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

function explain(cause: unknown, address: string, port: number): AppError {
  const code = errnoOf(cause);
  if (code === 'EADDRINUSE') {
    return new AppError(
      'busy',
      `Port ${port} of ${address} is taken by another program, so the ACME server did not start.`,
      {
        hint: 'Close that program, or choose another port: sealwax acme serve --port 8556.',
        cause,
      },
    );
  }
  if (code === 'EADDRNOTAVAIL') {
    return new AppError('not-found', `${address} is no address of this machine, so the ACME server did not start.`, {
      hint: 'Name one of its own addresses with --lan, or leave it out.',
      cause,
    });
  }
  return new AppError('not-allowed', `Port ${port} of ${address} cannot be used (${code ?? 'unknown error'}).`, {
    hint: 'Choose a port from 1024 to 65535: sealwax acme serve --port 8555.',
    cause,
  });
}
