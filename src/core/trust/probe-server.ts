import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface ProbeCertificate {
  certPem: string;
  keyPem: string;
}

export interface ProbeServer {
  port: number;
  close(): Promise<void>;
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Clients that refuse the certificate hang up in the middle of the handshake; that is their answer, not our failure. */
function serve({ certPem, keyPem }: ProbeCertificate, token: string): Server {
  const server = createServer({ cert: certPem, key: keyPem }, (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', connection: 'close' }).end(token);
  });
  server.on('tlsClientError', () => undefined);
  return server;
}

/**
 * A throw-away HTTPS server on 127.0.0.1, and on the same port of ::1 where this machine has it, since "localhost" is both. It
 * answers every request with `token`, so that a client that shows the token spoke to this server and no other.
 */
export async function startProbeServer(certificate: ProbeCertificate, token: string): Promise<ProbeServer> {
  const servers = [serve(certificate, token)];
  const [first] = servers;
  if (first === undefined) throw new Error('no server');
  const port = await listen(first, 0, '127.0.0.1');
  const second = serve(certificate, token);
  const both = await listen(second, port, '::1').then(
    () => true,
    () => false,
  );
  if (both) servers.push(second);
  const close = async () => {
    await Promise.all(
      servers.map(
        (server) =>
          new Promise<void>((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      ),
    );
  };
  return { port, close };
}
