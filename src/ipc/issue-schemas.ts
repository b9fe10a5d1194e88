import { z } from 'zod';
import {
  idSchema,
  keyTypeSchema,
  nameCheckSchema,
  nameSchema,
  purposeSchema,
  subjectFieldsSchema,
  validitySchema,
} from './schemas';

const instant = z.iso.datetime();
/** What a person typed as a name, before any check; longer text is refused before it reaches the checker. */
export const typedNameSchema = z.string().max(2000);

/** What a new certificate is to be, apart from its names. */
export const issueOptionsSchema = z.object({
  authorityId: idSchema.optional(),
  purpose: purposeSchema.optional(),
  keyType: keyTypeSchema.optional(),
  subject: subjectFieldsSchema.optional(),
  /** The user's setting unless told. */
  validity: validitySchema.optional(),
});
export type IssueOptions = z.infer<typeof issueOptionsSchema>;

/** Up to 10,000, so that core can say what is wrong with so many; it accepts 100 (`profile.maxNames`). */
export const issueRequestSchema = issueOptionsSchema.extend({ names: z.array(typedNameSchema).max(10_000) });
export type IssueRequest = z.infer<typeof issueRequestSchema>;

/** What a validity would come to, and which clients would not take it. */
export const validityPreviewSchema = z.object({
  notBefore: instant,
  notAfter: instant,
  /** True when it was cut to the end of the issuer. */
  shortened: z.boolean(),
  /** Whole sentences with the reason, e.g. Apple's 825 days; empty when every client takes it. */
  notes: z.array(z.string()),
});
export type ValidityPreview = z.infer<typeof validityPreviewSchema>;

/** A signing request that was made here: its key lies beside it until its certificate comes. */
export const signingRequestSchema = z.object({
  id: idSchema,
  names: z.array(nameSchema),
  commonName: z.string(),
  subject: z.string(),
  purpose: purposeSchema,
  keyType: keyTypeSchema,
  createdAt: instant,
  pem: z.string(),
  files: z.object({ folder: z.string(), request: z.string(), key: z.string() }),
});
export type SigningRequest = z.infer<typeof signingRequestSchema>;

/** What a request asks for, before anybody signs it. */
export const requestPreviewSchema = z.object({
  subject: z.string(),
  subjectFields: subjectFieldsSchema,
  keyType: z.string(),
  signatureAlgorithm: z.string(),
  /** One per name that it asks for, held against the authority's limits. */
  checks: z.array(nameCheckSchema),
  keyUsages: z.array(z.string()),
  extendedKeyUsages: z.array(z.string()),
  /** What its extended key usages come to. */
  purpose: purposeSchema,
  /** Why it cannot be signed as a whole: broken signature, weak key, asks to be an authority. Names are not among these. */
  refusals: z.array(z.object({ code: z.string(), message: z.string(), hint: z.string().optional() })),
  /** What it asks for and no certificate made here holds, with the reason as a sentence. */
  leftOut: z.array(z.object({ what: z.string(), reason: z.string() })),
});
export type RequestPreview = z.infer<typeof requestPreviewSchema>;

/** One row of a batch: a certificate to be. */
export const batchRowSchema = z.object({
  /** Line in the text, from 1. */
  line: z.number().int().min(1),
  names: z.array(z.string()),
  purpose: purposeSchema.optional(),
  problem: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
});
export type BatchRow = z.infer<typeof batchRowSchema>;

export const batchResultSchema = z.object({
  line: z.number().int(),
  names: z.array(z.string()),
  /** Set when it was issued. */
  certificate: z.object({ id: idSchema, fingerprint: z.string(), notAfter: instant }).optional(),
  /** Set when it was not; "cancelled" for the rows after a cancel. */
  problem: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
});
export type BatchResult = z.infer<typeof batchResultSchema>;

export const batchReportSchema = z.object({
  issued: z.number(),
  failed: z.number(),
  cancelled: z.boolean(),
  results: z.array(batchResultSchema),
});
export type BatchReport = z.infer<typeof batchReportSchema>;

export const batchProgressSchema = z.object({ done: z.number(), failed: z.number(), total: z.number() });
export type BatchProgress = z.infer<typeof batchProgressSchema>;

export const exportFormatSchema = z.enum([
  'certificate',
  'key',
  'full-chain',
  'combined',
  'ca',
  'der',
  'pkcs12',
  'pkcs12-legacy',
  'encrypted-key',
  'traditional-key',
  'java-trust-store',
  'kubernetes-secret',
]);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** Forms of the public half of an authority. */
export const rootFormSchema = z.enum(['pem', 'crt', 'der', 'p7b', 'mobileconfig', 'java-trust-store']);
export type RootForm = z.infer<typeof rootFormSchema>;

/** What was written where the user pointed. The folder stays with the main process; "token" opens it. */
export const savedSchema = z.object({
  outcome: z.enum(['saved', 'cancelled']),
  /** Names of the files, without folders. */
  files: z.array(z.string()),
  /** The last part of the folder's path. */
  folderName: z.string(),
  token: z.string(),
});
export type Saved = z.infer<typeof savedSchema>;

export const renewRequestSchema = z.object({
  id: idSchema,
  /** Keep the key; a new one is made otherwise. */
  sameKey: z.boolean().optional(),
});
