/** How long and how much is allowed: times in milliseconds, sizes in bytes. */
export interface Limits {
  /** From the connection to the end of the handshake. */
  handshakeMs: number;
  /** From the first byte of a request to the end of its head: a client that sends a byte a second gets no further. */
  headMs: number;
  /** A connection between two requests. */
  idleMs: number;
  /** A body of a request in which nothing arrives. */
  bodyMs: number;
  /** Until a backend takes a connection. */
  connectMs: number;
  /** Until it begins to answer, once the request is with it: slow reports and long polls need their time. */
  answerMs: number;
  /** A client that takes nothing of what waits for it. */
  stuckMs: number;
  requestHeadBytes: number;
  responseHeadBytes: number;
  /** Connections of clients on one port; more are closed at once. */
  connections: number;
  /** Requests at once in one connection of HTTP/2 (RFC 9113 section 6.5.2 advises no fewer than 100). */
  streams: number;
}

/** nginx has 60 s for most of these, and 8 KB (4 times) for a head; Node 16 KB; a dev server with a debugger attached is given longer. */
export const usualLimits: Limits = {
  handshakeMs: 10_000,
  headMs: 15_000,
  idleMs: 75_000,
  bodyMs: 60_000,
  connectMs: 5_000,
  answerMs: 300_000,
  stuckMs: 120_000,
  requestHeadBytes: 32 * 1024,
  responseHeadBytes: 64 * 1024,
  connections: 10_000,
  streams: 128,
};
