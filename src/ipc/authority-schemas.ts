import { z } from 'zod';
import { authoritySchema, idSchema, keepSchema, keyTypeSchema, limitsSchema, subjectFieldsSchema } from './schemas';

/** Kinds of keys that an authority may have. */
export const authorityKeyTypeSchema = keyTypeSchema.exclude(['rsa-2048']);

export const createAuthoritySchema = z.object({
  /** The common name. */
  name: z.string().min(1).max(64),
  /** The other attributes of its subject; a common name in here is not used. */
  subject: subjectFieldsSchema.optional(),
  limits: limitsSchema,
  keyType: authorityKeyTypeSchema.optional(),
  /** 1 to 30; ten unless told, and never past the parent. */
  years: z.number().int().min(1).max(30).optional(),
  keep: keepSchema,
  /** Makes an intermediate under this root. */
  parentId: idSchema.optional(),
});
export type CreateAuthority = z.infer<typeof createAuthoritySchema>;

/** An authority of mkcert's that lies on this machine. */
export const mkcertAuthoritySchema = z.object({
  folder: z.string(),
  name: z.string(),
  fingerprint: z.string(),
  notAfter: z.iso.datetime(),
  /** False for a folder without rootCA-key.pem: there is nothing to adopt then. */
  hasKey: z.boolean(),
  /** The authority here that it already is. */
  adoptedAs: idSchema.optional(),
});
export type MkcertAuthority = z.infer<typeof mkcertAuthoritySchema>;

export const adoptSchema = z.object({
  source: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('mkcert'), folder: z.string().max(4096) }),
    /** What was opened before: a certificate and its key, or a PKCS#12. */
    z.object({ kind: z.literal('opened'), token: z.string().max(100) }),
  ]),
  keep: keepSchema,
});
export type Adopt = z.infer<typeof adoptSchema>;

export const restoreReportSchema = z.object({
  outcome: z.enum(['restored', 'cancelled']),
  restored: z.array(authoritySchema),
  /** Names of those that were here before and were left as they are. */
  already: z.array(z.string()),
});
export type RestoreReport = z.infer<typeof restoreReportSchema>;

/** The authority with an open key that the user may turn on for tools that read rootCA-key.pem themselves. */
export const compatAuthoritySchema = z.object({
  enabled: z.boolean(),
  folder: z.string(),
  certificateFile: z.string(),
  name: z.string().optional(),
  limits: limitsSchema.optional(),
  fingerprint: z.string().optional(),
  notAfter: z.iso.datetime().optional(),
});
export type CompatAuthority = z.infer<typeof compatAuthoritySchema>;
