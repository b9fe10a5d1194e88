import { z } from 'zod';
import { call, nothing } from './call';
import { overviewSchema, timelineSchema, timelineZoomSchema } from './overview-schemas';

/** What the window asks about the state of everything. */
export const overviewCalls = {
  /** `remembered`: the trust stores as they were when they were last looked at; looking starts programs, and takes a while. */
  'overview.get': call(z.object({ stores: z.enum(['looked-at', 'remembered']) }), overviewSchema),
  /** How many certificates need a person: the number beside "Certificates" in the rail. */
  'overview.attention': call(nothing, z.object({ count: z.number().int() })),
  'overview.timeline': call(timelineZoomSchema, timelineSchema),
} as const;

export const overviewEvents = {
  /** What depends on the time of day is to be asked again: a status changed, the machine woke up or its clock was set. */
  'clock.changed': nothing,
} as const;
