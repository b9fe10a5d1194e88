import type { CertificateName } from '../../ipc/schemas';

/**
 * The folder name of a certificate: its first name, made safe for every file system, and twelve digits of its fingerprint.
 * A person finds it by eye, and two certificates for one name never meet.
 */
export function certificateId(names: readonly CertificateName[], fingerprint: string): string {
  const first = names[0]?.value ?? 'certificate';
  const safe = first
    .toLowerCase()
    .replace('*', 'wildcard')
    .replace(/[^a-z0-9.-]+/g, '_')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 80);
  return `${safe === '' ? 'certificate' : safe}-${fingerprint.slice(0, 12)}`;
}
