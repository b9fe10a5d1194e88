import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AppError } from '../errors';
import { errnoOf } from '../system/fs-error';

export interface CrlServer {
  port: number;
  close(): Promise<void>;
}

/** More connections than this at once are nobody who looks for a list. */
const maxConnections = 64;

const plain = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', connection: 'close' };

/**
 * Serves revocation lists on the loopback address, each at `/ID.crl`, and nothing else. `crlOf` gives the list of an id, DER, as
 * it is now; undefined for one that is not served. Throws `busy` when the port is taken, and `not-allowed` when it may not be used.
 */
export async function startCrlServer(
  port: number,
  crlOf: (id: string) => Promise<Uint8Array | undefined>,
): Promise<CrlServer> {
  const server = createServer((request, response) => {
    void answer(request, response, crlOf).catch(() => response.destroy());
  });
  server.maxConnections = maxConnections;
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
  await listen(server, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  crlOf: (id: string) => Promise<Uint8Array | undefined>,
): Promise<void> {
  const end = (status: number, text: string, more: Record<string, string> = {}) =>
    response.writeHead(status, { ...plain, ...more }).end(request.method === 'HEAD' ? undefined : text);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    end(405, 'Only GET.', { allow: 'GET, HEAD' });
    return;
  }
  // By any other name it is a page of the web that looks at this machine through the browser (DNS rebinding).
  const named = /^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(request.headers.host ?? '127.0.0.1');
  const id = /^\/([a-z0-9][a-z0-9._+-]{0,119})\.crl$/.exec(request.url ?? '')?.[1];
  const crl = named && id !== undefined ? await crlOf(id) : undefined;
  if (crl === undefined) {
    end(404, 'Nothing here.');
    return;
  }
  response
    .writeHead(200, {
      ...plain,
      // RFC 5280 section 4.2.1.13, RFC 2585 section 4.2.
      'content-type': 'application/pkix-crl',
      'content-length': String(crl.length),
      'cache-control': 'no-cache',
    })
    .end(request.method === 'HEAD' ? undefined : crl);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(explain(cause, port)));
    server.listen(port, '127.0.0.1', () => {
      server.removeAllListeners('error');
      server.on('error', () => undefined);
      resolve();
    });
  });
}

function explain(cause: unknown, port: number): AppError {
  const code = errnoOf(cause);
  const hint =
    'Close the program that has it, or choose another port; certificates that name this one go on naming it.';
  if (code === 'EADDRINUSE') {
    return new AppError('busy', `Port ${port} is taken by another program, so the revocation list is not served.`, {
      hint,
      cause,
    });
  }
  return new AppError(
    'not-allowed',
    `Port ${port} cannot be used (${code ?? 'unknown error'}), so the revocation list is not served.`,
    {
      hint,
      cause,
    },
  );
}
