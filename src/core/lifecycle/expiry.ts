import type { CertificateStatus } from '../../ipc/schemas';
import { dayMs } from '../pki/profile';

/** Certificates of normal length are called "expiring" this many days before their end. */
export const expiringDays = 30;

/**
 * Where a certificate stands in its life. Short ones are "expiring" in the last third of their life, as Caddy and autocert
 * renew them; longer ones from 30 days before the end. All three are milliseconds since 1970.
 */
export function expiryStatus(
  notBefore: number,
  notAfter: number,
  now: number,
): Exclude<CertificateStatus, 'broken' | 'revoked'> {
  if (now > notAfter) return 'expired';
  if (now < notBefore) return 'not-yet-valid';
  const warning = Math.min(expiringDays * dayMs, (notAfter - notBefore) / 3);
  return notAfter - now <= warning ? 'expiring' : 'healthy';
}
