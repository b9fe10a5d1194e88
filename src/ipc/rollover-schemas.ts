import { z } from 'zod';
import { idSchema, instant } from './schemas';

export const rolloverStepSchema = z.object({
  /**
   * The new root is made; trusted wherever the old one is; every certificate is issued anew under it; what a person has to do by
   * hand is ticked; the old root is taken out of every store.
   */
  id: z.enum(['new-root', 'trust', 'certificates', 'hands', 'remove-old']),
  /** "waiting": a step before it comes first. */
  state: z.enum(['done', 'to-do', 'waiting']),
  /** One sentence for a person. */
  message: z.string(),
});
export type RolloverStep = z.infer<typeof rolloverStepSchema>;

export const rolloverHandSchema = z.object({
  /** Stable, to tick it by. */
  id: z.string().min(1).max(200),
  label: z.string(),
  /** What to do, in a sentence or two. */
  detail: z.string(),
  done: z.boolean(),
});
export type RolloverHand = z.infer<typeof rolloverHandSchema>;

/** How far one root has been replaced by another. Everything but the ticks is read off the machine as it is. */
export const rolloverSchema = z.object({
  old: z.object({ id: idSchema, name: z.string(), notAfter: instant }),
  next: z.object({ id: idSchema, name: z.string(), notAfter: instant }).optional(),
  /** True in the last half year of the old root's life, or in the last third of a short one. */
  due: z.boolean(),
  steps: z.array(rolloverStepSchema),
  /** The stores that hold one of the two, or could not be read. */
  stores: z.array(
    z.object({ id: z.string(), label: z.string(), state: z.enum(['both', 'old-only', 'next-only', 'cannot-tell']) }),
  ),
  certificates: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      state: z.enum(['issued-anew', 'to-do', 'failed']),
      nextId: idSchema.optional(),
      /** Why it could not be issued anew. */
      reason: z.string().optional(),
      hint: z.string().optional(),
    }),
  ),
  hands: z.array(rolloverHandSchema),
});
export type Rollover = z.infer<typeof rolloverSchema>;
