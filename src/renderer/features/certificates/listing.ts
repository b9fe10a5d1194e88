import type { Certificate, CertificateStatus } from '../../../ipc/schemas';

/** What the status filter offers; "all" is no filter. */
export type StatusFilter = 'all' | CertificateStatus;

/** True when every word of the text stands in a name, the issuer, the serial number or the fingerprint. */
export function matches(certificate: Certificate, text: string, status: StatusFilter): boolean {
  // One that was renewed needs nobody's eye, so no status lists it.
  if (status !== 'all' && (certificate.status !== status || certificate.replacedBy !== undefined)) return false;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const names = certificate.names.flatMap((name) => [name.display, name.value]);
  const plain = [...names, certificate.commonName, certificate.issuer].join('\n').toLowerCase();
  const hex = `${certificate.serial}\n${certificate.fingerprint}`.toLowerCase().replaceAll(':', '');
  return words.every((word) => {
    // Fingerprints are pasted with colons; an IPv6 address has colons too, so both forms are tried.
    const bare = word.replaceAll(':', '');
    return plain.includes(word) || (bare.length >= 4 && hex.includes(bare));
  });
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** "node-2" before "node-10". */
export const compareText = (a: string, b: string): number => collator.compare(a, b);

/** Instants in ISO 8601 may differ in precision, so they are compared as times. */
export const compareInstants = (a: string, b: string): number => Date.parse(a) - Date.parse(b);

const urgency: Record<CertificateStatus, number> = {
  broken: 0,
  expired: 1,
  expiring: 2,
  'not-yet-valid': 3,
  revoked: 4,
  healthy: 5,
};

/** One that was renewed comes last. */
const urgencyOf = ({ status, replacedBy }: Certificate) => (replacedBy === undefined ? urgency[status] : 5);

/** What needs a person first. */
export const compareStatus = (a: Certificate, b: Certificate): number => urgencyOf(a) - urgencyOf(b);
