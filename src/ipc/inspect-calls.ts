import { z } from 'zod';
import { call, nothing, opened } from './call';
import {
  inspectProgressSchema,
  inspectReportSchema,
  listeningReportSchema,
  startSchema,
  targetCheckSchema,
} from './inspect-schemas';
import { idSchema } from './schemas';

const ofRun = z.object({ runId: idSchema });
const typedTarget = z.object({
  /** "app.test", "app.test:8443", "[::1]:443", "https://app.test/page", "smtp://mail.test:587". */
  target: z.string().max(500),
  /** Instead of what the scheme or the port says. */
  start: startSchema.optional(),
  /** Instead of the host: the name in the handshake, and in the certificate. */
  serverName: z.string().max(253).optional(),
});

/** Looking at servers: nothing is sent to them but handshakes. */
export const inspectCalls = {
  /** Reads a target as typed; nothing is connected to. */
  'inspect.checkTarget': call(typedTarget, targetCheckSchema),
  /**
   * Inspects a server. Events `inspect.progress` with the same `runId` tell how far it is. A server that cannot be reached is a
   * report too. Throws `invalid-input` (field `target` or `serverName`), and `cancelled` after `inspect.cancel`.
   */
  'inspect.run': call(
    typedTarget.extend({
      /** Chosen by the window. */
      runId: idSchema,
      /** Ask this machine's own clients too (a few seconds); true unless told. */
      clients: z.boolean().optional(),
      /** Ask the browsers themselves too, each some five seconds; false unless told. */
      browsers: z.boolean().optional(),
    }),
    inspectReportSchema,
  ),
  /** Ends a run; one that is over already is no error. */
  'inspect.cancel': call(ofRun, nothing),
  /** The servers that listen on this machine; each is asked once whether it speaks TLS. */
  'inspect.listening': call(nothing, listeningReportSchema),
  /** Opens the chain of a run in "Look inside" (`files.view`); the last ten runs are kept. Throws `not-found`. */
  'inspect.openChain': call(ofRun, opened),
} as const;

export const inspectEvents = {
  'inspect.progress': inspectProgressSchema,
} as const;
