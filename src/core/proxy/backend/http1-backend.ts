import type { Limits } from '../limits';
import type { Asker, Backend, BackendCall, BackendTrouble, Outgoing } from './backend';
import { Http1Connection, type Owner } from './http1-connection';

/** Node's own servers close after 5 s, gunicorn after 2: one that was idle for longer is not used for what cannot be sent twice. */
const surelyAliveMs = 1_000;
const idleMs = 4_000;
/** Idle connections that are kept to one backend. */
const idleAtMost = 256;
/** A dev server that restarts is away for a moment: so often, and after so long each, it is tried again (milliseconds). */
const triesAfterMs = [50, 150, 400];

/** What may be sent again without having asked (RFC 9110 section 9.2.2). */
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);

/** A backend that speaks HTTP/1.1, with the connections to it. */
export class Http1Backend implements Backend, Owner {
  private readonly idle: Http1Connection[] = [];
  private readonly all = new Set<Http1Connection>();
  private closing = false;

  constructor(
    readonly label: string,
    private readonly host: string,
    private readonly port: number,
    readonly limits: Limits,
  ) {}

  call(request: Outgoing, asker: Asker): BackendCall {
    const connection = this.take(request.length === 0 && idempotent.has(request.method)) ?? this.open();
    connection.begin(request, asker);
    return connection;
  }

  private open(): Http1Connection {
    const connection = new Http1Connection(this, this.host, this.port);
    this.all.add(connection);
    return connection;
  }

  free(connection: Http1Connection): void {
    if (this.closing || this.idle.length >= idleAtMost) connection.destroy();
    else this.idle.push(connection);
  }

  gone(connection: Http1Connection): void {
    this.all.delete(connection);
    const at = this.idle.indexOf(connection);
    if (at >= 0) this.idle.splice(at, 1);
  }

  again(connection: Http1Connection, request: Outgoing, asker: Asker, trouble: BackendTrouble): boolean {
    if (request.length !== 0 || this.closing) return false;
    // Nothing reached anybody: it is sent again whatever it is.
    const pause = connection.connected || trouble.kind !== 'refused' ? undefined : triesAfterMs[request.tries];
    if (pause !== undefined) {
      request.tries += 1;
      setTimeout(() => this.restart(request, asker), pause);
      return true;
    }
    // A kept connection that its server had just closed; that a server fails is told apart by the connection having been used before.
    if (connection.used < 2 || trouble.kind !== 'closed' || !idempotent.has(request.method)) return false;
    this.restart(request, asker);
    return true;
  }

  sweep(now: number): void {
    for (const connection of this.all) {
      if (connection.idle) {
        if (now - connection.since > idleMs) connection.destroy();
      } else if (connection.deadline > 0 && now > connection.deadline) connection.expire();
    }
  }

  close(): void {
    this.closing = true;
    for (const connection of this.idle.splice(0)) connection.destroy();
  }

  /** The one that was used last is the likeliest to live. `again`: the request can be sent twice. */
  private take(again: boolean): Http1Connection | undefined {
    for (;;) {
      const connection = this.idle.pop();
      if (connection === undefined) return undefined;
      const age = performance.now() - connection.since;
      if (connection.idle && connection.socket.writable && (again || age < surelyAliveMs)) return connection;
      connection.destroy();
    }
  }

  private restart(request: Outgoing, asker: Asker): void {
    if (request.cancelled) return;
    const connection = this.open();
    asker.moved(connection);
    connection.begin(request, asker);
  }
}
