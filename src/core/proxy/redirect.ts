import { createServer, type Server } from 'node:http';
import { hostPart } from './form';
import { nameIn } from './front/sites';
import { listening } from './listener';

/** HTTP on a port of its own, which sends browsers to HTTPS. 308 keeps the method (RFC 9110 section 15.4.9). */
export class Redirect {
  /** Why the port could not be had. */
  error: NodeJS.ErrnoException | undefined;
  private readonly server: Server;

  constructor(port: number, serves: (name: string) => boolean) {
    this.server = createServer({ connectionsCheckingInterval: 5_000 }, (request, response) => {
      const name = nameIn(request.headers.host ?? '');
      const plain = { 'content-type': 'text/plain; charset=utf-8', connection: 'close' };
      // Only names of ours: nobody is sent elsewhere by a Host header that was made up.
      if (!serves(name) || !/^[a-z0-9.:_-]+$/.test(name)) {
        response.writeHead(404, plain).end('Nothing here is served under this name.\n');
        return;
      }
      const path = request.url?.startsWith('/') === true ? request.url : '/';
      const location = `https://${hostPart(name)}${port === 443 ? '' : `:${port}`}${path}`;
      response.writeHead(308, { ...plain, location }).end(`Go to ${location}\n`);
    });
    this.server.headersTimeout = 10_000;
    this.server.requestTimeout = 15_000;
    this.server.maxConnections = 1_000;
    this.server.maxRequestsPerSocket = 1;
  }

  async open(port: number, address: string): Promise<void> {
    try {
      await listening(this.server as never, port, address);
    } catch (error) {
      this.error = error as NodeJS.ErrnoException;
    }
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
