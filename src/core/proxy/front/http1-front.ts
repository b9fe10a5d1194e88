import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Asker, BackendCall, BackendTrouble } from '../backend/backend';
import { type Fields, fieldOf, textOf } from '../wire/fields';
import { HeadError } from '../wire/head-error';
import type { RequestHead1 } from '../wire/request-head';
import type { ResponseHead } from '../wire/response-head';
import type { Flight } from './flight';
import { Http1Output } from './http1-output';
import { Http1Reader } from './http1-reader';
import { destinationOf, newFlight, outgoingOf, refusalOf } from './launch';
import { type Refusal, reasons, refusalPage } from './pages';
import type { Client, FrontContext, Site, SiteRoute } from './sites';
import { tunnel } from './tunnel';

/** What is left of a body that nobody wants is read for this long, so that the client gets to read the answer (milliseconds). */
const lingerMs = 5_000;

/** One connection of a client in HTTP/1: one request after the other, each taken on when the one before it is answered. */
export class Http1Front extends Http1Reader implements Asker {
  private head: RequestHead1 | undefined;
  private readonly output: Http1Output;
  private call: BackendCall | undefined;
  protected flight: Flight | undefined;
  private site: Site | undefined;
  private route: SiteRoute | undefined;
  private keepAlive = true;

  constructor(
    socket: TLSSocket,
    private readonly context: FrontContext,
    private readonly client: Client,
    private readonly tls: string,
  ) {
    super(socket, context.limits);
    this.output = new Http1Output(socket);
    socket.on('data', (bytes: Buffer) => this.read(bytes));
    socket.on('drain', this.drain);
    socket.on('end', () => this.halfClosed());
    socket.on('close', () => this.gone());
  }

  protected launch(head: RequestHead1): void {
    const { context, client } = this;
    const flight = newFlight(head.minor === 0 ? 'HTTP/1.0' : 'HTTP/1.1', this.tls);
    flight.method = head.method;
    flight.authority = head.authority;
    flight.target = head.target;
    this.flight = flight;
    this.head = head;
    this.keepAlive = head.keepAlive && !context.closing;
    this.expectBody(head.length);
    const { refusal, site, ...rest } = destinationOf(context, head, client);
    flight.proxyId = site?.proxyId ?? '';
    this.site = site;
    if (refusal !== undefined) {
      this.refuse(refusal);
      return;
    }
    const { route } = rest as { route: SiteRoute };
    this.route = route;
    flight.backend = route.backend.label;
    const outgoing = outgoingOf(context, head, site as Site, route, client.address, head.minor === 0 ? '1.0' : '1.1');
    this.call = route.backend.call(outgoing, this);
  }

  protected readonly pass = (piece: Buffer): void => {
    if (this.flight !== undefined) this.flight.received += piece.length;
    this.context.recorder.bytes(0, piece.length);
    if (this.call !== undefined && !this.call.write(piece)) {
      this.socket.pause();
      this.deadline = 0;
    }
  };

  protected bodyEnded(trailers: Fields): void {
    this.inBody = false;
    this.deadline = 0;
    this.call?.end(trailers);
    // The answer was there first.
    if (this.flight === undefined) this.next();
  }

  // What the backend answers.

  informed(status: number, fields: Fields): void {
    if (this.head?.minor !== 1) return;
    if (status === 100 && !this.head.expectContinue) return;
    this.socket.write(
      `HTTP/1.1 ${status} ${status === 100 ? 'Continue' : 'Early Hints'}\r\n${textOf(fields)}\r\n`,
      'latin1',
    );
  }

  answered(answer: ResponseHead): void {
    const flight = this.flight as Flight;
    flight.firstByte = performance.now();
    flight.status = answer.status;
    flight.contentType = fieldOf(answer.fields, 'content-type');
    const chunked = answer.length < 0 && this.head?.minor === 1;
    if (answer.length < 0 && !chunked) this.keepAlive = false;
    let text = `HTTP/1.1 ${answer.status} ${answer.reason}\r\n${textOf(answer.fields)}`;
    if (chunked) text += 'Transfer-Encoding: chunked\r\n';
    else if (answer.length > 0 || (answer.length === 0 && hasLength(answer, flight.method)))
      text += `Content-Length: ${answer.length}\r\n`;
    if (this.site?.hsts !== undefined) text += `Strict-Transport-Security: ${this.site.hsts}\r\n`;
    if (!this.keepAlive) text += 'Connection: close\r\n';
    else if (this.head?.minor === 0) text += 'Connection: keep-alive\r\n';
    this.output.head(`${text}\r\n`, chunked);
  }

  data(piece: Buffer): boolean {
    (this.flight as Flight).sent += piece.length;
    this.context.recorder.bytes(piece.length, 0);
    if (this.output.body(piece)) return true;
    this.deadline = performance.now() + this.context.limits.stuckMs;
    return false;
  }

  end(trailers: Fields): void {
    this.output.end(trailers);
    this.call = undefined;
    this.land();
  }

  failed(trouble: BackendTrouble): void {
    this.call = undefined;
    const flight = this.flight as Flight;
    flight.error = trouble.message;
    if (flight.status === 0) {
      this.refuse(refusalOf(trouble, this.site as Site, this.route as SiteRoute));
      return;
    }
    // Half an answer must not look like a whole one.
    this.output.flush();
    this.context.recorder.done(flight);
    this.flight = undefined;
    this.ended = true;
    this.socket.destroy();
  }

  drained(): void {
    this.socket.resume();
    if (this.inBody) this.deadline = performance.now() + this.context.limits.bodyMs;
  }

  moved(call: BackendCall): void {
    this.call = call;
  }

  upgraded(answer: ResponseHead, backend: Duplex, first: Buffer): void {
    const flight = this.flight as Flight;
    const { socket, context } = this;
    flight.protocol = /websocket/i.test(this.head?.upgrade ?? '') ? 'WebSocket' : flight.protocol;
    flight.status = 101;
    flight.firstByte = performance.now();
    context.recorder.done(flight);
    this.flight = undefined;
    this.call = undefined;
    this.ended = true;
    this.deadline = 0;
    socket.removeAllListeners('data').removeAllListeners('end').removeListener('drain', this.drain);
    const upgrade = answer.upgrade ?? this.head?.upgrade ?? '';
    socket.write(
      `HTTP/1.1 101 ${answer.reason || 'Switching Protocols'}\r\n${textOf(answer.fields)}Connection: Upgrade\r\nUpgrade: ${upgrade}\r\n\r\n`,
      'latin1',
    );
    if (first.length > 0) socket.write(first);
    if (this.pending.length > 0) backend.write(this.pending);
    tunnel(socket, backend, (out, in_) => context.recorder.bytes(out, in_));
  }

  // How it goes on, and how it ends.

  private refuse(refusal: Refusal): void {
    const { head, output } = this;
    const flight = this.flight as Flight;
    const { fields, body } = refusalPage(refusal, flight.method, fieldOf(head?.fields ?? [], 'accept') ?? '');
    flight.status = refusal.status;
    flight.error ??= refusal.message;
    flight.sent = body.length;
    // A client that waits to be told to send its body will not send it now.
    if (head === undefined || head.expectContinue) this.keepAlive = false;
    const last = this.keepAlive ? '' : 'Connection: close\r\n';
    const text = `HTTP/1.1 ${refusal.status} ${reasons[refusal.status] ?? 'Error'}\r\n${textOf(fields)}Content-Length: ${body.length}\r\n${last}\r\n`;
    output.head(text, false);
    if (flight.method !== 'HEAD') output.body(body);
    output.end([]);
    this.land();
  }

  /** A request that nobody could read. */
  protected misunderstood({ status, message }: HeadError): void {
    this.call?.abort();
    this.call = undefined;
    this.keepAlive = false;
    if (this.flight !== undefined && this.flight.status !== 0) {
      this.ended = true;
      this.socket.destroy();
      return;
    }
    this.flight ??= newFlight('HTTP/1.1', this.tls);
    this.inBody = false;
    this.head = undefined;
    const hint = 'It was not passed on, since two servers could read it differently.';
    this.refuse({ status, code: 'bad-request', title: reasons[status] ?? 'Bad Request', message, hint });
  }

  private land(): void {
    this.context.recorder.done(this.flight as Flight);
    this.flight = undefined;
    if (!this.keepAlive && !this.inBody) {
      this.ended = true;
      this.output.flush();
      this.socket.end();
      this.deadline = performance.now() + lingerMs;
      return;
    }
    if (this.inBody) {
      this.deadline = performance.now() + lingerMs;
      this.output.flush();
      this.socket.resume();
      return;
    }
    this.next();
  }

  private next(): void {
    if (!this.keepAlive || this.context.closing) {
      this.ended = true;
      this.socket.end();
      return;
    }
    this.readNext();
  }

  private readonly drain = (): void => {
    this.deadline = this.inBody ? performance.now() + this.context.limits.bodyMs : 0;
    this.call?.resume();
  };

  private halfClosed(): void {
    // Who has said all may still listen to the answer.
    this.keepAlive = false;
    if (this.flight === undefined || this.inBody) this.socket.end();
  }

  private gone(): void {
    this.ended = true;
    this.call?.abort();
    this.call = undefined;
    const { flight } = this;
    if (flight === undefined) return;
    flight.error ??= 'The client went away before it had the answer.';
    this.context.recorder.done(flight);
    this.flight = undefined;
  }

  /** Ends what is overdue. */
  sweep(now: number): void {
    if (this.deadline === 0 || now < this.deadline) return;
    this.deadline = 0;
    const waitsForMore = this.flight !== undefined && this.flight.status === 0 && this.inBody;
    const headBegun = this.flight === undefined && this.pending.length > 0 && !this.ended;
    if (waitsForMore || headBegun) {
      this.misunderstood(new HeadError(408, 'The request did not arrive in time.'));
      return;
    }
    if (this.flight !== undefined) this.flight.error = 'The client took nothing of the answer any more.';
    this.socket.destroy();
  }

  /** Nothing new: ends now when nothing is in flight. */
  close(): void {
    this.keepAlive = false;
    if (this.flight === undefined && !this.inBody) this.socket.end();
  }
}

/** A length of zero is said where there could have been a body, and not for HEAD, which has its own among the fields. */
const hasLength = ({ status }: ResponseHead, method: string) =>
  status >= 200 && status !== 204 && status !== 304 && method !== 'HEAD';
