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
  return now >= warningAt(notBefore, notAfter) ? 'expiring' : 'healthy';
}

const warningAt = (notBefore: number, notAfter: number): number =>
  notAfter - Math.min(expiringDays * dayMs, (notAfter - notBefore) / 3);

/** The first instant after `now` at which `expiryStatus` says something else; undefined when it never will again. */
export function nextStatusChange(notBefore: number, notAfter: number, now: number): number | undefined {
  // A certificate is valid up to and including its last millisecond (RFC 5280 section 4.1.2.5).
  return [notBefore, Math.ceil(warningAt(notBefore, notAfter)), notAfter + 1].find((at) => at > now);
}
