import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import type { Limits } from '../limits';
import { type Fields, safeTrailers } from '../wire/fields';
import { fieldsOf, headersOf } from '../wire/http2-fields';
import { type Asker, type Backend, type BackendCall, type BackendTrouble, type Outgoing, troubleOf } from './backend';

/** A backend that speaks HTTP/2 without TLS, from the first byte (RFC 9113 section 3.3): one connection for all. */
export class H2cBackend implements Backend {
  private session: ClientHttp2Session | undefined;
  private readonly calls = new Set<H2cCall>();

  constructor(
    readonly label: string,
    private readonly url: string,
    readonly limits: Limits,
  ) {}

  call(request: Outgoing, asker: Asker): BackendCall {
    const call = new H2cCall(this, request, asker);
    this.calls.add(call);
    call.begin(this.connected());
    return call;
  }

  done(call: H2cCall): void {
    this.calls.delete(call);
  }

  sweep(now: number): void {
    for (const call of this.calls) if (call.deadline > 0 && now > call.deadline) call.expire();
  }

  close(): void {
    this.session?.close();
    this.session = undefined;
  }

  private connected(): ClientHttp2Session {
    const { session } = this;
    if (session !== undefined && !session.closed && !session.destroyed) return session;
    const made = connect(this.url, { settings: { enablePush: false }, maxHeaderListPairs: 400 });
    const forget = () => {
      if (this.session === made) this.session = undefined;
    };
    // Each request in it fails by itself, and says so.
    made.on('error', forget);
    made.on('close', forget);
    made.on('goaway', forget);
    made.setTimeout(this.limits.idleMs, () => {
      if (this.calls.size === 0) made.close();
    });
    this.session = made;
    return made;
  }
}

class H2cCall implements BackendCall {
  deadline = 0;
  private stream: ClientHttp2Stream | undefined;
  private trailers: Fields = [];
  private requestTrailers: Fields = [];
  private answered = false;
  private over = false;

  constructor(
    private readonly backend: H2cBackend,
    private readonly request: Outgoing,
    private readonly asker: Asker,
  ) {}

  begin(session: ClientHttp2Session): void {
    const { request, asker } = this;
    this.deadline = performance.now() + this.backend.limits.answerMs;
    const headers = headersOf(request.fields, request.added);
    headers[':method'] = request.method;
    headers[':path'] = request.target;
    headers[':authority'] = request.authority;
    headers[':scheme'] = 'http';
    if (request.length > 0) headers['content-length'] = String(request.length);
    if (request.upgrade !== undefined) {
      headers[':method'] = 'CONNECT';
      headers[':protocol'] = request.upgrade;
    }
    let stream: ClientHttp2Stream;
    try {
      const endStream = request.length === 0 && request.upgrade === undefined;
      stream = session.request(headers, { endStream, waitForTrailers: request.length < 0 });
    } catch {
      queueMicrotask(() => this.fail({ kind: 'closed', message: `${this.backend.label} takes no more requests.` }));
      return;
    }
    this.stream = stream;
    stream.on('headers', (each) => asker.informed(Number(each[':status']), fieldsOf(each)));
    stream.on('response', (each) => {
      this.deadline = 0;
      this.answered = true;
      const status = Number(each[':status']);
      const head = {
        status,
        reason: '',
        fields: fieldsOf(each),
        length: lengthOf(each, stream.endAfterHeaders),
        keepAlive: true,
      };
      if (request.upgrade !== undefined && status === 200) {
        this.finish();
        stream.removeAllListeners('data').removeAllListeners('end');
        asker.upgraded({ ...head, status: 101, upgrade: request.upgrade }, stream, Buffer.alloc(0));
        return;
      }
      asker.answered({ ...head, upgrade: undefined });
    });
    stream.on('trailers', (each) => {
      this.trailers = safeTrailers(fieldsOf(each));
    });
    // None is an empty frame that ends the request.
    stream.on('wantTrailers', () => stream.sendTrailers(headersOf(this.requestTrailers)));
    stream.on('data', (piece: Buffer) => {
      if (!this.over && !asker.data(piece)) stream.pause();
    });
    stream.on('drain', () => {
      if (!this.over) asker.drained();
    });
    stream.on('end', () => {
      if (!this.answered || this.over || stream.rstCode !== constants.NGHTTP2_NO_ERROR) return;
      this.finish();
      asker.end(this.trailers);
    });
    stream.on('error', (error) => this.fail(this.troubleIn(error)));
    stream.on('close', () => this.fail(this.troubleIn(new Error('closed'))));
  }

  write(piece: Buffer): boolean {
    return this.stream?.write(piece) ?? true;
  }

  end(trailers: Fields): void {
    const { stream } = this;
    if (stream === undefined || stream.writableEnded || this.request.length === 0) return;
    this.requestTrailers = safeTrailers(trailers);
    stream.end();
  }

  pause(): void {
    this.stream?.pause();
  }

  resume(): void {
    this.stream?.resume();
  }

  abort(): void {
    this.finish();
    this.stream?.close(constants.NGHTTP2_CANCEL);
  }

  expire(): void {
    const { label } = this.backend;
    this.fail({ kind: 'silent', message: `${label} did not answer in time.` });
    this.stream?.close(constants.NGHTTP2_CANCEL);
  }

  private finish(): void {
    this.over = true;
    this.deadline = 0;
    this.backend.done(this);
  }

  private fail(trouble: BackendTrouble): void {
    if (this.over) return;
    this.finish();
    this.asker.failed(trouble);
  }

  private troubleIn(error: NodeJS.ErrnoException): BackendTrouble {
    const { label } = this.backend;
    if (/^ERR_HTTP2_(ERROR|SESSION_ERROR)$/.test(error.code ?? '') && !this.answered) {
      return { kind: 'broken', message: `${label} does not speak HTTP/2 without TLS.` };
    }
    if (this.answered) return { kind: 'closed', message: `${label} ended the connection in the middle of its answer.` };
    return troubleOf(error, label);
  }
}

function lengthOf(headers: { 'content-length'?: string | undefined }, empty: boolean): number {
  if (empty) return 0;
  const length = headers['content-length'];
  return length === undefined ? -1 : Number(length);
}
