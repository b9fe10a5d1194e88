import type { NotRenewed, RenewalWish } from '../../ipc/renewal-schemas';
import type { Certificate } from '../../ipc/schemas';
import { dayMs } from '../pki/profile';
import { isReplaced } from './replaced';

/** What is known besides the certificate itself. */
export interface RenewalFacts {
  /** Milliseconds since 1970, as all instants here. */
  now: number;
  /** Days before the end, as the user set it; null for the last third of the lifetime. */
  daysBefore: number | null;
  /** Whether certificates without a wish of their own are renewed. */
  automatic: boolean;
  wish: RenewalWish;
  /** Whether the authority that signed it is on this machine. */
  authorityHere: boolean;
}

export type Standing =
  | { kind: 'due'; since: number }
  /** All is well until then. */
  | { kind: 'later'; from: number }
  | { kind: 'never'; why: NotRenewed };

/**
 * From when on a certificate is due: in the last third of its lifetime, as Caddy and autocert do it, or so many days before its
 * end. Never before half of its lifetime, or a short one would be renewed again as soon as it was made.
 */
export function dueFrom(notBefore: number, notAfter: number, daysBefore: number | null): number {
  const lifetime = notAfter - notBefore;
  const before = daysBefore === null ? lifetime / 3 : Math.min(daysBefore * dayMs, lifetime / 2);
  return Math.floor(notAfter - before);
}

/** A machine that was off for this long (milliseconds) still gets its certificates renewed; longer ago, nobody missed them. */
const leastGrace = 30 * dayMs;

/**
 * Why a certificate cannot, or must not, be renewed by whoever; undefined when it can. The one place that says so. Status words
 * are compared as text, as a revoked one is told by its status too.
 */
export function refusal(certificate: Certificate, authorityHere: boolean): NotRenewed | undefined {
  const status: string = certificate.status;
  if (status === 'revoked') return 'revoked';
  if (isReplaced(certificate)) return 'replaced';
  if (!authorityHere) return 'no-authority';
  return undefined;
}

/** Whether a certificate is to be renewed now, later or never. Whatever cannot be used by a server as it stands is left to a person. */
export function standingOf(certificate: Certificate, facts: RenewalFacts): Standing {
  const { now, daysBefore, automatic, wish, authorityHere } = facts;
  const why = refusal(certificate, authorityHere);
  if (why !== undefined) return { kind: 'never', why };
  if (certificate.status === 'broken') return { kind: 'never', why: 'broken' };
  if (!certificate.keyHere) return { kind: 'never', why: 'key-elsewhere' };
  if (wish === 'off' || (wish === 'default' && !automatic)) return { kind: 'never', why: 'turned-off' };
  const notBefore = Date.parse(certificate.notBefore);
  const notAfter = Date.parse(certificate.notAfter);
  if (now - notAfter > Math.max(leastGrace, (notAfter - notBefore) / 3)) return { kind: 'never', why: 'long-expired' };
  const from = dueFrom(notBefore, notAfter, daysBefore);
  return now >= from ? { kind: 'due', since: from } : { kind: 'later', from };
}
