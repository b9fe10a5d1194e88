import type { OpenedJws } from './jws';
import type { AccountRecord, PublicJwk } from './records';
import type { Urls } from './urls';

/** Where a request came from. */
export interface Client {
  /** The address, as the socket has it. */
  address: string;
  /** From this machine: over the loopback. */
  local: boolean;
  /** The User-Agent, cut short; empty without one. */
  agent: string;
}

/** One request, with what was made sure of it. */
export interface Call {
  client: Client;
  urls: Urls;
  /** What the path of the resource names. */
  params: readonly string[];
}

/** A request whose signature was checked. */
export interface SignedCall extends Call {
  jws: OpenedJws;
  /** The key that signed it. */
  key: PublicJwk;
  /** The account that the key is of, for requests with a "kid". */
  account?: AccountRecord;
}

/** A request of an account that counts. */
export type AccountCall = SignedCall & { account: AccountRecord };

export interface Answer {
  status: number;
  headers?: Record<string, string | string[]>;
  /** JSON, or a text of another type; nothing for an empty body. */
  json?: unknown;
  text?: { type: string; body: string };
}

export const json = (status: number, value: unknown, headers: Record<string, string | string[]> = {}): Answer => ({
  status,
  json: value,
  headers,
});
