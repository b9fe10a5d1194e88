import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mobileconfig } from '../export/mobileconfig';
import type { CertificateView } from '../pki/certificate-view';
import { encodePem } from '../pki/pem';
import type { ProbeCertificate } from '../trust/probe-server';
import { deviceOf, phonePage } from './page-html';

export type Visit = 'page' | 'certificate' | 'trusted' | 'not-trusted';

export interface PhoneServerOptions {
  root: CertificateView;
  name: string;
  /** In words; undefined for a root without limits. */
  limits: string | undefined;
  /** Random; what the address ends in, so that only who was shown it gets the page. */
  path: string;
  /** The addresses of this machine to listen on. */
  addresses: readonly string[];
  /** A certificate for this address, or undefined when the authority may not sign for it. */
  certificateFor: (address: string) => Promise<ProbeCertificate | undefined>;
  nonce: () => string;
  visited: (device: string, what: Visit) => void;
}

export interface PhoneServer {
  urls: string[];
  close(): Promise<void>;
}

/** A page is small, and a phone asks for a few: more connections than this at once are somebody else's (per address). */
const maxConnections = 64;

/**
 * Serves the page with the public root on the named addresses, and beside it an HTTPS page that only a device that trusts the root
 * gets to see. Nothing but these can be asked for, and nothing of a request but its path and browser is looked at. Throws what
 * listening throws when no address can be had.
 */
export async function startPhoneServer(options: PhoneServerOptions): Promise<PhoneServer> {
  const servers: Server[] = [];
  const urls: string[] = [];
  const failures: unknown[] = [];
  for (const address of options.addresses) {
    try {
      const check = await startCheck(address, options);
      if (check !== undefined) servers.push(check.server);
      const page = createServer((request, response) => answer(request, response, options, check?.url));
      servers.push(page);
      const port = await listen(page, address);
      urls.push(`http://${hostPart(address)}:${port}/${options.path}/`);
    } catch (error) {
      // An address may have gone with its network since it was listed.
      failures.push(error);
    }
  }
  const close = async () => {
    await Promise.all(servers.map(closed));
  };
  if (urls.length === 0) {
    await close();
    throw failures[0];
  }
  return { urls, close };
}

const hostPart = (address: string) => (address.includes(':') ? `[${address}]` : address);

async function startCheck(address: string, options: PhoneServerOptions) {
  const certificate = await options.certificateFor(address);
  if (certificate === undefined) return undefined;
  const { certPem: cert, keyPem: key } = certificate;
  const server = createSecureServer({ cert, key }, (request, response) => {
    const good = request.method === 'GET' && request.url === `/${options.path}/check`;
    if (good) options.visited(deviceOf(request.headers['user-agent'] ?? ''), 'trusted');
    response
      .writeHead(good ? 200 : 404, {
        ...plain,
        // The page that asks was served over HTTP, which is another origin (Fetch, CORS protocol).
        'access-control-allow-origin': '*',
      })
      .end(good ? 'trusted' : 'Nothing here.');
  });
  // A device that does not trust the root ends the handshake with an alert about the certificate (RFC 8446 section 6.2).
  server.on('tlsClientError', (error: NodeJS.ErrnoException) => {
    if (/unknown ca|certificate unknown|bad certificate/i.test(error.message))
      options.visited('a device', 'not-trusted');
  });
  const port = await listen(server, address);
  return { server, url: `https://${hostPart(address)}:${port}/${options.path}/check` };
}

const plain = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', connection: 'close' };

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: PhoneServerOptions,
  checkUrl: string | undefined,
): void {
  const { root, path, visited } = options;
  const device = deviceOf(request.headers['user-agent'] ?? '');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...plain, allow: 'GET, HEAD' }).end('Only GET.');
    return;
  }
  const file = (type: string, name: string, data: string | Buffer) => {
    visited(device, 'certificate');
    const disposition = `attachment; filename="${name}"`;
    response.writeHead(200, { ...plain, 'content-type': type, 'content-disposition': disposition }).end(data);
  };
  switch (request.url) {
    case `/${path}/`: {
      visited(device, 'page');
      const nonce = options.nonce();
      const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src ${checkUrl === undefined ? "'none'" : new URL(checkUrl).origin}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;
      response
        .writeHead(200, {
          ...plain,
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': policy,
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        })
        .end(
          phonePage({
            name: options.name,
            fingerprint256: root.fingerprint256,
            unlimited: options.limits === undefined,
            limits: options.limits ?? '',
            device,
            checkUrl,
            nonce,
          }),
        );
      return;
    }
    case `/${path}`:
      response.writeHead(301, { ...plain, location: `/${path}/` }).end();
      return;
    case `/${path}/root.pem`:
      file('application/x-pem-file', 'root.pem', encodePem(root.der, 'CERTIFICATE'));
      return;
    case `/${path}/root.crt`:
      // What Android takes for a certificate to install.
      file('application/x-x509-ca-cert', 'root.crt', root.der);
      return;
    case `/${path}/root.mobileconfig`:
      file('application/x-apple-aspen-config', 'root.mobileconfig', mobileconfig(root));
      return;
    default:
      response.writeHead(404, plain).end('Nothing here.');
  }
}

function listen(server: Server, address: string): Promise<number> {
  server.maxConnections = maxConnections;
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

const closed = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
