import { z } from 'zod';

const instant = z.iso.datetime();
const accountId = z.string().regex(/^[a-z0-9]{1,64}$/);

/** What an account may have; what is absent is as the authority allows. */
export const acmePolicySchema = z.object({
  /** Domains: "test" permits test and everything below it. An empty list permits no name. */
  names: z.array(z.string().min(1).max(253)).max(100).optional(),
  /** Ranges in CIDR form. An empty list permits no address. */
  addresses: z.array(z.string().min(2).max(50)).max(100).optional(),
  /** The longest validity that it gets. */
  days: z.number().int().min(1).max(3660).optional(),
});
export type AcmePolicy = z.infer<typeof acmePolicySchema>;

/** A key that was made for binding accounts (RFC 8555 section 7.3.4). */
const bindingKeySchema = z.object({
  /** What clients call the "key identifier"; also the subject of its lines in the history. */
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  name: z.string().min(1).max(100),
  /** 32 random bytes, base64url. */
  secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  createdAt: instant,
  policy: acmePolicySchema,
});
export type BindingKey = z.infer<typeof bindingKeySchema>;

const answerSchema = z.object({
  accountId,
  /** Values of identifiers, sorted. */
  names: z.array(z.string()).min(1),
  answer: z.enum(['always', 'never']),
});

export const acmeConfigSchema = z.object({
  version: z.literal(1),
  keys: z.array(bindingKeySchema),
  /** Of single accounts; they stand above that of the key. */
  policies: z.record(accountId, acmePolicySchema),
  /** Accounts that a person shut out. */
  blocked: z.array(accountId),
  answers: z.array(answerSchema),
});
export type AcmeConfig = z.infer<typeof acmeConfigSchema>;
