import { z } from 'zod';
import { call } from './call';
import { idSchema } from './schemas';
import { snippetSchema } from './snippet-schemas';

/** Texts for servers and clients. */
export const snippetCalls = {
  /** Those that suit the certificate; none without its key. */
  'snippets.list': call(z.object({ id: idSchema }), z.array(snippetSchema)),
} as const;
