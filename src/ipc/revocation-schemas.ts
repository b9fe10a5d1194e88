import { z } from 'zod';
import { idSchema, revocationReasonSchema } from './schemas';

export type { RevocationReason } from './schemas';
export { revocationReasonSchema };

const instant = z.iso.datetime();

/** A port that a program of an ordinary user may open. */
export const portSchema = z.number().int().min(1024).max(65_535);

export const revokedSchema = z.object({
  /** Hex. */
  serial: z.string(),
  reason: revocationReasonSchema,
  at: instant,
  /** What was known of it when it was revoked; a serial number alone may be all. */
  certificateId: idSchema.optional(),
  name: z.string().optional(),
  notAfter: instant.optional(),
});
export type Revoked = z.infer<typeof revokedSchema>;

/** What one authority has revoked, and its list. */
export const revocationStateSchema = z.object({
  authorityId: idSchema,
  /** Why it can revoke nothing; absent when it can. */
  refusal: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
  /** The newest first. */
  revoked: z.array(revokedSchema),
  /** The list that was made last; absent before there is one. */
  crl: z
    .object({
      /** Decimal digits; they may be more than a number of JSON holds. */
      number: z.string(),
      thisUpdate: instant,
      nextUpdate: instant,
      /** False when a new one is due: its last third has begun, its file is gone, or the clock was set back before it. */
      current: z.boolean(),
      files: z.object({ pem: z.string(), der: z.string() }),
    })
    .optional(),
  /** A new list is due, and its key does not open without a person. */
  needsPerson: z.boolean(),
  serve: z.object({
    on: z.boolean(),
    port: portSchema,
    url: z.string(),
    /** Whether this program answers there now; the command line only switches it. */
    running: z.boolean(),
    problem: z.object({ message: z.string(), hint: z.string().optional() }).optional(),
  }),
});
export type RevocationState = z.infer<typeof revocationStateSchema>;
