import { z } from 'zod';
import { call, nothing } from './call';
import { idSchema } from './schemas';

/** What only a window does with proxies. */
export const proxyWindowCalls = {
  /** Opens the address of a name in the browser of the system; the first name unless told. Throws `not-found`. */
  'proxy.open': call(z.object({ id: idSchema, name: z.string().max(300).optional() }), nothing),
} as const;
