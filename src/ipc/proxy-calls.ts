import { z } from 'zod';
import { call, nothing, one } from './call';
import { savedSchema } from './issue-schemas';
import {
  proxyFilterSchema,
  proxyFormSchema,
  proxyLogSchema,
  proxyProblemSchema,
  proxyRequestSchema,
  proxySchema,
  proxyThroughputSchema,
} from './proxy-schemas';
import { idSchema } from './schemas';

/** HTTPS in front of servers of this machine. */
export const proxyCalls = {
  'proxy.list': call(nothing, z.array(proxySchema)),
  /** What would go wrong with a form, without touching anything; empty when nothing is known to. `id`: the proxy that it changes. */
  'proxy.check': call(proxyFormSchema.extend({ id: idSchema.optional() }), z.array(proxyProblemSchema)),
  /** Keeps it and starts it. One that cannot be started is kept all the same, as "failed". */
  'proxy.add': call(proxyFormSchema, proxySchema),
  'proxy.change': call(proxyFormSchema.extend({ id: idSchema }), proxySchema),
  'proxy.remove': call(one, nothing),
  /** Brings back, and starts if it ran, what was removed in this run. */
  'proxy.undoRemove': call(one, proxySchema),
  'proxy.start': call(one, proxySchema),
  'proxy.pause': call(one, proxySchema),
  'proxy.stop': call(one, proxySchema),
  /** The kept requests and the throughput. */
  'proxy.log': call(proxyFilterSchema, proxyLogSchema),
  'proxy.clearLog': call(nothing, nothing),
  /** Asks for a file and writes the requests as HAR 1.2. */
  'proxy.exportHar': call(z.object({ filter: proxyFilterSchema }), savedSchema),
} as const;

export const proxyEvents = {
  /** A proxy was added, changed, removed, or stands otherwise. */
  'proxy.changed': z.array(proxySchema),
  /** At most four times a second, and only when there is something. */
  'proxy.traffic': z.object({
    requests: z.array(proxyRequestSchema),
    dropped: z.number().int(),
    throughput: proxyThroughputSchema.nullable(),
  }),
} as const;
