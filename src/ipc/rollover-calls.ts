import { z } from 'zod';
import { call, nothing, one } from './call';
import { rolloverHandSchema, rolloverSchema } from './rollover-schemas';

/** Replacing a root by a new one, step by step; the id is that of the old root. */
export const rolloverCalls = {
  /** Those that were begun or are due, the most urgent first. */
  'rollover.list': call(nothing, z.array(rolloverSchema)),
  'rollover.get': call(one, rolloverSchema),
  /** Begins or goes on: new root, trust, certificates. Stops where a person or a store refuses; calling it again goes on there. */
  'rollover.advance': call(one, rolloverSchema),
  'rollover.tick': call(one.extend({ hand: rolloverHandSchema.shape.id, done: z.boolean() }), rolloverSchema),
  /** Takes the old root out of every store; refused while something uses it. */
  'rollover.finish': call(one, rolloverSchema),
} as const;
