import { z } from 'zod';
import { chainNodeSchema } from './chain-schemas';

/** An instant as ISO 8601 in UTC, e.g. "2027-12-24T10:00:00.000Z". */
export const instant = z.iso.datetime();
/** A SHA-256 fingerprint: 64 lower-case hex digits. */
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);
/** Folder names inside the data folder; nothing in them can climb out of it. */
export const idSchema = z.string().regex(/^[a-z0-9][a-z0-9._+-]{0,119}$/);

export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  /** What the window can do about it with one button. */
  remedy: z.enum(['make-private', 'set-aside', 'open-trust', 'install-trust']).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export const limitsSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('limited'),
    /** Permitted DNS subtrees: "test" permits test and everything below it (RFC 5280 section 4.2.1.10). */
    dns: z.array(z.string().min(1).max(253)).max(200),
    /** Permitted addresses in CIDR form, e.g. "127.0.0.0/8", "::1/128". */
    ip: z.array(z.string().min(2).max(50)).max(100),
  }),
  z.object({ kind: z.literal('none') }),
]);
export type NameLimits = z.infer<typeof limitsSchema>;

export const nameSchema = z.object({
  type: z.enum(['dns', 'ip', 'email', 'uri']),
  /** As it stands in the certificate (ASCII; punycode for an internationalised name). */
  value: z.string(),
  /** As a person reads it. */
  display: z.string(),
});
export type CertificateName = z.infer<typeof nameSchema>;

export const nameCheckSchema = z.object({
  input: z.string(),
  ok: z.boolean(),
  name: nameSchema.optional(),
  problem: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
  /** Not an error, but something most people want to know, e.g. a wildcard does not cover the bare name. */
  note: z.string().optional(),
});
export type NameCheck = z.infer<typeof nameCheckSchema>;

export const keyTypeSchema = z.enum(['ecdsa-p256', 'ecdsa-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096']);
export type KeyType = z.infer<typeof keyTypeSchema>;
/** "email": S/MIME, signing and encrypting mail (RFC 8551). */
export const purposeSchema = z.enum(['server', 'client', 'server-client', 'email']);
export type Purpose = z.infer<typeof purposeSchema>;

/** How the passphrase of a key is kept: random, in the system keychain; typed once while the app runs; typed for each use. */
export const keepSchema = z.enum(['keychain', 'session', 'every-use']);
export type Keep = z.infer<typeof keepSchema>;

/** The attributes of a subject that a person may choose; an empty text is the same as none. Lengths: RFC 5280 appendix A.1. */
export const subjectFieldsSchema = z.object({
  /** Two letters, ISO 3166. */
  country: z.string().max(2).optional(),
  state: z.string().max(128).optional(),
  locality: z.string().max(128).optional(),
  organization: z.string().max(64).optional(),
  organizationalUnit: z.string().max(64).optional(),
  commonName: z.string().max(64).optional(),
});
export type SubjectFields = z.infer<typeof subjectFieldsSchema>;

/** How long a new certificate is to be valid; it never outlives its issuer. */
export const validitySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hours'), hours: z.number().int().min(1).max(24) }),
  z.object({ kind: z.literal('days'), days: z.number().int().min(1).max(3660) }),
  z.object({ kind: z.literal('until'), until: instant }),
]);
export type Validity = z.infer<typeof validitySchema>;

export const authoritySchema = z.object({
  id: idSchema,
  /** What lists call it: the common name, or what the user renamed it to here; the certificate itself never changes. */
  name: z.string(),
  commonName: z.string(),
  subject: z.string(),
  kind: z.enum(['root', 'intermediate']),
  /** The authority on this machine that signed it; only an intermediate has one. */
  parentId: idSchema.optional(),
  /** The root here whose place it was made to take. */
  replaces: idSchema.optional(),
  /** Signs when no authority is named. */
  isDefault: z.boolean(),
  origin: z.enum(['made', 'mkcert', 'imported', 'restored']),
  /** An unencrypted copy of its key that lay on the disk when it was adopted, and still does. */
  plainKeyFile: z.string().optional(),
  morePlainKeyFiles: z.array(z.string()).optional(),
  /** Empty when neither the root nor its record can be read; the dates then mean nothing either. */
  fingerprint: z.string().regex(/^([0-9a-f]{64})?$/),
  serial: z.string(),
  notBefore: instant,
  notAfter: instant,
  keyType: z.string(),
  limits: limitsSchema,
  keep: keepSchema,
  folder: z.string(),
  certificateFile: z.string(),
  /** Empty when all is well. The notes are no faults, but worth knowing: whole sentences. */
  problems: z.array(problemSchema),
  notes: z.array(z.string()).optional(),
});
export type Authority = z.infer<typeof authoritySchema>;

export const statusSchema = z.enum(['healthy', 'expiring', 'expired', 'not-yet-valid', 'broken', 'revoked']);
export type CertificateStatus = z.infer<typeof statusSchema>;

/** Why a certificate is taken back, in the words of RFC 5280 section 5.3.1. */
export const revocationReasonSchema = z.enum([
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
]);
export type RevocationReason = z.infer<typeof revocationReasonSchema>;

export const certificateSchema = z.object({
  id: idSchema,
  names: z.array(nameSchema),
  commonName: z.string(),
  issuer: z.string(),
  authorityId: idSchema,
  purpose: purposeSchema,
  keyType: keyTypeSchema,
  /** False for a certificate that was signed for somebody else's request: the private key is with them. */
  keyHere: z.boolean(),
  serial: z.string(),
  fingerprint,
  createdAt: instant,
  notBefore: instant,
  notAfter: instant,
  status: statusSchema,
  /** Set when the status is "broken": which file is wrong and how. */
  statusReason: z.string().optional(),
  /** Set when the status is "revoked", which hides every other. */
  revoked: z.object({ at: instant, reason: revocationReasonSchema }).optional(),
  /** The certificate that this one was made to replace. */
  renews: idSchema.optional(),
  /** The account and the order of the ACME server that it was issued for; absent for all others. */
  acme: z.object({ account: idSchema, order: idSchema }).optional(),
  /** The one that took its place, and can be used; absent when there is none. */
  replacedBy: idSchema.optional(),
  files: z.object({ folder: z.string(), certificate: z.string(), key: z.string(), fullChain: z.string() }),
});
export type Certificate = z.infer<typeof certificateSchema>;

export const certificateDetailSchema = certificateSchema.extend({
  subject: z.string(),
  issuerSubject: z.string(),
  signatureAlgorithm: z.string(),
  keyUsages: z.array(z.string()),
  extendedKeyUsages: z.array(z.string()),
  subjectKeyIdentifier: z.string(),
  authorityKeyIdentifier: z.string(),
  /** From the leaf up to the root. */
  chain: z.array(chainNodeSchema),
  pem: z.string(),
});
export type CertificateDetail = z.infer<typeof certificateDetailSchema>;

export const storeSchema = z.object({
  id: z.string(),
  kind: z.enum(['system', 'nss', 'java', 'keychain', 'windows']),
  label: z.string(),
  location: z.string(),
  privileged: z.boolean(),
  /** Changed only when it is named: another store does the same for this person. */
  optional: z.boolean().optional(),
  state: z.enum(['trusted', 'present', 'absent', 'tool-missing', 'locked', 'unknown']),
  message: z.string().optional(),
  hint: z.string().optional(),
  /** e.g. "Firefox is running: it notices after a restart." */
  note: z.string().optional(),
  /** The id of the store that fills this one, which is left alone. */
  follows: z.string().optional(),
  install: z.object({ description: z.string(), commands: z.array(z.string()) }),
  remove: z.object({ description: z.string(), commands: z.array(z.string()) }),
});
export type Store = z.infer<typeof storeSchema>;

export const outcomeSchema = z.object({
  storeId: z.string(),
  label: z.string(),
  location: z.string(),
  outcome: z.enum(['done', 'already', 'failed', 'tool-missing', 'not-allowed', 'cancelled', 'locked', 'timed-out']),
  message: z.string(),
  hint: z.string().optional(),
  commands: z.array(z.string()).optional(),
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** One real TLS handshake against our throw-away server. */
export const proofSchema = z.object({
  /** e.g. "curl", "openssl", "python", "nss:/home/me/.pki/nssdb". */
  id: z.string(),
  /** e.g. "curl, with the system store". */
  label: z.string(),
  /** The rows of the matrix that this says something of, e.g. ["system", "client:curl"]. */
  about: z.array(z.string()).optional(),
  result: z.enum(['passed', 'failed', 'not-run']),
  /** What the client said, or why it was not run. */
  message: z.string(),
  durationMs: z.number(),
});
export type Proof = z.infer<typeof proofSchema>;

export const proveReportSchema = z.object({
  /** Passed when at least one client ran and none failed. */
  passed: z.boolean(),
  at: instant,
  /** The address that was opened, e.g. "https://localhost:40123". */
  address: z.string(),
  proofs: z.array(proofSchema),
});
export type ProveReport = z.infer<typeof proveReportSchema>;

export const keychainStateSchema = z.enum([
  'ready',
  'absent',
  'locked',
  'refused',
  'no-collection',
  'timeout',
  'unknown',
]);
export const keychainSchema = z.object({
  /** What a write-read-delete probe of the system keychain said. */
  state: keychainStateSchema,
  message: z.string(),
  hint: z.string().optional(),
});
export type KeychainReport = z.infer<typeof keychainSchema>;
export type KeychainState = z.infer<typeof keychainStateSchema>;

/** Whether the root key can be used, as the chip at the foot of the rail says it. */
export const keyStateSchema = z.object({
  keep: keepSchema,
  /** The authority it speaks of; absent when there is none. */
  authorityId: idSchema.optional(),
  /** "locked": the next signature opens it (keychain) or asks for the passphrase (session, every use). */
  state: z.enum(['none', 'locked', 'open']),
  /** When an open key locks itself; absent when it is not open. */
  locksAt: instant.optional(),
});
export type KeyState = z.infer<typeof keyStateSchema>;

export const progressSchema = z.object({
  task: z.enum(['set-up', 'install', 'remove', 'prove', 'authority', 'rollover']),
  /** Stable id of the step, e.g. "root-key", "keychain", "store:system", "proof:curl". */
  step: z.string(),
  label: z.string(),
  state: z.enum(['running', 'done', 'failed', 'skipped']),
  message: z.string().optional(),
});
export type Progress = z.infer<typeof progressSchema>;
