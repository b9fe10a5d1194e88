import type { CertificateName, NameLimits, Purpose } from '../../ipc/schemas';
import { AppError } from '../errors';
import { parseIp } from './ip';
import { isPermitted } from './limits';
import { commonNameMax } from './profile';

/**
 * The common name where none was chosen: the first host name that fits. Never an address: where there is no DNS name beside
 * it, OpenSSL (NAME_CONSTRAINTS_check_CN) and GnuTLS hold the common name against the root's DNS subtrees, and "127.0.0.1" is
 * in none of them (ADR 6). A client's certificate takes its e-mail address or URI, an e-mail certificate its mailbox.
 */
export function defaultCommonName(names: readonly CertificateName[], purpose: Purpose): string | undefined {
  const fit = names.filter(({ type, value }) => type !== 'ip' && value.length <= commonNameMax);
  const host = fit.find(({ type }) => type === 'dns');
  if (purpose === 'email') return (fit.find(({ type }) => type === 'email') ?? host)?.value;
  return (host ?? (purpose === 'client' ? fit[0] : undefined))?.value;
}

/** As OpenSSL's cn2dnsid reads a common name for a host: labels of letters, digits, "-" and "_" with a dot between them. */
const looksLikeHost = /^(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)+\.?$/i;

/**
 * Refuses a chosen common name that clients would take for a host and hold against the limits: one that is outside of them,
 * and an address where the certificate has no host name (the trap of `defaultCommonName`). Throws `name-outside-limits` with
 * the field "subject.commonName".
 */
export function checkCommonName(commonName: string, names: readonly CertificateName[], limits: NameLimits): void {
  if (limits.kind === 'none') return;
  const text = commonName.toLowerCase();
  const fail = (message: string, hint: string) =>
    new AppError('name-outside-limits', message, { field: 'subject.commonName', hint });
  if (parseIp(text) !== undefined) {
    const inside = isPermitted({ type: 'ip', value: text, display: text }, limits);
    // An IPv6 address has colons, so that OpenSSL does not take it for a host name.
    const trapped = text.includes('.') && !names.some(({ type }) => type === 'dns');
    if (inside && !trapped) return;
    throw fail(
      inside
        ? `The common name ${text} is an address, which OpenSSL and GnuTLS check as a host name and refuse under limits.`
        : `The common name ${text} is outside the limits of the authority.`,
      'Leave the common name empty, or type one that is no address.',
    );
  }
  if (looksLikeHost.test(text) || text === 'localhost') {
    const value = text.replace(/\.$/, '');
    if (isPermitted({ type: 'dns', value, display: value }, limits)) return;
    throw fail(
      `The common name ${commonName} looks like a host name outside the limits of the authority.`,
      'Leave the common name empty, or use a name inside the limits.',
    );
  }
}
