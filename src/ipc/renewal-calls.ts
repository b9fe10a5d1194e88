import { z } from 'zod';
import { call, nothing, one } from './call';
import { renewalReportSchema, renewalTroubleSchema, renewalViewSchema, renewalWishSchema } from './renewal-schemas';
import { idSchema } from './schemas';

/** Renewal, by hand and by itself. */
export const renewalCalls = {
  /** Those whose renewal failed and is tried again. */
  'renewal.troubles': call(nothing, z.array(renewalTroubleSchema)),
  'renewal.of': call(one, renewalViewSchema),
  'renewal.setWish': call(one.extend({ wish: renewalWishSchema }), renewalViewSchema),
  /** Renews now, whether due or not. Each has its own result; `renewal.progress` tells how far it is. */
  'renewal.renew': call(
    z.object({ ids: z.array(idSchema).min(1).max(10_000), sameKey: z.boolean().optional() }),
    renewalReportSchema,
  ),
  /** Stops it after the group that is being written. */
  'renewal.cancel': call(nothing, nothing),
} as const;
