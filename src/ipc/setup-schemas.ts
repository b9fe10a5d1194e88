import { z } from 'zod';
import {
  authoritySchema,
  keychainSchema,
  limitsSchema,
  outcomeSchema,
  proveReportSchema,
  storeSchema,
} from './schemas';

export const setupPlanSchema = z.object({
  suggestedName: z.string(),
  dataFolder: z.string(),
  limits: limitsSchema,
  keychain: keychainSchema,
  stores: z.array(storeSchema),
});
export type SetupPlan = z.infer<typeof setupPlanSchema>;

export const setupResultSchema = z.object({
  authority: authoritySchema,
  outcomes: z.array(outcomeSchema),
  /** Null when nothing was installed, or when the proof itself could not be made; `proofProblem` then says why. */
  proof: proveReportSchema.nullable(),
  proofProblem: z.object({ message: z.string(), hint: z.string().optional() }).optional(),
});
export type SetupResult = z.infer<typeof setupResultSchema>;
