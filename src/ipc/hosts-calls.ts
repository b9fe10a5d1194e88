import { z } from 'zod';
import { call, nothing } from './call';
import { hostsActionSchema, hostsPlanSchema, hostsStateSchema, reachSchema } from './hosts-schemas';

const names = z.array(z.string().min(1).max(300)).min(1).max(100);
const change = z.object({ action: hostsActionSchema, names });

/** The names that Sealwax wrote into the system's hosts file. */
export const hostsCalls = {
  'hosts.list': call(nothing, hostsStateSchema),
  /** Where names lead on this machine now. */
  'hosts.reach': call(z.object({ names }), z.array(reachSchema)),
  /** What would be written; nothing is. Names lead to 127.0.0.1 and ::1. */
  'hosts.plan': call(change, hostsPlanSchema),
  /** Writes what the plan with this fingerprint showed. Asks for administrator rights. */
  'hosts.apply': call(change.extend({ fingerprint: z.string().max(64) }), hostsPlanSchema),
} as const;
