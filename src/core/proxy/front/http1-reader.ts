import type { TLSSocket } from 'node:tls';
import type { Limits } from '../limits';
import { ChunkedReader } from '../wire/chunked';
import type { Fields } from '../wire/fields';
import { HeadError } from '../wire/head-error';
import { type RequestHead1, readRequestHead } from '../wire/request-head';

const nothing = Buffer.alloc(0);

/** What a client sends in HTTP/1, taken apart into requests and their bodies. */
export abstract class Http1Reader {
  /** By when something must have happened (milliseconds of the monotonic clock); 0: no hurry. */
  protected deadline: number;
  protected pending: Buffer = nothing;
  protected inBody = false;
  protected ended = false;
  /** Of the request's body; -1: in chunks. */
  private left = 0;
  private readonly chunks = new ChunkedReader(400);
  /** Between two requests: the next one has not begun. */
  private between = false;
  private reading = false;

  constructor(
    protected readonly socket: TLSSocket,
    private readonly limits: Limits,
  ) {
    this.deadline = performance.now() + limits.headMs;
  }

  /** The request whose answer is not at its end. */
  protected abstract flight: object | undefined;
  protected abstract launch(head: RequestHead1): void;
  protected abstract pass: (piece: Buffer) => void;
  protected abstract bodyEnded(trailers: Fields): void;
  /** Nobody could read it. */
  protected abstract misunderstood(error: HeadError): void;

  protected read(bytes: Buffer): void {
    this.pending = this.pending.length === 0 ? bytes : Buffer.concat([this.pending, bytes]);
    if (this.reading) return;
    this.reading = true;
    try {
      while (this.pending.length > 0 && !this.ended && this.step());
    } catch (error) {
      if (!(error instanceof HeadError)) throw error;
      this.pending = nothing;
      this.misunderstood(error);
    } finally {
      this.reading = false;
    }
  }

  /** Takes some of what is there; false when it has to wait for more, or for the answer before. */
  private step(): boolean {
    if (this.inBody) return this.readBody();
    if (this.flight !== undefined) {
      // The next request, too early: it waits, and so does all behind it.
      this.socket.pause();
      return false;
    }
    const { pending, limits } = this;
    const start = pending[0] === 13 && pending[1] === 10 ? 2 : 0;
    const end = pending.indexOf('\r\n\r\n', start, 'latin1');
    if (end < 0 || end > limits.requestHeadBytes) {
      if (pending.length > limits.requestHeadBytes)
        throw new HeadError(431, 'The headers of the request are too long.');
      if (this.between) {
        this.between = false;
        this.deadline = performance.now() + limits.headMs;
      }
      return false;
    }
    const head = readRequestHead(pending.toString('latin1', start, end));
    this.pending = end + 4 === pending.length ? nothing : pending.subarray(end + 4);
    this.launch(head);
    return true;
  }

  private readBody(): boolean {
    const { pending, flight } = this;
    if (flight !== undefined) this.deadline = performance.now() + this.limits.bodyMs;
    if (this.left < 0) {
      const stop = this.chunks.read(pending, 0, this.pass);
      this.pending = stop === pending.length ? nothing : pending.subarray(stop);
      if (!this.chunks.done) return false;
      this.bodyEnded(this.chunks.trailers);
      return true;
    }
    const end = Math.min(pending.length, this.left);
    this.left -= end;
    this.pending = end === pending.length ? nothing : pending.subarray(end);
    this.pass(end === pending.length ? pending : pending.subarray(0, end));
    if (this.left > 0) return false;
    this.bodyEnded([]);
    return true;
  }

  /** Of the request that was read last (bytes; -1: in chunks). */
  protected expectBody(length: number): void {
    this.between = false;
    this.left = length;
    this.inBody = length !== 0;
    if (length < 0) this.chunks.reset();
    this.deadline = this.inBody ? performance.now() + this.limits.bodyMs : 0;
  }

  /** The answer is out: on to the request after it, which may be here. */
  protected readNext(): void {
    this.between = true;
    this.deadline = performance.now() + this.limits.idleMs;
    if (this.socket.isPaused()) this.socket.resume();
    if (this.pending.length > 0 && !this.reading) this.read(nothing);
  }
}
