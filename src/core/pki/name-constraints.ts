import { attributesOf, type CanonicalName, canonicalName, emailAddressOid, isWithin } from './distinguished-name';
import type { GeneralName, NameSubtrees } from './general-names';
import { formatIp, matchesMask } from './ip';
import { isBelow } from './limits';
import { parseUrl } from './name-host';
import type { ParsedCertificate } from './parsed-certificate';

/**
 * The first reason why a certificate's names break an issuer's name constraints, as a sentence; undefined when they keep
 * them. RFC 5280 sections 4.2.1.10 and 6.1.3 (b) and (c): every name of a type that has permitted subtrees must lie in one of
 * them, and none may lie in an excluded one. Names are all subject alternative names, the subject, and e-mail addresses in it.
 */
export function nameConstraintProblem(certificate: ParsedCertificate, constraints: NameSubtrees): string | undefined {
  for (const name of namesOf(certificate)) {
    const permitted = constraints.permitted.filter((base) => sameType(base, name));
    const excluded = constraints.excluded.filter((base) => sameType(base, name));
    const text = describe(name);
    if (name.type === 'other' && permitted.length + excluded.length > 0) {
      return `${text} is of a type that the issuer limits and that cannot be checked here.`;
    }
    if (excluded.some((base) => matches(name, base) !== false)) return `${text} is excluded by the issuer's limits.`;
    if (permitted.length > 0 && !permitted.some((base) => matches(name, base) === true)) {
      return `${text} is outside the issuer's limits.`;
    }
  }
  return undefined;
}

function namesOf(certificate: ParsedCertificate): GeneralName[] {
  const { subject } = certificate.asn.tbsCertificate;
  const emails = attributesOf(subject, emailAddressOid).map((text): GeneralName => ({ type: 'email', text }));
  const directory: GeneralName[] = subject.length === 0 ? [] : [{ type: 'directory', name: canonicalName(subject) }];
  return [...certificate.alternativeNames, ...emails, ...directory];
}

function sameType(a: GeneralName, b: GeneralName): boolean {
  return a.type === b.type && (a.type !== 'other' || b.type !== 'other' || a.tag === b.tag);
}

/** Whether a name lies in a subtree of its own type; "unclear" for one that has no host to judge, which is never accepted. */
function matches(name: GeneralName, base: GeneralName): boolean | 'unclear' {
  if (name.type === 'dns' && base.type === 'dns') return isBelow(name.text.toLowerCase(), base.text.toLowerCase());
  if (name.type === 'ip' && base.type === 'ip') return ipMatches(name.bytes, base.bytes);
  if (name.type === 'email' && base.type === 'email') return emailMatches(name.text, base.text);
  if (name.type === 'uri' && base.type === 'uri') return uriMatches(name.text, base.text.toLowerCase());
  if (name.type === 'directory' && base.type === 'directory') return isWithin(name.name, base.name as CanonicalName);
  return 'unclear';
}

function ipMatches(address: Buffer, base: Buffer): boolean | 'unclear' {
  if (address.length !== 4 && address.length !== 16) return 'unclear';
  if (base.length !== 8 && base.length !== 32) return 'unclear';
  const half = base.length / 2;
  return matchesMask(address, base.subarray(0, half), base.subarray(half));
}

/** A base is one mailbox, a host with exactly its mailboxes, or with a dot in front the hosts below it. */
function emailMatches(email: string, base: string): boolean | 'unclear' {
  const at = email.lastIndexOf('@');
  if (at < 1 || at === email.length - 1) return 'unclear';
  const host = email.slice(at + 1).toLowerCase();
  const baseAt = base.lastIndexOf('@');
  // The part before the @ is case-sensitive (RFC 5321 section 2.4).
  if (baseAt > 0) return email.slice(0, at) === base.slice(0, baseAt) && host === base.slice(baseAt + 1).toLowerCase();
  return hostMatches(host, base.slice(baseAt + 1).toLowerCase());
}

/** A URI without a host name, or with an address as host, breaks any constraint on URIs (RFC 5280 section 4.2.1.10). */
function uriMatches(uri: string, base: string): boolean | 'unclear' {
  const host = parseUrl(uri)?.hostname.toLowerCase() ?? '';
  if (host === '' || host.startsWith('[') || /^[\d.]+$/.test(host)) return 'unclear';
  return hostMatches(host, base);
}

const hostMatches = (host: string, base: string) =>
  base.startsWith('.') ? host.endsWith(base) : base === '' || host === base;

function describe(name: GeneralName): string {
  switch (name.type) {
    case 'ip':
      return `The address ${formatIp(name.bytes)}`;
    case 'directory':
      return 'The subject';
    case 'other':
      return 'A name';
    default:
      return `The name ${name.text}`;
  }
}
