import { connect, type Socket } from 'node:net';
import { connectTrouble, hungUp, late, Trouble, tooMuch } from './trouble';

export interface ConnectLimits {
  /** Milliseconds until the connection stands, the name looked up included. */
  connectMs: number;
  /** Milliseconds for all that is said after that. */
  talkMs: number;
  /** Bytes that the server may send. */
  bytes: number;
}

/** A server of development answers in milliseconds; a busy one over a slow line needs a few seconds. */
export const usualLimits: ConnectLimits = { connectMs: 5_000, talkMs: 5_000, bytes: 1024 * 1024 };

export interface Place {
  host: string;
  port: number;
  /** For messages, e.g. "app.test:443". */
  text: string;
}

const seconds = (ms: number) => (ms < 1000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`);

/**
 * One TCP connection, read piece by piece within limits of time and size. Every wait ends: with bytes, or with a `Trouble`.
 */
export class Connection {
  private held: Buffer[] = [];
  private heldBytes = 0;
  private received = 0;
  private trouble: Trouble | undefined;
  private ended = false;
  private wake: (() => void) | undefined;
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    readonly socket: Socket,
    private readonly place: Place,
    private readonly limits: ConnectLimits,
    private readonly signal: AbortSignal | undefined,
  ) {
    socket.on('data', (bytes) => this.take(bytes));
    socket.on('end', () => this.finish());
    socket.on('close', () => this.finish());
    socket.on('error', () => this.fail(hungUp(place.text)));
    signal?.addEventListener('abort', this.aborted, { once: true });
    this.timer = setTimeout(
      () =>
        this.fail(late('stalled', `${place.text} did not finish the TLS handshake within ${seconds(limits.talkMs)}.`)),
      limits.talkMs,
    );
  }

  /** Throws `Trouble`: `unresolved`, `refused`, `no-route`, `timed-out`, `reset`, `cancelled`. */
  static open(place: Place, limits: ConnectLimits, signal?: AbortSignal): Promise<Connection> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(cancelled());
        return;
      }
      // A second for each address: the default of 250 ms ends connections to servers that are merely far away.
      const socket = connect({ host: place.host, port: place.port, autoSelectFamilyAttemptTimeout: 1_000 });
      const end = (trouble: Trouble) => {
        clear();
        socket.on('error', () => undefined);
        socket.destroy();
        reject(trouble);
      };
      const onAbort = () => end(cancelled());
      const onError = (error: Error) => end(connectTrouble(error, place.host, place.text));
      const timer = setTimeout(
        () => end(late('timed-out', `${place.text} did not answer within ${seconds(limits.connectMs)}.`)),
        limits.connectMs,
      );
      const clear = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        socket.removeListener('error', onError);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      socket.once('error', onError);
      socket.once('connect', () => {
        clear();
        socket.setNoDelay(true);
        resolve(new Connection(socket, place, limits, signal));
      });
    });
  }

  get remoteAddress(): string | undefined {
    return this.socket.remoteAddress;
  }

  write(bytes: Uint8Array): void {
    if (this.trouble === undefined && !this.socket.destroyed) this.socket.write(bytes);
  }

  /** What has come, at least one byte; undefined at the end of what the server sends. Throws `Trouble`. */
  async read(): Promise<Buffer | undefined> {
    for (;;) {
      if (this.heldBytes > 0) {
        const bytes = Buffer.concat(this.held);
        this.held = [];
        this.heldBytes = 0;
        this.socket.resume();
        return bytes;
      }
      if (this.trouble !== undefined) throw this.trouble;
      if (this.ended) return undefined;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Hands the socket over to somebody who reads it in another way; nothing of it is held back. */
  release(): Socket {
    this.stopListening();
    this.socket.removeAllListeners('data');
    this.socket.removeAllListeners('end');
    this.socket.removeAllListeners('close');
    return this.socket;
  }

  close(): void {
    this.stopListening();
    this.socket.destroy();
  }

  private take(bytes: Buffer): void {
    this.received += bytes.length;
    if (this.received > this.limits.bytes) {
      this.fail(tooMuch(this.place.text));
      return;
    }
    this.held.push(bytes);
    this.heldBytes += bytes.length;
    // Whoever reads is slower than the server: TCP holds it back.
    if (this.heldBytes > 256 * 1024) this.socket.pause();
    this.awake();
  }

  private readonly aborted = () => this.fail(cancelled());

  private fail(trouble: Trouble): void {
    this.trouble ??= trouble;
    this.stopListening();
    this.socket.destroy();
    this.awake();
  }

  private finish(): void {
    this.ended = true;
    this.awake();
  }

  private stopListening(): void {
    clearTimeout(this.timer);
    this.signal?.removeEventListener('abort', this.aborted);
  }

  private awake(): void {
    this.wake?.();
    this.wake = undefined;
  }
}

export const cancelled = (): Trouble => new Trouble('cancelled', 'It was cancelled.', 'Start it again.');
