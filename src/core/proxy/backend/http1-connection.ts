import { connect, type Socket } from 'node:net';
import type { Limits } from '../limits';
import { ChunkedReader, chunkOf } from '../wire/chunked';
import { type Fields, safeTrailers, textOf } from '../wire/fields';
import { HeadError } from '../wire/head-error';
import { type ResponseHead, readResponseHead } from '../wire/response-head';
import { type Asker, type BackendTrouble, type Outgoing, troubleOf } from './backend';

/** What a connection tells the pool that it is of. */
export interface Owner {
  readonly label: string;
  readonly limits: Limits;
  /** Free for another request. */
  free(connection: Http1Connection): void;
  gone(connection: Http1Connection): void;
  /** It failed before anything of an answer came. True: the request was sent again elsewhere, and the asker hears of that one. */
  again(connection: Http1Connection, request: Outgoing, asker: Asker, trouble: BackendTrouble): boolean;
}

const nothing = Buffer.alloc(0);

/** One connection to a backend in HTTP/1.1, for one request at a time, with no closures and few objects for each. */
export class Http1Connection {
  readonly socket: Socket;
  /** When it became idle, or when it must have got further (milliseconds of the monotonic clock). */
  since = 0;
  deadline = 0;
  /** Requests that it carried. */
  used = 0;
  connected = false;
  private request: Outgoing | undefined;
  private asker: Asker | undefined;
  private pending: Buffer = nothing;
  private head: ResponseHead | undefined;
  private left = 0;
  private readonly chunks = new ChunkedReader(502);
  private chunkedRequest = false;
  private requestEnded = false;
  /** Something of the request's body was handed on: it cannot be sent again. */
  private bodySent = false;
  private ended = false;

  constructor(
    private readonly owner: Owner,
    host: string,
    port: number,
  ) {
    this.socket = connect({ host, port, noDelay: true, autoSelectFamily: true });
    this.socket.on('connect', () => {
      this.connected = true;
      this.deadline = 0;
      if (this.requestEnded && this.asker !== undefined) this.waitForAnswer();
    });
    this.socket.on('data', (bytes: Buffer) => this.read(bytes));
    this.socket.on('drain', () => this.asker?.drained());
    this.socket.on('end', () => this.finished());
    this.socket.on('error', (error) => this.fail(troubleOf(error, owner.label)));
    this.socket.on('close', () => {
      this.fail(this.closed());
      owner.gone(this);
    });
    this.deadline = performance.now() + owner.limits.connectMs;
  }

  get idle(): boolean {
    return this.asker === undefined && !this.ended;
  }

  /** Sends the head, and all of a request without a body. */
  begin(request: Outgoing, asker: Asker): void {
    this.request = request;
    this.asker = asker;
    this.head = undefined;
    this.used += 1;
    this.bodySent = false;
    this.chunkedRequest = request.length < 0;
    this.requestEnded = request.length === 0;
    if (this.connected) this.deadline = 0;
    this.socket.write(headOf(request), 'latin1');
    if (this.requestEnded) this.waitForAnswer();
  }

  write(piece: Buffer): boolean {
    this.bodySent = true;
    return this.socket.write(this.chunkedRequest ? chunkOf(piece) : piece);
  }

  end(trailers: Fields): void {
    if (this.requestEnded) return;
    this.requestEnded = true;
    if (this.chunkedRequest) this.socket.write(`0\r\n${textOf(safeTrailers(trailers))}\r\n`, 'latin1');
    this.waitForAnswer();
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  abort(): void {
    this.asker = undefined;
    if (this.request !== undefined) this.request.cancelled = true;
    this.destroy();
  }

  destroy(): void {
    this.ended = true;
    this.socket.destroy();
  }

  /** Its time is up. */
  expire(): void {
    const { label } = this.owner;
    if (this.connected) this.fail({ kind: 'silent', message: `${label} did not answer in time.` });
    else this.fail({ kind: 'refused', message: `${label} takes no connection.` });
    this.destroy();
  }

  private waitForAnswer(): void {
    if (this.head === undefined && this.connected) this.deadline = performance.now() + this.owner.limits.answerMs;
  }

  private closed(): BackendTrouble {
    const part = this.head === undefined ? 'before it had answered' : 'in the middle of its answer';
    return { kind: 'closed', message: `${this.owner.label} ended the connection ${part}.` };
  }

  private read(bytes: Buffer): void {
    // What nobody asked for is not to be taken for the answer to the next request.
    if (this.asker === undefined) {
      this.destroy();
      return;
    }
    try {
      let at = 0;
      let input = bytes;
      while (this.asker !== undefined) {
        if (this.head === undefined) {
          if (this.pending.length > 0) {
            input = Buffer.concat([this.pending, input]);
            this.pending = nothing;
          }
          const next = this.readHead(input, at);
          if (next < 0) return;
          at = next;
          if (this.head === undefined) continue;
        }
        this.readBody(input, at);
        return;
      }
    } catch (error) {
      if (!(error instanceof HeadError)) throw error;
      this.fail({ kind: 'broken', message: `${this.owner.label} sent what is no proper answer: ${error.message}` });
      this.destroy();
    }
  }

  /** Gives back where the body begins, or -1 for what is not whole yet. */
  private readHead(bytes: Buffer, from: number): number {
    const end = bytes.indexOf('\r\n\r\n', from, 'latin1');
    if (end < 0 || end - from > this.owner.limits.responseHeadBytes) {
      if (bytes.length - from > this.owner.limits.responseHeadBytes)
        throw new HeadError(502, 'Its headers do not end.');
      if (bytes.length - from > 16 && bytes.toString('latin1', from, from + 5) !== 'HTTP/')
        throw new HeadError(502, 'It is not HTTP.');
      this.pending = bytes.subarray(from);
      return -1;
    }
    const request = this.request as Outgoing;
    const head = readResponseHead(bytes.toString('latin1', from, end), request.method === 'HEAD');
    const asker = this.asker as Asker;
    this.deadline = 0;
    if (head.status === 101) {
      if (request.upgrade === undefined) throw new HeadError(502, 'It changed the protocol without having been asked.');
      this.asker = undefined;
      this.ended = true;
      this.socket.removeAllListeners('data').removeAllListeners('end').removeAllListeners('drain');
      asker.upgraded(head, this.socket, bytes.subarray(end + 4));
      return end + 4;
    }
    if (head.status < 200) {
      asker.informed(head.status, head.fields);
      if (this.requestEnded) this.waitForAnswer();
      return end + 4;
    }
    this.head = head;
    this.left = head.length;
    if (head.length === -1) this.chunks.reset();
    asker.answered(head);
    return end + 4;
  }

  private readBody(bytes: Buffer, from: number): void {
    if (this.left === -1) {
      const stop = this.chunks.read(bytes, from, this.give);
      if (this.chunks.done) this.complete(safeTrailers(this.chunks.trailers), stop < bytes.length);
      return;
    }
    if (this.left === -2) {
      if (from < bytes.length) this.give(from === 0 ? bytes : bytes.subarray(from));
      return;
    }
    const end = Math.min(bytes.length, from + this.left);
    this.left -= end - from;
    if (end > from) this.give(from === 0 && end === bytes.length ? bytes : bytes.subarray(from, end));
    if (this.left === 0) this.complete([], end < bytes.length);
  }

  private readonly give = (piece: Buffer): void => {
    if (this.asker !== undefined && !this.asker.data(piece)) this.socket.pause();
  };

  private complete(trailers: Fields, more: boolean): void {
    const { asker } = this;
    const reusable = !more && this.requestEnded && this.head?.keepAlive === true && !this.ended;
    this.asker = undefined;
    this.request = undefined;
    this.since = performance.now();
    if (reusable) {
      this.socket.resume();
      this.owner.free(this);
    } else this.destroy();
    asker?.end(trailers);
  }

  /** The backend will send no more. */
  private finished(): void {
    if (this.asker !== undefined && this.head !== undefined && this.left === -2) this.complete([], true);
    else this.fail(this.closed());
    this.destroy();
  }

  private fail(trouble: BackendTrouble): void {
    const { asker, request } = this;
    this.ended = true;
    this.asker = undefined;
    if (asker === undefined || request === undefined) return;
    if (this.head === undefined && !this.bodySent && this.owner.again(this, request, asker, trouble)) return;
    asker.failed(trouble);
  }
}

function headOf(request: Outgoing): string {
  const { method, target, authority, fields, added, length, upgrade, expectContinue } = request;
  let text = `${method} ${target} HTTP/1.1\r\nHost: ${authority}\r\n${textOf(fields)}${textOf(added)}`;
  if (length > 0) text += `Content-Length: ${length}\r\n`;
  else if (length < 0) text += 'Transfer-Encoding: chunked\r\n';
  // Without it some servers take a body for missing (RFC 9110 section 8.6).
  else if (method === 'POST' || method === 'PUT' || method === 'PATCH') text += 'Content-Length: 0\r\n';
  if (expectContinue) text += 'Expect: 100-continue\r\n';
  if (upgrade !== undefined) text += `Connection: Upgrade\r\nUpgrade: ${upgrade}\r\n`;
  return `${text}\r\n`;
}
