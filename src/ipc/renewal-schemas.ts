import { z } from 'zod';
import { idSchema, instant } from './schemas';

/** What the user wants for one certificate; "default" is as the setting says. */
export const renewalWishSchema = z.enum(['default', 'on', 'off']);
export type RenewalWish = z.infer<typeof renewalWishSchema>;

/** Why a certificate is not renewed by itself. */
export const notRenewedSchema = z.enum([
  'replaced',
  'revoked',
  'broken',
  'no-authority',
  'key-elsewhere',
  'turned-off',
  'long-expired',
]);
export type NotRenewed = z.infer<typeof notRenewedSchema>;

const reasonSchema = z.object({ code: z.string(), message: z.string(), hint: z.string().optional() });

/** A renewal that failed: why, and when it is tried again. */
export const renewalTroubleSchema = reasonSchema.extend({
  id: idSchema,
  name: z.string(),
  /** Failures in a row. */
  attempts: z.number().int(),
  at: instant,
  nextTry: instant,
});
export type RenewalTrouble = z.infer<typeof renewalTroubleSchema>;

/** How one certificate stands. */
export const renewalViewSchema = z.object({
  id: idSchema,
  wish: renewalWishSchema,
  standing: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('due'), since: instant }),
    z.object({ kind: z.literal('later'), from: instant }),
    z.object({ kind: z.literal('never'), why: notRenewedSchema }),
  ]),
  trouble: renewalTroubleSchema.optional(),
  replacedBy: z.object({ id: idSchema, notAfter: instant }).optional(),
});
export type RenewalView = z.infer<typeof renewalViewSchema>;

export const renewalResultSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** The new one. */
  certificate: z.object({ id: idSchema, notAfter: instant }).optional(),
  /** Why there is none. */
  problem: reasonSchema.optional(),
  /** It was renewed, but what was to follow failed. */
  warning: z.string().optional(),
});
export type RenewalResult = z.infer<typeof renewalResultSchema>;

export const renewalReportSchema = z.object({
  renewed: z.number(),
  failed: z.number(),
  /** True when something was left out because of a cancel. */
  cancelled: z.boolean(),
  results: z.array(renewalResultSchema),
});
export type RenewalReport = z.infer<typeof renewalReportSchema>;
