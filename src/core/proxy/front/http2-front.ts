import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import type { Asker, BackendCall, BackendTrouble } from '../backend/backend';
import { type Fields, fieldOf, isPlain, isToken } from '../wire/fields';
import { HeadError } from '../wire/head-error';
import { fieldsOf, headersOf } from '../wire/http2-fields';
import { checkAuthority, isForwarding, type RequestHead } from '../wire/request-head';
import type { ResponseHead } from '../wire/response-head';
import type { Flight } from './flight';
import { destinationOf, newFlight, outgoingOf, refusalOf } from './launch';
import { type Refusal, reasons, refusalPage } from './pages';
import type { Client, FrontContext, Site, SiteRoute } from './sites';
import { tunnel } from './tunnel';

/** One request in a connection of HTTP/2. */
export class Http2Front implements Asker {
  private call: BackendCall | undefined;
  private readonly flight: Flight;
  private site: Site | undefined;
  private route: SiteRoute | undefined;
  private trailers: Fields = [];
  private answerTrailers: Fields = [];
  private over = false;
  private head: RequestHead | undefined;
  private lastMoved = performance.now();

  constructor(
    private readonly stream: ServerHttp2Stream,
    private readonly context: FrontContext,
    private readonly client: Client,
    tls: string,
    private readonly finished: (front: Http2Front) => void,
  ) {
    this.flight = newFlight('HTTP/2', tls);
  }

  begin(headers: IncomingHttpHeaders, endStream: boolean): void {
    const { stream, flight } = this;
    flight.method = String(headers[':method'] ?? '');
    flight.authority = String(headers[':authority'] ?? headers.host ?? '');
    flight.target = String(headers[':path'] ?? '');
    stream.on('error', () => undefined);
    stream.on('close', () => this.gone());
    stream.on('drain', () => {
      this.lastMoved = performance.now();
      this.call?.resume();
    });
    stream.on('trailers', (each: IncomingHttpHeaders) => {
      this.trailers = fieldsOf(each);
    });
    try {
      this.head = headOf(headers, endStream);
    } catch (error) {
      if (!(error instanceof HeadError)) throw error;
      const title = reasons[error.status] ?? 'Bad Request';
      this.refuse({
        status: error.status,
        code: 'bad-request',
        title,
        message: error.message,
        hint: 'It was not passed on.',
      });
      return;
    }
    this.launch(this.head);
  }

  private launch(head: RequestHead): void {
    const { context, client, flight, stream } = this;
    const { refusal, site, ...rest } = destinationOf(context, head, client);
    this.site = site;
    flight.proxyId = site?.proxyId ?? '';
    if (refusal !== undefined) {
      this.refuse(refusal);
      return;
    }
    const { route } = rest as { route: SiteRoute };
    this.route = route;
    flight.backend = route.backend.label;
    this.call = route.backend.call(outgoingOf(context, head, site as Site, route, client.address, '2.0'), this);
    if (head.length === 0) {
      // Nothing comes, and that it ended must be read all the same.
      stream.resume();
      return;
    }
    stream.on('data', (piece: Buffer) => {
      flight.received += piece.length;
      context.recorder.bytes(0, piece.length);
      this.lastMoved = performance.now();
      if (this.call !== undefined && !this.call.write(piece)) stream.pause();
    });
    stream.on('end', () => this.call?.end(this.trailers));
  }

  informed(status: number, fields: Fields): void {
    if (status === 100) {
      if (this.head?.expectContinue === true && !this.stream.headersSent && !this.over)
        this.stream.additionalHeaders({ ':status': 100 });
    } else if (!this.stream.headersSent && !this.over)
      this.stream.additionalHeaders({ ...headersOf(fields), ':status': status });
  }

  answered(answer: ResponseHead): void {
    const { flight, stream } = this;
    flight.firstByte = performance.now();
    flight.status = answer.status;
    flight.contentType = fieldOf(answer.fields, 'content-type');
    const headers = headersOf(answer.fields);
    headers[':status'] = answer.status;
    if (answer.length > 0) headers['content-length'] = answer.length;
    if (this.site?.hsts !== undefined) headers['strict-transport-security'] = this.site.hsts;
    if (this.over || stream.destroyed) return;
    const empty = answer.length === 0;
    // Trailers come only behind a body of unknown length.
    const waitForTrailers = answer.length < 0;
    try {
      stream.respond(headers, { endStream: empty, waitForTrailers });
    } catch {
      // What HTTP/1.1 can say, and HTTP/2 cannot: a status beyond 599, or twice what may be there once.
      flight.status = 0;
      const { call } = this;
      const message = `${flight.backend} sent headers that HTTP/2 does not have.`;
      this.failed({ kind: 'broken', message });
      call?.abort();
      return;
    }
    if (waitForTrailers) stream.on('wantTrailers', () => stream.sendTrailers(headersOf(this.answerTrailers)));
  }

  data(piece: Buffer): boolean {
    this.flight.sent += piece.length;
    this.context.recorder.bytes(piece.length, 0);
    if (this.stream.write(piece)) return true;
    this.lastMoved = performance.now();
    return false;
  }

  end(trailers: Fields): void {
    this.call = undefined;
    this.answerTrailers = trailers;
    if (!this.stream.writableEnded) this.stream.end();
    this.land();
  }

  failed(trouble: BackendTrouble): void {
    this.call = undefined;
    this.flight.error = trouble.message;
    if (this.flight.status === 0) {
      this.refuse(refusalOf(trouble, this.site as Site, this.route as SiteRoute));
      return;
    }
    // Half an answer must not look like a whole one.
    this.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
    this.land();
  }

  drained(): void {
    this.stream.resume();
  }

  moved(call: BackendCall): void {
    this.call = call;
  }

  upgraded(answer: ResponseHead, backend: Duplex, first: Buffer): void {
    const { flight, stream, context } = this;
    flight.protocol = 'WebSocket';
    flight.status = 200;
    flight.firstByte = performance.now();
    this.call = undefined;
    stream.respond({ ...headersOf(withoutAccept(answer.fields)), ':status': 200 });
    if (first.length > 0) stream.write(first);
    stream.removeAllListeners('data').removeAllListeners('end').removeAllListeners('drain');
    tunnel(stream, backend, (out, in_) => context.recorder.bytes(out, in_));
    this.land();
  }

  private refuse(refusal: Refusal): void {
    const { flight, stream, head } = this;
    const { fields, body } = refusalPage(refusal, flight.method, fieldOf(head?.fields ?? [], 'accept') ?? '');
    flight.status = refusal.status;
    flight.error ??= refusal.message;
    if (!stream.destroyed) {
      stream.respond({ ...headersOf(fields), ':status': refusal.status, 'content-length': body.length });
      flight.sent = body.length;
      stream.end(flight.method === 'HEAD' ? undefined : body);
      // What is left of the request's body is not wanted (RFC 9113 section 8.1).
      stream.resume();
    }
    this.land();
  }

  private land(): void {
    if (this.over) return;
    this.over = true;
    this.context.recorder.done(this.flight);
    this.finished(this);
  }

  private gone(): void {
    this.call?.abort();
    this.call = undefined;
    if (this.over) return;
    this.flight.error ??= 'The client went away before it had the answer.';
    this.land();
  }

  /** Ends what is overdue. */
  sweep(now: number): void {
    const { stream, context, head } = this;
    const waitsForBody = head !== undefined && head.length !== 0 && !stream.readableEnded && !stream.isPaused();
    const stuck = stream.writableNeedDrain && now - this.lastMoved > context.limits.stuckMs;
    if (!stuck && !(waitsForBody && this.flight.status === 0 && now - this.lastMoved > context.limits.bodyMs)) return;
    this.flight.error = stuck
      ? 'The client took nothing of the answer any more.'
      : 'The request did not arrive in time.';
    stream.close(constants.NGHTTP2_CANCEL);
  }
}

/** RFC 8441: the answer to a WebSocket in HTTP/2 has no handshake of its own. */
function withoutAccept(fields: Fields): Fields {
  const kept: Fields = [];
  for (let at = 0; at < fields.length; at += 2) {
    if (!/^sec-websocket-accept$/i.test(fields[at] as string))
      kept.push(fields[at] as string, fields[at + 1] as string);
  }
  return kept;
}

function headOf(headers: IncomingHttpHeaders, endStream: boolean): RequestHead {
  const method = String(headers[':method'] ?? '');
  const target = String(headers[':path'] ?? '');
  const authority = String(headers[':authority'] ?? headers.host ?? '');
  const all = fieldsOf(headers);
  if (!isToken(method) || !isPlain(target) || /[ #]/.test(target)) throw new HeadError(400, 'That is no request.');
  const protocol = headers[':protocol'];
  if (method === 'CONNECT' && protocol !== 'websocket') throw new HeadError(405, 'This is no proxy for CONNECT.');
  if (!target.startsWith('/') && !(target === '*' && method === 'OPTIONS'))
    throw new HeadError(400, 'The target is no path.');
  // The two must not differ (RFC 9113 section 8.3.1).
  if (headers.host !== undefined && headers.host !== authority) throw new HeadError(400, 'Host and :authority differ.');
  checkAuthority(authority, false);
  const fields: Fields = [];
  const forwarded: Fields = [];
  let expectContinue = false;
  for (let at = 0; at < all.length; at += 2) {
    const name = all[at] as string;
    const value = all[at + 1] as string;
    if (name === 'expect') expectContinue = value.toLowerCase() === '100-continue';
    else if (isForwarding(name)) forwarded.push(name, value);
    else fields.push(name, value);
  }
  const head = { method, target, authority, fields, forwarded, expectContinue };
  if (protocol === 'websocket') {
    return {
      ...head,
      method: 'GET',
      length: 0,
      upgrade: 'websocket',
      fields: [...fields, 'sec-websocket-key', websocketKey],
    };
  }
  const length = headers['content-length'];
  if (length !== undefined && !/^\d{1,15}$/.test(length)) throw new HeadError(400, 'The Content-Length is no number.');
  return { ...head, length: endStream ? 0 : length === undefined ? -1 : Number(length), upgrade: undefined };
}

/** It proves only that the server speaks WebSocket (RFC 6455 section 4.1), which the proxy does not look at; the client never sees it. */
const websocketKey = Buffer.from('sealwax-http2-16').toString('base64');

export const sessionLimits = (streams: number) => ({
  settings: { enableConnectProtocol: true, maxConcurrentStreams: streams, enablePush: false },
  maxHeaderListPairs: 200,
  maxSessionInvalidFrames: 100,
  unknownProtocolTimeout: 5_000,
});
