import type { Certificate, CertificateStatus } from '../../../ipc/schemas';

/** What the status filter offers; "all" is no filter. */
export type StatusFilter = 'all' | CertificateStatus;

/** What a certificate is found by, in lower case; made once a certificate, since each key press looks at all of them. */
interface Findable {
  plain: string;
  hex: string;
}
const findables = new WeakMap<Certificate, Findable>();

function findableOf(certificate: Certificate): Findable {
  const known = findables.get(certificate);
  if (known !== undefined) return known;
  const names = certificate.names.flatMap((name) => [name.display, name.value]);
  const made = {
    plain: [...names, certificate.commonName, certificate.issuer].join('\n').toLowerCase(),
    hex: `${certificate.serial}\n${certificate.fingerprint}`.toLowerCase().replaceAll(':', ''),
  };
  findables.set(certificate, made);
  return made;
}

/**
 * Whether a certificate fits: every word of the text stands in a name, the issuer, the serial number or the fingerprint. The text
 * is taken apart once for all certificates.
 */
export function matcher(text: string, status: StatusFilter): (certificate: Certificate) => boolean {
  // Fingerprints are pasted with colons; an IPv6 address has colons too, so both forms are tried.
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => ({ word, bare: word.replaceAll(':', '') }));
  return (certificate) => {
    // One that was renewed needs nobody's eye, so no status lists it.
    if (status !== 'all' && (certificate.status !== status || certificate.replacedBy !== undefined)) return false;
    if (words.length === 0) return true;
    const { plain, hex } = findableOf(certificate);
    return words.every(({ word, bare }) => plain.includes(word) || (bare.length >= 4 && hex.includes(bare)));
  };
}

/** The span in which the certificates that are wanted end: two instants, both in it. */
export interface EndingSpan {
  from: string;
  until: string;
}

export function endsIn({ notAfter }: Certificate, { from, until }: EndingSpan): boolean {
  const end = Date.parse(notAfter);
  return end >= Date.parse(from) && end <= Date.parse(until);
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** "node-2" before "node-10". */
export const compareText = (a: string, b: string): number => collator.compare(a, b);

/** Instants in ISO 8601 may differ in precision, so they are compared as times. */
export function compareInstants(a: string, b: string): number {
  // Of one precision, and all are in UTC, the texts stand in the order of time; to read ten thousand takes a hundred times as long.
  if (a.length === b.length) return a < b ? -1 : a > b ? 1 : 0;
  return Date.parse(a) - Date.parse(b);
}

const urgency: Partial<Record<string, number>> = {
  broken: 0,
  expired: 1,
  expiring: 2,
  'not-yet-valid': 3,
  healthy: 4,
  revoked: 6,
};

/** One that was renewed comes after those in use; what was revoked comes last. */
const urgencyOf = ({ status, replacedBy }: Certificate) => (replacedBy === undefined ? (urgency[status] ?? 9) : 5);

/** What needs a person first. */
export const compareStatus = (a: Certificate, b: Certificate): number => urgencyOf(a) - urgencyOf(b);
