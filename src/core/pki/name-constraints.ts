import { attributesOf, canonicalName, commonNameOid, emailAddressOid, isWithin } from './distinguished-name';
import type { GeneralName, NameSubtrees } from './general-names';
import { formatIp, matchesMask } from './ip';
import { isBelow } from './limits';
import type { ParsedCertificate } from './parsed-certificate';
import type { PathProblemCode } from './path-problem';

/** Names times subtrees that are compared, as in OpenSSL (NAME_CHECK_MAX of crypto/x509/v3_ncons.c). */
const comparisonLimit = 2 ** 20;

export interface NameConstraintProblem {
  code: Extract<PathProblemCode, 'name-constraints' | 'too-complex'>;
  /** A whole sentence. */
  message: string;
}

/**
 * The first reason why a certificate's names break an issuer's name constraints; undefined when they keep them. RFC 5280
 * sections 4.2.1.10 and 6.1.3 (b) and (c): every name of a type that has permitted subtrees must lie in one of them, and none
 * may lie in an excluded one. Names are all subject alternative names, the subject, and e-mail addresses in it.
 *
 * With `leaf`, common names that look like a host are held against the DNS subtrees when there is no DNS name beside them, as
 * OpenSSL does, because it would take them for a host too; Chromium, Firefox and Go never look at common names.
 */
export function nameConstraintProblem(
  certificate: ParsedCertificate,
  constraints: NameSubtrees,
  { leaf = false } = {},
): NameConstraintProblem | undefined {
  const problem = (message: string): NameConstraintProblem => ({ code: 'name-constraints', message });
  if (constraints.bounded) return problem("The issuer's limits have bounds that RFC 5280 rules out.");
  const names = [...namesOf(certificate), ...(leaf ? hostsInCommonName(certificate) : [])];
  if (names.length * (constraints.permitted.length + constraints.excluded.length) > comparisonLimit) {
    const message = 'Its names and the limits of its issuer are too many to compare (more than 2^20 pairs).';
    return { code: 'too-complex', message };
  }
  for (const name of names) {
    const message = judge(name, constraints);
    if (message !== undefined) return problem(message);
  }
  return undefined;
}

function judge(name: GeneralName, { permitted, excluded }: NameSubtrees): string | undefined {
  let limited = false;
  let inside = false;
  for (const base of permitted) {
    if (!sameType(base, name)) continue;
    limited = true;
    const found = matches(name, base);
    if (found === 'unclear') return unclear(name);
    inside ||= found;
  }
  for (const base of excluded) {
    if (!sameType(base, name)) continue;
    const found = matches(name, base);
    if (found === 'unclear') return unclear(name);
    if (found || wildcardReaches(name, base)) return `${describe(name)} is excluded by the issuer's limits.`;
  }
  return limited && !inside ? `${describe(name)} is outside the issuer's limits.` : undefined;
}

const unclear = (name: GeneralName) =>
  `${describe(name)} is of a kind that the issuer limits, and cannot be held against these limits here.`;

function namesOf(certificate: ParsedCertificate): GeneralName[] {
  const { subject } = certificate;
  const emails = attributesOf(subject, emailAddressOid).map((text): GeneralName => ({ type: 'email', text }));
  const directory: GeneralName[] = subject.length === 0 ? [] : [{ type: 'directory', name: canonicalName(subject) }];
  return [...certificate.alternativeNames, ...emails, ...directory];
}

/** OpenSSL's rule (cn2dnsid in v3_ncons.c): two labels or more of letters, digits, - and _; so no wildcard and no "localhost". */
function hostsInCommonName({ alternativeNames, subject }: ParsedCertificate): GeneralName[] {
  if (alternativeNames.some(({ type }) => type === 'dns')) return [];
  return attributesOf(subject, commonNameOid)
    .map((text) => text.replace(/\0+$/, ''))
    .filter((text) => /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)+$/i.test(text))
    .map((text): GeneralName => ({ type: 'dns', text }));
}

function sameType(a: GeneralName, b: GeneralName): boolean {
  if (a.type !== 'other' || b.type !== 'other') return a.type === b.type;
  return a.tag === b.tag && a.form === b.form;
}

/** Whether a name lies in a subtree of its own type; "unclear" for one that cannot be judged, which is never accepted. */
function matches(name: GeneralName, base: GeneralName): boolean | 'unclear' {
  if (name.type === 'dns' && base.type === 'dns') return dnsMatches(name.text.toLowerCase(), base.text.toLowerCase());
  if (name.type === 'ip' && base.type === 'ip') return ipMatches(name.bytes, base.bytes);
  if (name.type === 'email' && base.type === 'email') return emailMatches(name.text, base.text);
  if (name.type === 'uri' && base.type === 'uri') return uriMatches(name.text, base.text.toLowerCase());
  if (name.type === 'directory' && base.type === 'directory') return isWithin(name.name, base.name);
  return 'unclear';
}

/** A client might read "no.test." or "no.test\0" as the excluded "no.test", so only plain host names are judged. */
const dnsMatches = (name: string, base: string) =>
  /^(\*\.)?[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/.test(name) ? isBelow(name, base) : 'unclear';

/** *.test stands for no.test too, if that is excluded: CVE-2025-61727 of Go. OpenSSL does not look at it. */
function wildcardReaches(name: GeneralName, base: GeneralName): boolean {
  if (name.type !== 'dns' || base.type !== 'dns' || !name.text.startsWith('*.')) return false;
  const host = base.text.toLowerCase().replace(/^\./, '');
  return host.slice(host.indexOf('.')) === name.text.slice(1).toLowerCase();
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
  const host = email.slice(at + 1).toLowerCase();
  if (at < 1 || !/^[a-z0-9._-]+$/.test(host) || host.endsWith('.')) return 'unclear';
  const baseAt = base.lastIndexOf('@');
  // The part before the @ is case-sensitive (RFC 5321 section 2.4).
  if (baseAt > 0) return email.slice(0, at) === base.slice(0, baseAt) && host === base.slice(baseAt + 1).toLowerCase();
  return hostMatches(host, base.slice(baseAt + 1).toLowerCase());
}

/**
 * A URI without a host name, or with an address as host, breaks any constraint on URIs (RFC 5280 section 4.2.1.10). Read by
 * RFC 3986 to the letter: what browsers repair, such as a backslash, other clients read as another host.
 */
function uriMatches(uri: string, base: string): boolean | 'unclear' {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/?#\\\s]*@)?([a-z0-9._-]+)(?::\d*)?(?:[/?#]|$)/i
    .exec(uri)?.[1]
    ?.toLowerCase();
  // A last label of digits alone makes it an address (WHATWG URL section 3.5, "ends in a number").
  if (host === undefined || host.endsWith('.') || /(^|\.)(\d+|0x[0-9a-f]*)$/.test(host)) return 'unclear';
  return hostMatches(host, base);
}

const hostMatches = (host: string, base: string) =>
  base.startsWith('.') ? host.endsWith(base) : base === '' || host === base;

/** Characters of a name that a message repeats. */
const shownMax = 100;

function describe(name: GeneralName): string {
  switch (name.type) {
    case 'ip':
      return `The address ${formatIp(name.bytes)}`;
    case 'directory':
      return 'The subject';
    case 'other':
      return 'A name';
    default:
      return `The name ${name.text.length > shownMax ? `${name.text.slice(0, shownMax)}…` : name.text}`;
  }
}
