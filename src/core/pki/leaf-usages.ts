import type { CertificateName, Purpose } from '../../ipc/schemas';
import { clientAuth, emailProtection, serverAuth, usagesOfPurpose } from './profile';
import { spkiParts } from './spki-parts';

/** As the library's flags. */
const flags = { digitalSignature: 1, keyEncipherment: 4, keyAgreement: 16 };

/** rsaEncryption (RFC 3279 section 2.3.1) and id-ecPublicKey (RFC 5480 section 2.1.1). */
const rsaOid = '1.2.840.113549.1.1.1';
const ecOid = '1.2.840.10045.2.1';

export type Profile = 'sealwax' | 'mkcert';

/**
 * Flags of the key usage (RFC 5280 section 4.2.1.3). An RSA key can also carry the key exchange of TLS 1.2 without forward
 * secrecy and the key of an encrypted mail, which keyEncipherment allows; an EC key cannot (RFC 5480 section 3) and agrees on
 * the key of a mail instead (RFC 8551 section 2.3, RFC 5753). mkcert says keyEncipherment of both.
 */
export function keyUsageFlags(spki: Uint8Array, purpose: Purpose, profile: Profile = 'sealwax'): number {
  const { algorithm } = spkiParts(spki);
  const sign = flags.digitalSignature;
  if (algorithm === rsaOid || profile === 'mkcert') return sign | flags.keyEncipherment;
  return algorithm === ecOid && purpose === 'email' ? sign | flags.keyAgreement : sign;
}

/** Extended key usages by the purpose; by the names as well in mkcert's profile, in its order. */
export function extendedUsages(
  names: readonly CertificateName[],
  purpose: Purpose,
  profile: Profile = 'sealwax',
): readonly string[] {
  if (profile === 'sealwax') return usagesOfPurpose[purpose];
  const client = purpose === 'client' || purpose === 'server-client';
  return [
    ...(client ? [clientAuth] : []),
    ...(names.some(({ type }) => type !== 'email') ? [serverAuth] : []),
    ...(names.some(({ type }) => type === 'email') ? [emailProtection] : []),
  ];
}
