import { z } from 'zod';

const instant = z.iso.datetime();
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);

export const edgeCheckSchema = z.object({
  id: z.enum([
    'signature',
    'issuer-name',
    'key-identifiers',
    'validity',
    'basic-constraints',
    'path-length',
    'key-usage',
    'name-constraints',
    'revocation',
  ]),
  ok: z.boolean(),
  /** e.g. "signature checked", "names are inside the root's limits"; a whole sentence when it failed. */
  message: z.string(),
  /** The rule, e.g. "RFC 5280 section 6.1.3 (a)(1)". */
  source: z.string(),
});
export type EdgeCheck = z.infer<typeof edgeCheckSchema>;

export const chainNodeSchema = z.object({
  kind: z.enum(['root', 'intermediate', 'leaf']),
  name: z.string(),
  fingerprint,
  serial: z.string(),
  keyType: z.string(),
  notBefore: instant,
  notAfter: instant,
  /** The checks of the edge between this certificate and its issuer, the next node; empty for the last node. */
  checks: z.array(edgeCheckSchema),
});
export type ChainNode = z.infer<typeof chainNodeSchema>;
