import { z } from 'zod';
import { idSchema, instant } from './schemas';

const port = z.number().int().min(1).max(65_535);
/** A code, a message and a way out, as everywhere; `field` names the part of the form, e.g. "port", "names.0.routes.1.port". */
export const proxyProblemSchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  field: z.string().optional(),
});
export type ProxyProblem = z.infer<typeof proxyProblemSchema>;

/** Where requests whose path begins with `path` go. */
export const proxyRouteSchema = z.object({
  /** Begins with a slash; whole segments are compared: "/api" is for /api and /api/x, not for /apis. The longest one wins. */
  path: z.string().min(1).max(1024),
  /** A host name or an address, without brackets. */
  host: z.string().min(1).max(253),
  port,
  /** "h2c": HTTP/2 without TLS, from the first byte (RFC 9113 section 3.3). */
  protocol: z.enum(['http1', 'h2c']),
});
export type ProxyRoute = z.infer<typeof proxyRouteSchema>;

export const proxyNameSchema = z.object({
  /** As typed; a wildcard of one label is allowed. */
  name: z.string().min(1).max(300),
  routes: z.array(proxyRouteSchema).min(1).max(50),
});
export type ProxyName = z.infer<typeof proxyNameSchema>;

export const proxyOptionsSchema = z.object({
  /** Answers HTTP on this port of the same address by sending browsers to HTTPS; null: no such port. */
  redirectFrom: port.nullable(),
  /** Seconds for Strict-Transport-Security (RFC 6797); null: not sent. Browsers remember it, so it is off by default. */
  hstsSeconds: z.number().int().min(1).max(63_072_000).nullable(),
  /** "required": a certificate that an authority of ours signed, or a page that says so (403). */
  clientCertificates: z.enum(['off', 'required']),
  tls13Only: z.boolean(),
  /** Writes the secrets of each connection into a private file for Wireshark, while it runs. Whoever reads it reads everything. */
  keyLog: z.boolean(),
  /** Passes on what a client says in X-Forwarded-* and Forwarded; false: it is removed, since anybody can write anything there. */
  trustForwarded: z.boolean(),
  /** Sends the backend the name that the browser asked for as Host; false: the backend's own host and port. */
  keepHost: z.boolean(),
});
export type ProxyOptions = z.infer<typeof proxyOptionsSchema>;

/** What a person decides about a proxy. Options that are left out are as in `proxyDefaults`. */
export const proxyFormSchema = z.object({
  /** An address of this machine: 127.0.0.1 unless the person says otherwise; "::1", "0.0.0.0" and "::" are possible. */
  address: z.string().min(1).max(64),
  port,
  names: z.array(proxyNameSchema).min(1).max(100),
  options: proxyOptionsSchema.partial().optional(),
  /** The authority that signs; the default one unless told. */
  authorityId: idSchema.optional(),
});
export type ProxyForm = z.infer<typeof proxyFormSchema>;

/** What a person wants of it. Kept across restarts; the app makes it so at its start. */
export const proxyWishSchema = z.enum(['running', 'paused', 'stopped']);
export type ProxyWish = z.infer<typeof proxyWishSchema>;

/** "paused": the port stays taken, and each request gets a page that says so (503). "failed": `problem` says why. */
export const proxyStateSchema = z.enum(['starting', 'running', 'paused', 'stopped', 'failed']);
export type ProxyState = z.infer<typeof proxyStateSchema>;

export const proxyCertificateSchema = z.object({
  name: z.string(),
  /** Its folder in the list of certificates. */
  certificateId: idSchema,
  notAfter: instant,
});

/** One proxy as it stands. */
export const proxySchema = z.object({
  id: idSchema,
  address: z.string(),
  port,
  names: z.array(proxyNameSchema),
  options: proxyOptionsSchema,
  authorityId: idSchema.optional(),
  createdAt: instant,
  wish: proxyWishSchema,
  state: proxyStateSchema,
  problem: proxyProblemSchema.optional(),
  /** What to type into a browser, one for each name, e.g. "https://app.test:8443/". */
  urls: z.array(z.string()),
  /** While it runs: what each name is served with. */
  certificates: z.array(proxyCertificateSchema),
  /** Since when it runs in this process. */
  since: instant.optional(),
  /** The file with the secrets, while the key log is on and it runs. */
  keyLogFile: z.string().optional(),
  /** True when others than this machine can reach it. */
  open: z.boolean(),
});
export type ProxyView = z.infer<typeof proxySchema>;

/** One request that was answered, or not. Query strings and headers are left out: they hold what is nobody else's business. */
export const proxyRequestSchema = z.object({
  /** Counts up over all proxies of a run; later ones are higher. */
  seq: z.number().int(),
  proxyId: idSchema,
  /** When its head had been read. */
  at: instant,
  method: z.string(),
  /** The name that was asked for. */
  host: z.string(),
  /** Without the query string; `query` tells that there was one. */
  path: z.string(),
  query: z.boolean(),
  /** What the client speaks. */
  protocol: z.enum(['HTTP/1.0', 'HTTP/1.1', 'HTTP/2', 'WebSocket']),
  /** host:port that it went to; absent when it went nowhere. */
  backend: z.string().optional(),
  /** What the client got; 0 when it was gone before. */
  status: z.number().int(),
  /** To the first byte of the answer, and to its end, since `at` (milliseconds). */
  firstByteMs: z.number().optional(),
  durationMs: z.number(),
  /** Bytes of the body each way. */
  sent: z.number().int(),
  received: z.number().int(),
  contentType: z.string().optional(),
  tls: z.string().optional(),
  /** Why it went wrong, in a sentence. */
  error: z.string().optional(),
});
export type ProxyRequest = z.infer<typeof proxyRequestSchema>;

/** One second of one run; the plot draws the last minutes of these. */
export const proxyThroughputSchema = z.object({
  at: instant,
  requests: z.number().int(),
  errors: z.number().int(),
  /** Body bytes to clients and from them. */
  bytesOut: z.number().int(),
  bytesIn: z.number().int(),
  /** Open connections of clients at its end. */
  connections: z.number().int(),
});
export type ProxyThroughput = z.infer<typeof proxyThroughputSchema>;

/** Which requests. All that are given must hold. */
export const proxyFilterSchema = z.object({
  proxyId: idSchema.optional(),
  /** Part of method, host or path, in any case of letters. */
  text: z.string().max(500).optional(),
  /** 2 for 2xx …; 0 for those with an error. */
  statusClass: z.number().int().min(0).max(5).optional(),
  /** Those after this one. */
  afterSeq: z.number().int().optional(),
});
export type ProxyFilter = z.infer<typeof proxyFilterSchema>;

export const proxyLogSchema = z.object({
  /** The oldest first. */
  requests: z.array(proxyRequestSchema),
  /** Requests that came too fast to be kept one by one, since the start; they are in the throughput. */
  dropped: z.number().int(),
  /** The last three minutes, the oldest first; empty when nothing ran. */
  throughput: z.array(proxyThroughputSchema),
});
export type ProxyLog = z.infer<typeof proxyLogSchema>;
