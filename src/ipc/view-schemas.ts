import { z } from 'zod';
import { chainNodeSchema } from './chain-schemas';
import { idSchema, nameSchema, statusSchema } from './schemas';

const instant = z.iso.datetime();

/** One extension as it stands in a certificate or request. */
const extensionSchema = z.object({ oid: z.string(), name: z.string(), critical: z.boolean(), value: z.string() });

/** Everything a certificate says, ours or not. */
export const certificateFactsSchema = z.object({
  subject: z.string(),
  issuer: z.string(),
  commonName: z.string(),
  names: z.array(nameSchema),
  serial: z.string(),
  fingerprint: z.string(),
  /** SHA-1, for the tools that still list by it. */
  fingerprintSha1: z.string(),
  notBefore: instant,
  notAfter: instant,
  status: statusSchema,
  keyType: z.string(),
  signatureAlgorithm: z.string(),
  isAuthority: z.boolean(),
  selfSigned: z.boolean(),
  keyUsages: z.array(z.string()),
  extendedKeyUsages: z.array(z.string()),
  subjectKeyIdentifier: z.string(),
  authorityKeyIdentifier: z.string(),
  extensions: z.array(extensionSchema),
  /** What clients would refuse in this certificate alone: weak key, weak signature, no names, expired. Whole sentences. */
  problems: z.array(z.string()),
  pem: z.string(),
});
export type CertificateFacts = z.infer<typeof certificateFactsSchema>;

export const viewItemSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('certificate'),
    facts: certificateFactsSchema,
    /** Ours, when it is in the list. */
    certificateId: idSchema.optional(),
    authorityId: idSchema.optional(),
  }),
  z.object({
    kind: z.literal('request'),
    subject: z.string(),
    names: z.array(nameSchema),
    keyType: z.string(),
    signatureAlgorithm: z.string(),
    signatureOk: z.boolean(),
    wantsAuthority: z.boolean(),
    keyUsages: z.array(z.string()),
    extendedKeyUsages: z.array(z.string()),
    extensions: z.array(extensionSchema),
    pem: z.string(),
  }),
  z.object({
    kind: z.literal('private-key'),
    /** e.g. "ECDSA P-256"; empty while it is locked. */
    keyType: z.string(),
    /** e.g. "PKCS#8", "PKCS#1", "SEC1", "PKCS#8, encrypted". Never the key itself. */
    form: z.string(),
    encrypted: z.boolean(),
    /** SHA-256 of the public half (SubjectPublicKeyInfo), hex; empty while it is locked. */
    spkiFingerprint: z.string(),
    /** Position in the items of the certificate that it belongs to. */
    belongsTo: z.number().int().optional(),
  }),
  z.object({ kind: z.literal('public-key'), keyType: z.string(), spkiFingerprint: z.string() }),
  z.object({ kind: z.literal('other'), label: z.string(), message: z.string() }),
]);
export type ViewItem = z.infer<typeof viewItemSchema>;

const noteSchema = z.object({ level: z.enum(['info', 'warning', 'problem']), message: z.string() });

/** What is inside a file, the clipboard or a drop; nothing is imported by looking. */
export const fileViewSchema = z.object({
  /** Names what was read in later calls; the main process keeps the content for a while. */
  token: z.string(),
  /** The last part of the path; "clipboard" for what was pasted. */
  title: z.string(),
  format: z.enum(['PEM', 'DER', 'PKCS#12', 'PKCS#7']),
  items: z.array(viewItemSchema),
  notes: z.array(noteSchema),
  /** The best chain that the certificates inside, and the authorities here, make; from the leaf up. */
  chain: z.array(chainNodeSchema),
  /** What path validation says of that chain; absent without a certificate. */
  verdict: z
    .object({
      ok: z.boolean(),
      message: z.string(),
      /** Nothing is wrong in it, but what it ends at is not known here. */
      unknownRoot: z.literal(true).optional(),
    })
    .optional(),
});
export type FileView = z.infer<typeof fileViewSchema>;

/** The answer of path validation for one certificate (RFC 5280 section 6), as `sealwax verify --json` prints it. */
export const verifyReportSchema = z.object({
  ok: z.boolean(),
  /** One sentence. */
  message: z.string(),
  at: instant,
  /** What the verdict does not depend on, and some clients do: certificates out of order, twice, or of no use. */
  notes: z.array(noteSchema).optional(),
  /** Every path that was tried, the best first. */
  paths: z.array(
    z.object({
      ok: z.boolean(),
      trusted: z.boolean(),
      chain: z.array(chainNodeSchema),
      problems: z.array(
        z.object({
          /** Position in the chain, 0 for the leaf. */
          index: z.number().int(),
          /** Stable, e.g. "expired", "signature", "name-constraints". */
          code: z.string(),
          message: z.string(),
          source: z.string(),
        }),
      ),
    }),
  ),
});
export type VerifyReport = z.infer<typeof verifyReportSchema>;
