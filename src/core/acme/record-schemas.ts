// Loaded when a state is read: the schemas of what `acme/log.jsonl` holds, so that a damaged line changes nothing.
import { z } from 'zod';
import type { ProblemDocument } from './problem';
import type { AcmeRecord } from './records';

const id = z.string().regex(/^[a-z0-9]{1,64}$/);
const instant = z.iso.datetime();
const text = z.string().max(4096);

const identifier = z.object({ type: z.enum(['dns', 'ip']), value: z.string().min(1).max(255) });

const problem: z.ZodType<ProblemDocument> = z.lazy(() =>
  z.object({
    type: text,
    detail: text,
    status: z.number().int().optional(),
    identifier: identifier.optional(),
    subproblems: z.array(problem).optional(),
    algorithms: z.array(text).optional(),
  }),
) as z.ZodType<ProblemDocument>;

const key = z.union([
  z.object({ kty: z.literal('EC'), crv: z.enum(['P-256', 'P-384']), x: text, y: text }),
  z.object({ kty: z.literal('RSA'), n: text, e: text }),
  z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: text }),
]);

const account = z.object({
  kind: z.literal('account'),
  id,
  status: z.enum(['valid', 'deactivated', 'revoked']),
  key,
  thumbprint: text,
  contact: z.array(text),
  createdAt: instant,
  local: z.boolean(),
  agent: text,
  binding: z.object({ keyId: text, jws: z.object({ protected: text, payload: text, signature: text }) }).optional(),
});

const authorization = z.object({
  kind: z.literal('authorization'),
  id,
  accountId: id,
  orderId: id,
  identifier,
  wildcard: z.boolean(),
  status: z.enum(['pending', 'valid', 'invalid', 'deactivated']),
  expires: instant,
  challenges: z.array(
    z.object({
      id,
      type: z.enum(['http-01', 'tls-alpn-01', 'dns-01']),
      token: text,
      status: z.enum(['pending', 'valid', 'invalid']),
      validated: instant.optional(),
      error: problem.optional(),
    }),
  ),
  trusted: z.literal(true).optional(),
});

const order = z.object({
  kind: z.literal('order'),
  id,
  accountId: id,
  status: z.enum(['pending', 'valid', 'invalid']),
  identifiers: z.array(identifier).min(1),
  authorizations: z.array(id),
  createdAt: instant,
  expires: instant,
  profile: text,
  notAfter: instant.optional(),
  replaces: text.optional(),
  error: problem.optional(),
  certificateId: z.string().max(120).optional(),
});

const record = z.discriminatedUnion('kind', [account, authorization, order]);

/** The record in one line of the log; undefined for a line that is damaged or of another kind. */
export function readRecordLine(line: string): AcmeRecord | undefined {
  try {
    const parsed = record.safeParse(JSON.parse(line));
    return parsed.success ? (parsed.data as AcmeRecord) : undefined;
  } catch {
    return undefined;
  }
}
