import { z } from 'zod';
import { idSchema, instant } from './schemas';

/**
 * What may be wrong with a watched thing, as stable codes: `sealwax watch check --json` prints them.
 *
 * - About time: `expiring`, `expired`, `not-yet-valid`.
 * - About the certificate: `weak-key`, `weak-signature`, `wrong-name` (not for the host), `key-mismatch` (the key file beside it is
 *   another's), `chain-incomplete` (an intermediate is not sent), `chain-broken` (clients refuse it, the message says why).
 * - About who signed it: `self-signed`, `not-ours`, `unknown-issuer`.
 * - About renewal: `serves-old` (a server), `old-copy` (a file): it is one of ours that has been renewed.
 * - About change: `changed` since an earlier check, `bundle` (a file of certificates that are no chain).
 * - A file or folder: `gone`, `unreadable`, `no-certificate`, `too-many`, `too-large`.
 * - A server: `unresolved`, `refused`, `no-route`, `timed-out` (no connection), `stalled` (no handshake), `reset`, `not-tls`,
 *   `tls-refused`.
 */
export const findingCodes = [
  'expiring',
  'expired',
  'not-yet-valid',
  'weak-key',
  'weak-signature',
  'wrong-name',
  'key-mismatch',
  'chain-incomplete',
  'chain-broken',
  'self-signed',
  'not-ours',
  'unknown-issuer',
  'serves-old',
  'old-copy',
  'changed',
  'bundle',
  'gone',
  'unreadable',
  'no-certificate',
  'too-many',
  'too-large',
  'unresolved',
  'refused',
  'no-route',
  'timed-out',
  'stalled',
  'reset',
  'not-tls',
  'tls-refused',
] as const;

export const findingSchema = z.object({
  code: z.enum(findingCodes),
  /** `info` needs nobody; `warn` and `bad` need attention. */
  severity: z.enum(['info', 'warn', 'bad']),
  message: z.string(),
  /** The way out; absent where there is nothing to do. */
  hint: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;
export type FindingCode = Finding['code'];

export const watchedStateSchema = z.enum([
  'healthy',
  'expiring',
  'expired',
  'not-yet-valid',
  /** The certificate is in time, and something else is wrong with it. */
  'attention',
  /** No certificate could be read. */
  'unreachable',
  /** It has not been looked at yet. */
  'unchecked',
]);
export type WatchedState = z.infer<typeof watchedStateSchema>;

/** Who signed a certificate, as far as it is known here. */
export const originSchema = z.enum(['ours', 'public', 'self-signed', 'other']);
export type Origin = z.infer<typeof originSchema>;

/** A certificate that was seen at one place. */
export const seenSchema = z.object({
  /** Names the place within its item. */
  id: idSchema,
  /** A path, or host and port. */
  place: z.string(),
  /** What lists call it: the path below the folder, the name of the file, host and port. */
  label: z.string(),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  commonName: z.string(),
  /** The first of its names, as a person reads them. */
  names: z.array(z.string()),
  nameCount: z.number().int(),
  issuer: z.string(),
  serial: z.string(),
  notBefore: instant,
  notAfter: instant,
  keyType: z.string(),
  origin: originSchema,
  /** Its entry in the list of certificates here. */
  certificateId: idSchema.optional(),
  /** The private key to it lies in this file, not encrypted. */
  keyFile: z.string().optional(),
  state: watchedStateSchema,
  findings: z.array(findingSchema),
});
export type Seen = z.infer<typeof seenSchema>;

export const watchedKindSchema = z.enum(['file', 'folder', 'host']);
export type WatchedKind = z.infer<typeof watchedKindSchema>;

export const watchedSchema = z.object({
  id: idSchema,
  kind: watchedKindSchema,
  /** The path; or host and port, e.g. "app.test:443". */
  target: z.string(),
  /** What lists call it. */
  name: z.string(),
  /** The tool that keeps its certificate there, e.g. "Next.js". */
  tool: z.string().optional(),
  addedAt: instant,
  state: watchedStateSchema,
  /** When it was looked at last; absent before the first time. */
  checkedAt: instant.optional(),
  /** The soonest end of what was seen. */
  notAfter: instant.optional(),
  /** Of the item as a whole, e.g. that the server cannot be reached. */
  findings: z.array(findingSchema),
  /** Those that were seen last; they stay while the place cannot be reached. */
  seen: z.array(seenSchema),
});
export type Watched = z.infer<typeof watchedSchema>;

export const hostCheckSchema = z.object({
  ok: z.boolean(),
  /** As it will be watched, e.g. "xn--bcher-kva.test:443". */
  target: z.string().optional(),
  problem: z.object({ message: z.string(), hint: z.string().optional() }).optional(),
});
export type HostCheck = z.infer<typeof hostCheckSchema>;

/** A certificate that another tool keeps, and does not renew. */
export const foundSchema = z.object({
  id: idSchema,
  path: z.string(),
  tool: z.string(),
  names: z.array(z.string()),
  issuer: z.string(),
  notAfter: instant,
  state: watchedStateSchema,
  /** It is watched already, by itself or in a folder. */
  watched: z.boolean(),
});
export type Found = z.infer<typeof foundSchema>;

export const findReportSchema = z.object({
  found: z.array(foundSchema),
  /** The folders that were looked through. */
  folders: z.array(z.string()),
  /** There was more than is looked at. */
  cut: z.boolean(),
});
export type FindReport = z.infer<typeof findReportSchema>;

/** What renewing in place would do, shown before it is done. */
export const renewalPlanSchema = z.object({
  /** Of what was seen (`Seen.id`). */
  seenId: idSchema,
  fingerprint: z.string(),
  certificateFile: z.string(),
  keyFile: z.string(),
  names: z.array(z.string()),
  authority: z.string(),
  keyType: z.string(),
  /** The end of the new one. */
  notAfter: instant,
});
export type RenewalPlan = z.infer<typeof renewalPlanSchema>;

export const renewedInPlaceSchema = z.object({
  certificateId: idSchema,
  certificateFile: z.string(),
  keyFile: z.string(),
  notAfter: instant,
  /** Names the kept pair; `putBack` takes it. */
  backup: z.string().regex(/^watched-[0-9a-z-]{1,80}$/),
});
export type RenewedInPlace = z.infer<typeof renewedInPlaceSchema>;

export const watchedSummarySchema = z.object({
  healthy: z.number().int(),
  expiring: z.number().int(),
  expired: z.number().int(),
  /** Unreachable, not valid yet, or in need of attention. */
  broken: z.number().int(),
  /** The next ends, the soonest first, at most ten; one line for each certificate that was seen. */
  next: z.array(
    z.object({
      id: idSchema,
      /** Of the item and the place in it. */
      name: z.string(),
      commonName: z.string(),
      notBefore: instant,
      notAfter: instant,
      state: watchedStateSchema,
      origin: originSchema,
    }),
  ),
});
export type WatchedSummary = z.infer<typeof watchedSummarySchema>;
