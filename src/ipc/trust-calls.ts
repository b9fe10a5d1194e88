import { z } from 'zod';
import { call, nothing, ofAuthority, storeIds } from './call';
import { outcomeSchema, proveReportSchema, storeSchema } from './schemas';
import {
  censusSchema,
  matrixSchema,
  phonePageSchema,
  recipesSchema,
  removedEverythingSchema,
  trustChangeSchema,
} from './trust-schemas';

/** Who is trusted where, other tools' authorities, and phones. */
export const trustCalls = {
  'trust.list': call(ofAuthority, z.array(storeSchema)),
  'trust.install': call(ofAuthority.extend({ stores: storeIds }), z.array(outcomeSchema)),
  'trust.remove': call(ofAuthority.extend({ stores: storeIds }), z.array(outcomeSchema)),
  'trust.prove': call(ofAuthority, proveReportSchema),
  /** Every place against every root of ours. */
  'trust.matrix': call(nothing, matrixSchema),
  /** What was changed in stores, the newest first. */
  'trust.journal': call(nothing, z.array(trustChangeSchema)),
  /** Every root that Sealwax ever put into a store, also of authorities that are gone; then a scan. */
  'trust.removeEverything': call(nothing, removedEverythingSchema),
  'trust.recipes': call(ofAuthority, recipesSchema),
  'trust.writeShellFile': call(ofAuthority, recipesSchema),
  'trust.removeShellFile': call(ofAuthority, recipesSchema),
  'census.scan': call(nothing, censusSchema),
  /** Removes a root of whatever tool, by its fingerprint, from the stores named; empty means all that hold it. */
  'census.remove': call(
    z.object({ fingerprint256: z.string().regex(/^[0-9a-f]{64}$/), stores: storeIds }),
    z.array(outcomeSchema),
  ),
  'phone.state': call(nothing, phonePageSchema),
  'phone.start': call(ofAuthority, phonePageSchema),
  'phone.stop': call(nothing, phonePageSchema),
  'trust.lastProof': call(ofAuthority, proveReportSchema.nullable()),
} as const;
