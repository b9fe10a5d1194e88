import type { CertificateView } from './certificate-view';
import { type ParsedCertificate, parsedOf } from './parsed-certificate';
import { unusualKey, weakKey } from './path-key';
import { dayMs, maxValidityDays } from './profile';
import { isWeakSignature } from './signature';

const serverOid = '1.3.6.1.5.5.7.3.1';

/**
 * What clients would refuse in this certificate alone, whoever signed it, at whatever time; whole sentences, none for a good
 * one. A path may be valid in spite of some of it: each says who minds.
 */
export function weaknesses(view: CertificateView): string[] {
  const parsed = parsedOf(view.der);
  const found = [
    ...keyWeaknesses(view, parsed),
    ...(view.isAuthority ? authorityWeaknesses(parsed) : leafWeaknesses(view, parsed)),
    ...parsed.faults,
  ];
  if (parsed.serial.length > 40) found.push('Its serial number has more than 20 bytes, which RFC 5280 rules out.');
  if (view.notBefore.getTime() > view.notAfter.getTime()) found.push('It ends before it begins, so it is never valid.');
  for (const oid of parsed.unknownCritical) {
    found.push(`It has a critical extension, ${oid}, so clients that do not know it refuse the certificate.`);
  }
  return found;
}

function keyWeaknesses(view: CertificateView, parsed: ParsedCertificate): string[] {
  const key = weakKey(parsed.spki) ?? unusualKey(parsed.spki);
  // Nobody checks how a root signed itself.
  const signature =
    isWeakSignature(parsed.asn.signatureAlgorithm) && !(view.selfIssued && view.isAuthority)
      ? [`It is signed by ${parsed.signatureAlgorithm}, which clients refuse as forgeable.`]
      : [];
  return [...(key === undefined ? [] : [key]), ...signature];
}

function leafWeaknesses(view: CertificateView, parsed: ParsedCertificate): string[] {
  const found: string[] = [];
  const usages = parsed.extendedKeyUsages;
  const forServers = usages === undefined || usages.includes(serverOid);
  const hosts = parsed.alternativeNames.filter(({ type }) => type === 'dns' || type === 'ip');
  if (forServers && hosts.length === 0) {
    found.push('It names no host in a subject alternative name; browsers do not look at the common name.');
  }
  // From the first second to the last: whether Apple counts the last one too is not known, so one more is let pass.
  const days = (view.notAfter.getTime() - view.notBefore.getTime()) / dayMs;
  if (usages?.includes(serverOid) && days > maxValidityDays) {
    found.push(`It is valid for ${Math.ceil(days)} days; Apple's systems refuse a server's after ${maxValidityDays}.`);
  }
  const stars = hosts.flatMap((name) => (name.type === 'dns' && isDeadWildcard(name.text) ? [name.text] : []));
  if (stars.length > 0) {
    found.push(`The wildcard ${stars[0]} matches no host: a * is the whole first label, with two labels after it.`);
  }
  if (parsed.subject.length === 0 && !parsed.critical.has('2.5.29.17')) {
    found.push(
      'Its subject is empty, and its alternative names are not critical: OpenSSL in strict mode refuses that.',
    );
  }
  if (parsed.authorityKeyIdentifier === undefined && !view.selfIssued) {
    found.push('It has no authority key identifier, without which Python 3.13 and OpenSSL in strict mode refuse it.');
  }
  return found;
}

const isDeadWildcard = (text: string) => text.includes('*') && !/^\*(\.[^.*]+){2,}$/.test(text);

function authorityWeaknesses(parsed: ParsedCertificate): string[] {
  const strict = 'Python 3.13 and OpenSSL in strict mode refuse it';
  const found: string[] = [];
  if (!parsed.critical.has('2.5.29.19')) found.push(`Its basic constraints are not critical, so ${strict}.`);
  if (parsed.keyUsages === undefined) found.push(`It has no key usage, so ${strict}.`);
  else if (!parsed.keyUsages.includes('keyCertSign')) found.push('Its key usage does not let it sign certificates.');
  if (parsed.subjectKeyIdentifier === undefined) found.push(`It has no subject key identifier, so ${strict}.`);
  if (parsed.nameConstraints !== undefined && !parsed.critical.has('2.5.29.30')) {
    found.push('Its name constraints are not critical, so a client that does not know them accepts any name.');
  }
  return found;
}
