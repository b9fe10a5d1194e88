import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface ProbeCertificate {
  certPem: string;
  keyPem: string;
}

export interface ProbeServer {
  port: number;
  /** Whether the page was asked for, and the alerts with which clients hung up, e.g. "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA". */
  seen(): { opened: boolean; alerts: string[] };
  /** Ends when the page was asked for, or a client hung up because of the certificate. */
  settled: Promise<void>;
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

/** An alert about the certificate (RFC 8446 section 6.2); a client that only went away says nothing. */
const aboutCertificate = (alert: string) => /certificate|unknown.?ca/i.test(alert);

/**
 * A throw-away HTTPS server on 127.0.0.1, and on the same port of ::1 where this machine has it, since "localhost" is both. It
 * answers every request with `token`, so that a client that shows the token spoke to this server and no other.
 */
export async function startProbeServer(certificate: ProbeCertificate, token: string): Promise<ProbeServer> {
  let opened = false;
  const alerts: string[] = [];
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  // Clients that refuse the certificate hang up in the middle of the handshake; that is their answer, not our failure.
  const refused = ({ code, message }: NodeJS.ErrnoException) => {
    const alert = code ?? message;
    alerts.push(alert);
    if (aboutCertificate(alert)) settle();
  };
  const serve = () => {
    const server = createServer({ cert: certificate.certPem, key: certificate.keyPem }, (_request, response) => {
      opened = true;
      response.on('close', settle);
      response.writeHead(200, { 'content-type': 'text/plain', connection: 'close' }).end(token);
    });
    server.on('tlsClientError', refused);
    // Under TLS 1.3 the server's handshake is over when the client refuses: the alert comes on the open connection.
    server.on('secureConnection', (socket) => socket.on('error', refused));
    return server;
  };
  const first = serve();
  const servers = [first];
  const port = await listen(first, 0, '127.0.0.1');
  const second = serve();
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
  return { port, seen: () => ({ opened, alerts: [...alerts] }), settled, close };
}
