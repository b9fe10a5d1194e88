import { z } from 'zod';
import { chainNodeSchema, edgeCheckSchema } from './chain-schemas';
import { idSchema, instant } from './schemas';
import { certificateFactsSchema } from './view-schemas';
import { originSchema } from './watched-schemas';

/** How TLS begins: at once, or after a few lines in the clear (STARTTLS). */
export const startSchema = z.enum(['tls', 'smtp', 'imap', 'pop3', 'ldap', 'ftp', 'xmpp', 'postgres', 'mysql']);
export type Start = z.infer<typeof startSchema>;

export const inspectTargetSchema = z.object({
  /** ASCII; an IPv6 address without brackets. */
  host: z.string(),
  port: z.number().int(),
  /** "app.test:443", "[::1]:443"; with a scheme where TLS does not begin at once: "smtp://mail.test:587". */
  text: z.string(),
  start: startSchema,
  /** Whether `start` was said, or follows from the port. */
  startFrom: z.enum(['said', 'port', 'default']),
  /** The name in the handshake (SNI), and the one that the certificate must be for; absent for an address. */
  serverName: z.string().optional(),
});
export type InspectTarget = z.infer<typeof inspectTargetSchema>;

export const targetCheckSchema = z.object({
  ok: z.boolean(),
  target: inspectTargetSchema.optional(),
  problem: z.object({ message: z.string(), hint: z.string().optional() }).optional(),
});
export type TargetCheck = z.infer<typeof targetCheckSchema>;

/** A server that listens on this machine. */
export const listeningSchema = z.object({
  /** "tcp:127.0.0.1:5173"; stable while it listens. */
  id: z.string(),
  /** As the system says it: "127.0.0.1", "::1", "0.0.0.0", "::" (the last two: on every address). */
  address: z.string(),
  port: z.number().int(),
  /** True when other machines can reach it, as far as the address tells. */
  everywhere: z.boolean(),
  /** Absent when this account may not know. */
  pid: z.number().int().optional(),
  process: z.string().optional(),
  /** The last part of the folder that it runs in, which is mostly the project. */
  folder: z.string().optional(),
  /** "silent": it accepts and says nothing to either; "unknown": not asked, or no connection. */
  speaks: z.enum(['tls', 'http', 'starttls', 'other', 'silent', 'unknown']),
  /** Set for `starttls`. */
  start: startSchema.optional(),
  /** What it serves over TLS to "localhost". */
  certificate: z
    .object({
      commonName: z.string(),
      names: z.array(z.string()),
      issuer: z.string(),
      notAfter: instant,
      origin: originSchema,
      certificateId: idSchema.optional(),
      expired: z.boolean(),
    })
    .optional(),
  /** What to hand to `inspect.run`, e.g. "localhost:5173". */
  target: z.string(),
});
export type Listening = z.infer<typeof listeningSchema>;

export const listeningReportSchema = z.object({
  servers: z.array(listeningSchema),
  /** Whole sentences, e.g. that the programs of other accounts cannot be named. */
  notes: z.array(z.string()),
});
export type ListeningReport = z.infer<typeof listeningReportSchema>;

/** "yes": the server did it; "no": it refused; "unknown": it could not be found out, and `message` says why. */
const answer = z.enum(['yes', 'no', 'unknown']);

export const protocolVersionSchema = z.object({
  id: z.enum(['ssl2', 'ssl3', 'tls1.0', 'tls1.1', 'tls1.2', 'tls1.3']),
  label: z.string(),
  accepted: answer,
  /** Nobody should speak it any more. */
  outdated: z.boolean(),
  message: z.string().optional(),
});
export type ProtocolVersion = z.infer<typeof protocolVersionSchema>;

export const cipherSuiteSchema = z.object({
  /** Four hex digits, e.g. "c02f". */
  id: z.string(),
  /** The name of the registry, e.g. "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256". */
  name: z.string(),
  /** OpenSSL's, where it has one. */
  opensslName: z.string().optional(),
  forwardSecrecy: z.boolean(),
  /** One sentence: why an eavesdropper who later gets the key can, or cannot, read what was recorded. */
  why: z.string(),
  strength: z.enum(['strong', 'aged', 'weak']),
  /** What is wrong with it; empty for a strong one. */
  faults: z.array(z.string()),
});
export type CipherSuite = z.infer<typeof cipherSuiteSchema>;

export const versionSuitesSchema = z.object({
  version: protocolVersionSchema.shape.id,
  label: z.string(),
  /** In the order in which the server chose them when all were offered. */
  suites: z.array(cipherSuiteSchema),
  /** Whose order counts; "unknown" when there is one suite alone. */
  order: z.enum(['server', 'client', 'unknown']),
});
export type VersionSuites = z.infer<typeof versionSuitesSchema>;

export const groupSchema = z.object({
  /** Four hex digits, e.g. "001d". */
  id: z.string(),
  name: z.string(),
  /** Safe against a quantum computer of later days too. */
  hybrid: z.boolean(),
});
export type Group = z.infer<typeof groupSchema>;

/** A certificate as it was sent. */
export const sentCertificateSchema = z.object({
  /** Names are cut to the first 100; `nameCount` is how many there are. */
  facts: certificateFactsSchema,
  nameCount: z.number().int(),
  role: z.enum(['leaf', 'intermediate', 'root', 'extra']),
  /** Which of those sent signed it; its own position when it signed itself; null when none did. */
  signedBy: z.number().int().nullable(),
  /** The checks of the edge to the next one as sent; empty for the last. */
  checks: z.array(edgeCheckSchema),
  /** Ours, when it is in the list or an authority here. */
  certificateId: idSchema.optional(),
  authorityId: idSchema.optional(),
});
export type SentCertificate = z.infer<typeof sentCertificateSchema>;

/** What cures a finding: one button of the window, one command of the command line. */
export const cureSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('issue'), names: z.array(z.string()), label: z.string(), command: z.string() }),
  z.object({ kind: z.literal('trust'), authorityId: idSchema, label: z.string(), command: z.string() }),
  z.object({ kind: z.literal('renew'), certificateId: idSchema, label: z.string(), command: z.string() }),
  /** Write this certificate again to where the server reads it. */
  z.object({ kind: z.literal('deploy'), certificateId: idSchema, label: z.string(), command: z.string() }),
  /** The server's configuration with the real paths of this certificate. */
  z.object({
    kind: z.literal('snippet'),
    certificateId: idSchema,
    snippet: z.string().optional(),
    label: z.string(),
    command: z.string(),
  }),
  /** Put HTTPS in front of this server: "localhost:5000". */
  z.object({ kind: z.literal('proxy'), target: z.string(), label: z.string(), command: z.string() }),
  /** A text to copy: lines of a configuration. */
  z.object({ kind: z.literal('text'), text: z.string(), label: z.string() }),
]);
export type Cure = z.infer<typeof cureSchema>;

/** What may be wrong, as stable codes; `sealwax inspect --json` prints them, and docs/guide/inspect.md lists them. */
export const inspectFindingCodes = [
  ...['unresolved', 'refused', 'no-route', 'timed-out', 'stalled', 'reset'],
  ...['not-tls', 'plain-http', 'no-starttls', 'garbage', 'too-much', 'tls-refused', 'no-certificate'],
  ...['expired', 'not-yet-valid', 'expiring', 'wrong-name', 'no-names'],
  ...[
    'missing-intermediate',
    'wrong-order',
    'extra-certificates',
    'root-sent',
    'too-many-certificates',
    'chain-broken',
  ],
  ...['self-signed', 'unknown-root', 'root-not-trusted', 'revoked'],
  ...['weak-key', 'weak-signature', 'outside-constraint', 'bad-usage', 'lasts-too-long', 'unreadable-certificate'],
  ...['old-protocol', 'no-modern-protocol', 'weak-cipher', 'no-forward-secrecy', 'weak-group', 'no-renegotiation-info'],
  ...['stale-staple', 'staple-missing', 'name-not-served', 'large-certificate'],
  ...['serves-old', 'serves-revoked'],
] as const;

export const inspectFindingSchema = z.object({
  code: z.enum(inspectFindingCodes),
  /** Decides the exit code of `sealwax inspect`. */
  kind: z.enum(['connection', 'not-tls', 'dates', 'name', 'chain', 'trust', 'strength', 'usage', 'protocol', 'stale']),
  /** `info` needs nobody. */
  severity: z.enum(['info', 'warn', 'bad']),
  /** A few words, e.g. "It expired". */
  title: z.string(),
  /** Whole sentences. */
  message: z.string(),
  /** What the rule says, in one sentence. */
  rule: z.string(),
  /** Where it stands, e.g. "RFC 5280 section 6.1.3 (a)(2)"; `url` where it can be read. */
  source: z.object({ text: z.string(), url: z.string().optional() }),
  /** Position in `chain` of the certificate that it is about. */
  certificate: z.number().int().optional(),
  /** The best first; may be empty. */
  cures: z.array(cureSchema),
});
export type InspectFinding = z.infer<typeof inspectFindingSchema>;
export type InspectFindingCode = InspectFinding['code'];
export type InspectFindingKind = InspectFinding['kind'];

/** The answer as one client gives it. */
export const clientVerdictSchema = z.object({
  /** e.g. "openssl", "openssl-ours", "python-strict", "java", "chromium", "firefox", "rules-ours", "rules-system". */
  id: z.string(),
  label: z.string(),
  /** "client": the program itself was run; "rules": Sealwax's own path validation (RFC 5280). */
  by: z.enum(['client', 'rules']),
  /** Which roots it was given: the system's, ours alone, or a list of its own. */
  roots: z.enum(['system', 'ours', 'own']),
  /** "not-here": it could not be run, and `message` says why; nothing is guessed. */
  result: z.enum(['accepted', 'refused', 'not-here']),
  /** What it said. */
  message: z.string(),
  durationMs: z.number(),
});
export type ClientVerdict = z.infer<typeof clientVerdictSchema>;

/** What is served, held against what was issued here. */
export const issuedComparisonSchema = z.object({
  state: z.enum(['current', 'renewed', 'revoked', 'ours-unlisted', 'not-ours']),
  /** One sentence, e.g. "This server serves the certificate of 3 March 2026; it was renewed on 27 November 2026." */
  message: z.string(),
  /** The one that is served, and the one that took its place. */
  certificateId: idSchema.optional(),
  currentId: idSchema.optional(),
  authorityId: idSchema.optional(),
});
export type IssuedComparison = z.infer<typeof issuedComparisonSchema>;

export const inspectReportSchema = z.object({
  runId: idSchema,
  target: inspectTargetSchema,
  at: instant,
  durationMs: z.number(),
  /** "inspected": a chain was read; "no-tls": something answered, and no handshake came of it; "unreachable": nothing did. */
  outcome: z.enum(['inspected', 'no-tls', 'unreachable']),
  /** The address that answered, e.g. "127.0.0.1". */
  address: z.string().optional(),
  /** One sentence for the top. */
  summary: z.string(),
  /** No finding is `bad`. */
  ok: z.boolean(),
  /** The worst first. */
  findings: z.array(inspectFindingSchema),
  /** What `sealwax inspect` exits with. */
  exitCode: z.number().int(),
  /** What a usual client of today came to. */
  negotiated: z
    .object({ version: z.string(), suite: z.string(), group: z.string().optional(), alpn: z.string().optional() })
    .optional(),
  versions: z.array(protocolVersionSchema),
  suites: z.array(versionSuitesSchema),
  groups: z.array(groupSchema),
  forwardSecrecy: z.object({ state: z.enum(['always', 'some', 'never', 'unknown']), message: z.string() }),
  alpn: z.object({ offered: z.array(z.string()), accepted: z.array(z.string()), message: z.string() }),
  stapling: z.object({
    state: z.enum(['good', 'revoked', 'unknown', 'none', 'not-found-out']),
    message: z.string(),
    producedAt: instant.optional(),
    nextUpdate: instant.optional(),
  }),
  resumption: z.object({ tickets: answer, sessionIds: answer, tls13: answer, message: z.string() }),
  clientCertificate: z.object({
    wanted: z.enum(['no', 'asked', 'required', 'unknown']),
    /** Names of the authorities that it takes; the first 100 of `authorityCount`. */
    authorities: z.array(z.string()),
    authorityCount: z.number().int(),
    message: z.string(),
  }),
  /** What somebody on the line sees, in whole sentences. */
  eavesdropper: z.array(z.string()),
  /** Exactly as sent, in order; the first 20 of `sentCount`. */
  chain: z.array(sentCertificateSchema),
  sentCount: z.number().int(),
  sentBytes: z.number().int(),
  /** The best path that the certificates make with our roots and the public ones; from the leaf up. */
  path: z.array(chainNodeSchema),
  origin: originSchema.optional(),
  issued: issuedComparisonSchema,
  verdicts: z.array(clientVerdictSchema),
  /** What could not be found out, and why: whole sentences. */
  notes: z.array(z.string()),
});
export type InspectReport = z.infer<typeof inspectReportSchema>;

export const inspectProgressSchema = z.object({
  runId: idSchema,
  /** Stable: "connect", "chain", "versions", "suites", "groups", "alpn", "resumption", "verdicts", "client:openssl". */
  step: z.string(),
  label: z.string(),
  state: z.enum(['running', 'done', 'failed', 'skipped']),
  message: z.string().optional(),
});
export type InspectProgress = z.infer<typeof inspectProgressSchema>;
