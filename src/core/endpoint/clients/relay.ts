import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { openForTls, type Probing } from '../wire/probe';

/** What a client did with the server, as it shows on the line without a key. */
export interface Overheard {
  /** It went on after the handshake: it sent data of its own. */
  spoke: boolean;
  /** It ended the handshake by an alert. */
  complained: boolean;
}

/** Clients that are let in; each verdict takes one, a browser may take a few. */
const connectionsAtMost = 20;
const proxyHeadAtMost = 8 * 1024;

/**
 * A way for clients of this machine to the inspected server, and to nothing else: it has done what comes before TLS, so that a client
 * that knows no STARTTLS can judge the certificate; and as an HTTP proxy it lets browsers use the real name. It listens on loopback.
 */
export class Relay {
  private readonly server: Server;
  private readonly open = new Set<Socket>();
  private readonly heard: Overheard = { spoke: false, complained: false };
  private waiting: (() => void) | undefined;
  private count = 0;

  private constructor(
    private readonly probing: Probing,
    private readonly asProxy: boolean,
  ) {
    this.server = createServer((socket) => this.accept(socket));
  }

  static async start(probing: Probing, asProxy = false): Promise<Relay> {
    const relay = new Relay(probing, asProxy);
    await new Promise<void>((resolve, reject) => {
      relay.server.once('error', reject);
      relay.server.listen(0, '127.0.0.1', resolve);
    });
    return relay;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  overheard(): Overheard {
    return { ...this.heard };
  }

  /** Ends when a client either went on or complained. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      if (this.heard.spoke || this.heard.complained) resolve();
      else this.waiting = resolve;
    });
  }

  close(): void {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }

  private accept(socket: Socket): void {
    this.keep(socket);
    this.count += 1;
    if (this.count > connectionsAtMost) socket.destroy();
    else if (this.asProxy) this.readConnect(socket);
    else void this.join(socket);
  }

  private keep(socket: Socket): void {
    this.open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.open.delete(socket));
  }

  /** CONNECT to the inspected server (RFC 9110 section 9.3.6); whatever else a browser wants to reach is refused. */
  private readConnect(socket: Socket): void {
    let head = Buffer.alloc(0);
    const onData = (bytes: Buffer) => {
      head = Buffer.concat([head, bytes]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) {
        if (head.length > proxyHeadAtMost) socket.destroy();
        return;
      }
      socket.removeListener('data', onData);
      const wanted = /^CONNECT (\S+) HTTP\//.exec(head.toString('latin1'))?.[1];
      const { host, serverName = host, port } = this.probing.target;
      const names = [host, serverName].flatMap((each) => [`${each}:${port}`, `[${each}]:${port}`]);
      if (wanted === undefined || !names.includes(wanted.toLowerCase())) {
        socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
        return;
      }
      socket.pause();
      void this.join(socket, 'HTTP/1.1 200 OK\r\n\r\n');
    };
    socket.on('data', onData);
  }

  private async join(socket: Socket, first?: string): Promise<void> {
    socket.pause();
    try {
      const connection = await openForTls(this.probing);
      const upstream = connection.release();
      this.keep(upstream);
      if (first !== undefined) socket.write(first);
      const listener = new ClientSide(this.heard, () => {
        this.waiting?.();
      });
      socket.on('data', (bytes) => listener.hear(bytes));
      // Pipes hold back whoever sends faster than the other reads.
      socket.pipe(upstream);
      upstream.pipe(socket);
      socket.on('close', () => upstream.destroy());
      upstream.on('close', () => socket.destroy());
    } catch {
      socket.destroy();
    }
  }
}

/** A record of a "close notify" or a refusal under TLS 1.3: two bytes of alert, one of type, 16 of the tag (RFC 8446 section 5.2). */
const encryptedAlertBytes = 19;
/** A page is asked for with more than this; what is less may be the end of a handshake. */
const requestBytes = 100;

/** Follows the records of the client: their types and lengths tell whether it accepted the server. */
class ClientSide {
  private head: number[] = [];
  private skip = 0;
  private encrypted = 0;

  constructor(
    private readonly heard: Overheard,
    private readonly settled: () => void,
  ) {}

  hear(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.skip > 0) {
        const step = Math.min(this.skip, bytes.length - at);
        this.skip -= step;
        at += step;
        continue;
      }
      this.head.push(bytes[at] ?? 0);
      at += 1;
      if (this.head.length < 5) continue;
      const [type = 0, , , high = 0, low = 0] = this.head;
      this.head = [];
      this.skip = high * 256 + low;
      this.record(type, this.skip);
    }
  }

  private record(type: number, length: number): void {
    if (type === 23) this.encrypted += 1;
    if (type === 21 && !this.heard.spoke) this.heard.complained = true;
    else if (type === 23 && length === encryptedAlertBytes && this.encrypted === 1) this.heard.complained = true;
    else if (type === 23 && length > requestBytes) this.heard.spoke = true;
    if (this.heard.spoke || this.heard.complained) this.settled();
  }
}
