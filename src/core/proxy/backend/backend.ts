import type { Duplex } from 'node:stream';
import type { ProxyRoute } from '../../../ipc/proxy-schemas';
import type { Fields } from '../wire/fields';
import type { ResponseHead } from '../wire/response-head';

/** Why a backend gave no answer, or not all of it. */
export interface BackendTrouble {
  /** "refused": nobody listens; "closed": it ended the connection; "silent": it did not answer in time; "broken": what it sent is no HTTP. */
  kind: 'refused' | 'unresolved' | 'closed' | 'silent' | 'broken';
  /** In a sentence. */
  message: string;
}

/** What is sent to a backend. */
export interface Outgoing {
  method: string;
  target: string;
  /** What it is told as Host or :authority. */
  authority: string;
  /** The client's own fields, without those of its connection. */
  fields: Fields;
  /** X-Forwarded-*, Forwarded and Via. */
  added: Fields;
  /** Bytes of the body; -1: unknown before its end. */
  length: number;
  expectContinue: boolean;
  upgrade: string | undefined;
  /** How often it was tried again. */
  tries: number;
  /** Nobody waits for it any more. */
  cancelled: boolean;
}

/** Who asked: gets the answer as it comes. After `failed`, `end` or `upgraded` nothing comes any more. */
export interface Asker {
  /** 100, 103 and their kind. */
  informed(status: number, fields: Fields): void;
  answered(head: ResponseHead): void;
  /** False: no more until `resume`. */
  data(piece: Buffer): boolean;
  end(trailers: Fields): void;
  failed(trouble: BackendTrouble): void;
  /** The backend takes more of the request's body. */
  drained(): void;
  /** It is on its way over another connection now. */
  moved(call: BackendCall): void;
  /** With 101: from here on both ends speak as they like. `first`: what came with the answer. */
  upgraded(head: ResponseHead, socket: Duplex, first: Buffer): void;
}

/** One request on its way. */
export interface BackendCall {
  /** False: no more until `drained`. */
  write(piece: Buffer): boolean;
  end(trailers: Fields): void;
  pause(): void;
  resume(): void;
  /** The client is gone: so is this. Nothing is told any more. */
  abort(): void;
}

/** One place that requests go to, with its connections. */
export interface Backend {
  readonly label: string;
  call(request: Outgoing, asker: Asker): BackendCall;
  /** What is overdue by `now` (milliseconds of the monotonic clock) is ended. */
  sweep(now: number): void;
  /** Closes what is idle; the rest when it is done. */
  close(): void;
}

export const labelOf = ({ host, port }: Pick<ProxyRoute, 'host' | 'port'>): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** What a failed connection means, in words. */
export function troubleOf(error: NodeJS.ErrnoException, label: string): BackendTrouble {
  switch (error.code) {
    case 'ECONNREFUSED':
      return { kind: 'refused', message: `Nothing listens on ${label}.` };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { kind: 'unresolved', message: `The name in ${label} leads to no address.` };
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return { kind: 'refused', message: `${label} cannot be reached.` };
    default:
      return { kind: 'closed', message: `${label} ended the connection before it had answered.` };
  }
}
