import { z } from 'zod';
import { certificateSchema, idSchema, keepSchema, keyTypeSchema, limitsSchema } from '../../ipc/schemas';

/** True for a folder name that is one of ours; whatever else lies in the data folder is left alone and not shown. */
export const isId = (name: string): boolean => idSchema.safeParse(name).success;

const instant = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** `authority.json`: what the folder of an authority must hold, so that a swapped or cut file is noticed at start-up. */
export const authorityRecordSchema = z.object({
  version: z.literal(1),
  id: idSchema,
  name: z.string().min(1),
  subject: z.string(),
  createdAt: instant,
  notBefore: instant,
  notAfter: instant,
  keyType: keyTypeSchema,
  limits: limitsSchema,
  /** Where the passphrase of the key file is: in the system keychain under this id, or with a person. */
  keep: keepSchema,
  serial: z.string(),
  /** SHA-256 of the root certificate's DER. */
  fingerprint: sha256,
  /** The root's public key, SubjectPublicKeyInfo in DER, base64. The opened key must match it. */
  rootSpki: z.string(),
  /** SHA-256 of `root-key.pem` as it was written. */
  keyFileSha256: sha256,
});
export type AuthorityRecord = z.infer<typeof authorityRecordSchema>;

/** `meta.json` beside each certificate. */
export const certificateRecordSchema = certificateSchema
  .omit({ status: true, statusReason: true, files: true })
  .extend({ version: z.literal(1) });
export type CertificateRecord = z.infer<typeof certificateRecordSchema>;
