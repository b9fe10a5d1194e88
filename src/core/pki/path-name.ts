import { domainToASCII } from 'node:url';
import { attributesOf, emailAddressOid } from './distinguished-name';
import { parseIp } from './ip';
import type { ParsedCertificate } from './parsed-certificate';
import type { PathProblem } from './path-problem';

/** Names of a certificate that a message lists. */
const listed = 5;

/**
 * Whether the certificate is for the name that a person or client asked for, a host, an IP address or an e-mail address:
 * RFC 9525 section 6, which replaced RFC 6125. Common names do not count; OpenSSL alone still reads them when there is no
 * DNS name.
 */
export function nameProblem(certificate: ParsedCertificate, wanted: string): PathProblem | undefined {
  if (isFor(certificate, wanted.trim())) return undefined;
  const names = certificate.alternativeNames.flatMap((name) => (name.type === 'dns' ? [name.text] : []));
  const more = names.length > listed ? ` and ${names.length - listed} more` : '';
  const holds = names.length === 0 ? 'it names no host' : `it is for ${names.slice(0, listed).join(', ')}${more}`;
  const message = `The certificate is not for ${wanted}: ${holds}.`;
  return { index: 0, code: 'name-mismatch', message, source: 'RFC 9525 section 6' };
}

function isFor(certificate: ParsedCertificate, wanted: string): boolean {
  const address = parseIp(wanted.replace(/^\[(.*)\]$/, '$1'));
  if (address !== undefined) {
    return certificate.alternativeNames.some((name) => name.type === 'ip' && name.bytes.equals(address.bytes));
  }
  if (wanted.includes('@')) return mailboxesOf(certificate).some((mailbox) => sameMailbox(mailbox, wanted));
  // The dot at the end of a fully qualified name is DNS's own and not part of the name.
  const host = domainToASCII(wanted).replace(/\.$/, '').toLowerCase();
  if (host === '') return false;
  return certificate.alternativeNames.some((name) => name.type === 'dns' && hostMatches(name.text.toLowerCase(), host));
}

/**
 * A wildcard is the whole first label, stands for exactly one label, and needs two more to its right (RFC 9525 section 6.3;
 * that *.test matches nothing is what OpenSSL, Chromium and Firefox do).
 */
function hostMatches(presented: string, host: string): boolean {
  if (!presented.startsWith('*.')) return presented === host;
  const base = presented.slice(1);
  if (base.includes('*') || !/^\.[^.]+\.[^.]/.test(base)) return false;
  const dot = host.indexOf('.');
  return dot > 0 && host.slice(dot) === base;
}

/** E-mail addresses in the subject count when there is none beside it (RFC 8550 section 3). */
function mailboxesOf({ alternativeNames, subject }: ParsedCertificate): string[] {
  const beside = alternativeNames.flatMap((name) => (name.type === 'email' ? [name.text] : []));
  return beside.length > 0 ? beside : attributesOf(subject, emailAddressOid);
}

/** The part before the @ keeps its case (RFC 5321 section 2.4), the host does not. */
function sameMailbox(a: string, b: string): boolean {
  const [atA, atB] = [a.lastIndexOf('@'), b.lastIndexOf('@')];
  const host = (text: string) => domainToASCII(text) || text.toLowerCase();
  return a.slice(0, atA) === b.slice(0, atB) && host(a.slice(atA + 1)) === host(b.slice(atB + 1));
}
