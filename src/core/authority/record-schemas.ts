// Loaded when it is first used (`record.ts`): to build schemas takes longer than all the rest of issuing a certificate.
import { z } from 'zod';
import { signingRequestSchema } from '../../ipc/issue-schemas';
import {
  authoritySchema,
  certificateSchema,
  idSchema,
  keepSchema,
  limitsSchema,
  subjectFieldsSchema,
  validitySchema,
} from '../../ipc/schemas';

const instant = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** An entry of the keychain: the authority's id, and after a change of the passphrase something behind a slash. */
const keychainAccount = z.string().regex(/^[a-z0-9._+/-]{1,160}$/);

/** What changes together when a key file is written anew. */
const keyFileFacts = {
  /** Where the passphrase of the key file is: in the system keychain, or with a person. */
  keep: keepSchema,
  /** The entry of the keychain that holds the passphrase; the authority's id unless told. */
  keychainAccount: keychainAccount.optional(),
  /** SHA-256 of `root-key.pem` as it was written. */
  keyFileSha256: sha256,
};

/**
 * `authority.json`: what the folder of an authority must hold, so that a swapped or cut file is noticed at start-up. What has a
 * default, or is optional, was not written by version 0.1.0.
 */
export const authorityRecordSchema = z.object({
  version: z.literal(1),
  id: idSchema,
  /** The common name of its certificate. */
  name: z.string().min(1),
  /** What the user renamed it to. */
  label: z.string().optional(),
  kind: authoritySchema.shape.kind.default('root'),
  /** The authority here that signed it. */
  parentId: idSchema.optional(),
  origin: authoritySchema.shape.origin.default('made'),
  /** The unencrypted key that it was adopted from, and the SHA-256 of that file: another file of that name is left alone. */
  plainKey: z.object({ file: z.string(), sha256 }).optional(),
  /** Further files that it lay in. */
  morePlainKeys: z.array(z.object({ file: z.string(), sha256 })).optional(),
  /** The folder of mkcert's that it stands for. */
  caroot: z.string().optional(),
  /** The root here whose place it was made to take. */
  replaces: idSchema.optional(),
  /** SHA-256 of the certificates above an intermediate, as `chain.pem` holds them: the one that signed it first, the root last. */
  chain: z.array(sha256).optional(),
  subject: z.string(),
  createdAt: instant,
  notBefore: instant,
  notAfter: instant,
  /** e.g. "ecdsa-p256"; an imported one may be of a kind that is not made here, in words then. */
  keyType: z.string().min(1),
  limits: limitsSchema,
  ...keyFileFacts,
  serial: z.string(),
  /** SHA-256 of the root certificate's DER. */
  fingerprint: sha256,
  /** The root's public key, SubjectPublicKeyInfo in DER, base64. The opened key must match it. */
  rootSpki: z.string(),
  /** A key file that is about to take the place of this one; whichever lies there, its facts count (`effectiveRecord`). */
  next: z.object(keyFileFacts).optional(),
});
export type AuthorityRecord = z.infer<typeof authorityRecordSchema>;

/** `meta.json` beside each certificate. What came after version 0.1 has a default or may be absent, so that old folders read. */
export const certificateRecordSchema = certificateSchema
  .omit({ status: true, statusReason: true, revoked: true, replacedBy: true, files: true })
  .extend({
    version: z.literal(1),
    keyHere: z.boolean().default(true),
    /** As the user chose it, for renewing; absent when the subject is the common name alone. */
    subject: subjectFieldsSchema.optional(),
    /** As it was asked for; renewing asks for the same again. */
    validity: validitySchema.optional(),
  });
export type CertificateRecord = z.infer<typeof certificateRecordSchema>;

/** `meta.json` beside a signing request that was made here. */
export const requestRecordSchema = signingRequestSchema
  .omit({ pem: true, files: true })
  .extend({ version: z.literal(1), subjectFields: subjectFieldsSchema.optional() });
export type RequestRecord = z.infer<typeof requestRecordSchema>;

/** The record in what `authority.json` holds. Throws for anything else. */
export const parseAuthorityRecord = (value: unknown): AuthorityRecord => authorityRecordSchema.parse(value);
/** The record in what the `meta.json` of a certificate holds. Throws for anything else. */
export const parseCertificateRecord = (value: unknown): CertificateRecord => certificateRecordSchema.parse(value);
/** The record in what the `meta.json` of a signing request holds. Throws for anything else. */
export const parseRequestRecord = (value: unknown): RequestRecord => requestRecordSchema.parse(value);
