import { z } from 'zod';
import { activityFilterSchema, activityFormatSchema, activityPageSchema, chainSchema } from './activity-schemas';
import { call } from './call';
import { savedSchema } from './issue-schemas';

/** The history of everything that was done. */
export const activityCalls = {
  'activity.page': call(
    activityFilterSchema.extend({
      /** The `next` of the page before; the newest page without. */
      before: z.number().int().nonnegative().optional(),
      limit: z.number().int().min(1).max(500),
    }),
    activityPageSchema,
  ),
  /** Checks the chain: from the last check on, or with `whole` every line again. */
  'activity.verify': call(z.object({ whole: z.boolean() }), chainSchema),
  /** Asks where, and writes the lines that fit, the oldest first. */
  'activity.export': call(z.object({ filter: activityFilterSchema, format: activityFormatSchema }), savedSchema),
} as const;
