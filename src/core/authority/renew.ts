import type { Certificate, NameLimits, Validity } from '../../ipc/schemas';
import { AppError } from '../errors';
import { spkiOfPrivateKey } from '../pki/keys';
import { checkNames } from '../pki/names';
import { parseCertificate } from '../pki/parsed-certificate';
import { decodePem } from '../pki/pem';
import { dayMs } from '../pki/profile';
import type { CertificateFiles } from './certificate-files';
import { acceptNames, type LeafKey, type LeafPlan } from './issue';
import type { CertificateRecord } from './record';

/**
 * What the certificate that replaces this one is to be. Throws `name-outside-limits` when the authority's limits no longer hold
 * its names, `key-mismatch` when the key that is to be kept is not the certificate's, `certificate-unreadable`.
 */
export async function renewalOf(
  certificate: Certificate,
  record: CertificateRecord | undefined,
  readFiles: () => Promise<CertificateFiles>,
  { sameKey, limits }: { sameKey: boolean; limits: NameLimits },
): Promise<LeafPlan> {
  const { purpose, keyType, keyHere } = certificate;
  const typed = certificate.names.map(({ value }) => value);
  return {
    names: acceptNames(checkNames(typed, { limits, purpose })),
    purpose,
    // A key that is with somebody else stays theirs: its public half is in the certificate.
    key: sameKey || !keyHere ? keptKey(await readFiles(), certificate) : { kind: 'new', keyType },
    subject: record?.subject,
    validity: validityAgain(certificate, record),
    renews: certificate.id,
  };
}

function keptKey({ certificatePem, keyPem }: CertificateFiles, { id, keyType }: Certificate): LeafKey {
  const { spki } = parseCertificate(certificatePem);
  if (keyPem === undefined) return { kind: 'theirs', keyType, spki };
  const pkcs8 = decodePem(keyPem, 'PRIVATE KEY');
  try {
    if (!spkiOfPrivateKey(pkcs8).equals(spki)) {
      throw new AppError('key-mismatch', `The key file of ${id} is not the key of its certificate.`, {
        hint: 'Renew with a new key, or put the right key.pem back.',
      });
    }
  } finally {
    pkcs8.fill(0);
  }
  return { kind: 'same', keyType, keyPem, spki };
}

/** As it was asked for. A fixed end, or one that was not noted, becomes the same length from now. */
function validityAgain({ notBefore, notAfter }: Certificate, record: CertificateRecord | undefined): Validity {
  if (record?.validity !== undefined && record.validity.kind !== 'until') return record.validity;
  const span = Date.parse(notAfter) - Date.parse(notBefore);
  if (span < dayMs) return { kind: 'hours', hours: Math.min(24, Math.max(1, Math.round(span / 3_600_000))) };
  return { kind: 'days', days: Math.min(3660, Math.max(1, Math.round(span / dayMs))) };
}
