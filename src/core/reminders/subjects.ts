import type { Authority, Certificate } from '../../ipc/schemas';

/** Something that ends: a certificate, or a root or intermediate of ours. */
export interface Subject {
  kind: 'certificate' | 'authority';
  id: string;
  /** SHA-256: what has been told is remembered by it, since ids and names may be used again. */
  fingerprint: string;
  name: string;
  /** Milliseconds since 1970. */
  notBefore: number;
  notAfter: number;
}

export interface SubjectsOptions {
  certificates: readonly Certificate[];
  authorities: readonly Authority[];
  /** Revoked, so that its end is of no interest. */
  isWithdrawn?: (certificate: Certificate) => boolean;
}

/** One for each name set and purpose: a later certificate for the same takes the place of an earlier one. */
const placeOf = ({ names, purpose }: Certificate) =>
  JSON.stringify([purpose, names.map(({ type, value }) => `${type}:${value}`).sort()]);

/**
 * The certificates whose end matters: none that was replaced by a later one for the same names and purpose (whatever authority
 * signed it), none that is withdrawn, and none whose files are broken, since its dates cannot be believed.
 */
export function liveCertificates({
  certificates,
  isWithdrawn = () => false,
}: Pick<SubjectsOptions, 'certificates' | 'isWithdrawn'>): Certificate[] {
  const latest = new Map<string, Certificate>();
  for (const each of certificates) {
    if (each.status === 'broken' || isWithdrawn(each)) continue;
    const place = placeOf(each);
    const known = latest.get(place);
    if (known === undefined || known.notAfter < each.notAfter) latest.set(place, each);
  }
  return [...latest.values()];
}

/** All that ends and matters, the soonest first. */
export function subjectsOf(options: SubjectsOptions): Subject[] {
  return [
    ...liveCertificates(options).map((each) => subjectOf('certificate', each, each.names[0]?.display)),
    // An authority that cannot be read has no fingerprint, and no dates.
    ...options.authorities
      .filter(({ fingerprint }) => fingerprint !== '')
      .map((each) => subjectOf('authority', each, each.name)),
  ].sort((one, other) => one.notAfter - other.notAfter);
}

function subjectOf(
  kind: Subject['kind'],
  each: Pick<Certificate, 'id' | 'fingerprint' | 'commonName' | 'notBefore' | 'notAfter'>,
  name: string | undefined,
): Subject {
  const { id, fingerprint, commonName, notBefore, notAfter } = each;
  return {
    kind,
    id,
    fingerprint,
    name: name ?? commonName,
    notBefore: Date.parse(notBefore),
    notAfter: Date.parse(notAfter),
  };
}
