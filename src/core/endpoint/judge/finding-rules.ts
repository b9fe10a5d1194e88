import type { InspectFinding, InspectFindingCode } from '../../../ipc/inspect-schemas';

/** What stands behind a finding, the same wherever it is met. */
export interface FindingRule extends Pick<InspectFinding, 'kind' | 'title' | 'rule'> {
  source: string;
  /** Where it can be read, for a source that is no RFC. */
  url?: string;
}

const reach = { kind: 'connection', source: 'RFC 9293 section 3' } as const;
const noTls = { kind: 'not-tls', source: 'RFC 8446 section 5' } as const;
const opened = 'A connection must come about before TLS can begin.';
const cabUrl = 'https://cabforum.org/working-groups/server/baseline-requirements/documents/';

/** Kind, name, rule and its source for each code. A source that begins with "RFC" gets its address from its number and section. */
export const findingRules: Record<InspectFindingCode, FindingRule> = {
  unresolved: {
    ...reach,
    title: 'No such name',
    rule: 'A name must lead to an address.',
    source: 'RFC 1034 section 3.1',
  },
  refused: { ...reach, title: 'Nothing listens', rule: opened },
  'no-route': { ...reach, title: 'Not reachable', rule: opened },
  'timed-out': { ...reach, title: 'No answer', rule: opened },
  stalled: { ...reach, title: 'It stalls', rule: 'A handshake must come to an end.' },
  reset: {
    ...reach,
    title: 'It hangs up',
    rule: 'A server that refuses says why by an alert.',
    source: 'RFC 8446 section 6.2',
  },
  'not-tls': { ...noTls, title: 'No TLS', rule: 'TLS begins with records of its own.' },
  'plain-http': {
    ...{ kind: 'not-tls', title: 'Plain HTTP', rule: 'https begins with TLS.', source: 'RFC 9110 section 4.2.2' },
  },
  'no-starttls': {
    ...noTls,
    title: 'TLS is not begun',
    rule: 'Clients must not go on in the clear.',
    source: 'RFC 8314 section 3',
  },
  garbage: {
    ...noTls,
    title: 'Broken TLS',
    rule: 'What is no right record or message ends the connection.',
    source: 'RFC 8446 section 6.2',
  },
  'too-much': {
    ...noTls,
    title: 'Endless data',
    rule: 'Clients set limits to what they read.',
    source: 'RFC 8446 appendix C.3',
  },
  'tls-refused': {
    ...noTls,
    title: 'Handshake refused',
    rule: 'Both sides need a version and a cipher suite in common.',
    source: 'RFC 8446 section 4.1.1',
  },
  'no-certificate': {
    ...noTls,
    title: 'No certificate',
    rule: 'A server shows a certificate.',
    source: 'RFC 8446 section 4.4.2',
  },
  expired: {
    kind: 'dates',
    title: 'It expired',
    rule: 'A certificate counts only until its last second.',
    source: 'RFC 5280 section 6.1.3',
  },
  'not-yet-valid': {
    kind: 'dates',
    title: 'It is not valid yet',
    rule: 'A certificate counts only from its first second on.',
    source: 'RFC 5280 section 6.1.3',
  },
  expiring: {
    kind: 'dates',
    title: 'It ends soon',
    rule: 'A certificate counts only until its last second.',
    source: 'RFC 5280 section 4.1.2.5',
  },
  'wrong-name': {
    kind: 'name',
    title: 'Another name',
    rule: 'The name that was asked for must stand in the certificate.',
    source: 'RFC 9525 section 6',
  },
  'no-names': {
    kind: 'name',
    title: 'No name',
    rule: 'Clients look at the alternative names alone, not at the common name.',
    source: 'RFC 9525 section 2',
  },
  'name-not-served': {
    kind: 'name',
    title: 'A name that it does not serve',
    rule: 'A server that does not know the name says so.',
    source: 'RFC 6066 section 3',
  },
  'missing-intermediate': {
    kind: 'chain',
    title: 'An intermediate is missing',
    rule: 'The server sends every certificate up to the root.',
    source: 'RFC 8446 section 4.4.2',
  },
  'wrong-order': {
    kind: 'chain',
    title: 'Wrong order',
    rule: 'Each certificate should be signed by the one that follows it.',
    source: 'RFC 8446 section 4.4.2',
  },
  'extra-certificates': {
    kind: 'chain',
    title: 'More than the chain',
    rule: 'Only the certificates of the chain belong there.',
    source: 'RFC 8446 section 4.4.2',
  },
  'root-sent': {
    kind: 'chain',
    title: 'The root is sent too',
    rule: 'The root may be left out: clients have it, or do not trust it.',
    source: 'RFC 8446 section 4.4.2',
  },
  'too-many-certificates': {
    ...{ kind: 'chain', title: 'Too many certificates', rule: 'Clients read ten intermediates or so.' },
    ...{ source: 'OpenSSL, SSL_CTX_set_verify_depth(3)', url: 'https://docs.openssl.org/3.0/man3/SSL_CTX_set_verify/' },
  },
  'chain-broken': {
    kind: 'chain',
    title: 'The chain does not hold',
    rule: 'Every edge of the path must be right.',
    source: 'RFC 5280 section 6.1',
  },
  'large-certificate': {
    ...{ kind: 'chain', title: 'Large certificates', rule: 'OpenSSL reads 100 KiB of certificates by default.' },
    ...{
      source: 'OpenSSL, SSL_CTX_set_max_cert_list(3)',
      url: 'https://docs.openssl.org/3.0/man3/SSL_CTX_set_max_cert_list/',
    },
  },
  'unreadable-certificate': {
    kind: 'chain',
    title: 'A certificate that cannot be read',
    rule: 'A certificate is DER of one form.',
    source: 'RFC 5280 section 4.1',
  },
  'self-signed': {
    kind: 'trust',
    title: 'Signed by itself',
    rule: 'A path must end in a root that the client trusts.',
    source: 'RFC 5280 section 6.1.1',
  },
  'unknown-root': {
    kind: 'trust',
    title: 'Unknown root',
    rule: 'A path must end in a root that the client trusts.',
    source: 'RFC 5280 section 6.1.1',
  },
  'root-not-trusted': {
    kind: 'trust',
    title: 'Your root is not trusted here',
    rule: 'A path must end in a root that the client trusts.',
    source: 'RFC 5280 section 6.1.1',
  },
  revoked: {
    kind: 'trust',
    title: 'It was revoked',
    rule: 'A revoked certificate is not to be relied on.',
    source: 'RFC 5280 section 6.1.3',
  },
  'weak-key': {
    ...{ kind: 'strength', title: 'Weak key', rule: 'A key needs 112 bits of strength: RSA 2,048, or a curve of 224.' },
    ...{ source: 'NIST SP 800-57 part 1 table 2', url: 'https://doi.org/10.6028/NIST.SP.800-57pt1r5' },
  },
  'weak-signature': {
    kind: 'strength',
    title: 'Weak signature',
    rule: 'Signatures on MD5 and SHA-1 can be forged.',
    source: 'RFC 9155 section 2',
  },
  'outside-constraint': {
    kind: 'usage',
    title: 'Outside the limits',
    rule: 'Names must lie inside the name constraints of each authority above.',
    source: 'RFC 5280 section 4.2.1.10',
  },
  'bad-usage': {
    kind: 'usage',
    title: 'Not for servers',
    rule: 'Key usage and extended key usage must allow what it is used for.',
    source: 'RFC 5280 section 4.2.1.12',
  },
  'lasts-too-long': {
    ...{
      kind: 'usage',
      title: 'It lasts too long',
      rule: 'Apple’s systems refuse certificates of servers that last longer than 825 days.',
    },
    ...{ source: 'Apple, requirements for trusted certificates', url: 'https://support.apple.com/103769' },
  },
  'old-protocol': {
    kind: 'protocol',
    title: 'Outdated version',
    rule: 'Versions before TLS 1.2 must not be used.',
    source: 'RFC 8996 section 4',
  },
  'no-modern-protocol': {
    kind: 'protocol',
    title: 'No version of today',
    rule: 'TLS 1.2 is the least, TLS 1.3 is preferred.',
    source: 'RFC 9325 section 3.1.1',
  },
  'weak-cipher': {
    kind: 'protocol',
    title: 'Weak cipher suites',
    rule: 'Suites without encryption, without authentication, or with less than 112 bits must not be used.',
    source: 'RFC 9325 section 4.1',
  },
  'no-forward-secrecy': {
    kind: 'protocol',
    title: 'No forward secrecy',
    rule: 'Suites with static RSA should not be used.',
    source: 'RFC 9325 section 4.1',
  },
  'weak-group': {
    kind: 'protocol',
    title: 'Weak key exchange',
    rule: 'A Diffie-Hellman group needs 2,048 bits, a curve 224.',
    source: 'RFC 9325 section 4.2',
  },
  'no-renegotiation-info': {
    kind: 'protocol',
    title: 'Insecure renegotiation',
    rule: 'A server of TLS 1.2 answers the extension that binds renegotiations.',
    source: 'RFC 5746 section 3.6',
  },
  'stale-staple': {
    kind: 'protocol',
    title: 'Out-of-date OCSP answer',
    rule: 'An answer counts until its next update.',
    source: 'RFC 6960 section 4.2.2.1',
  },
  'staple-missing': {
    kind: 'protocol',
    title: 'No OCSP answer',
    rule: 'A certificate that says “must staple” needs an answer with it.',
    source: 'RFC 7633 section 4.2.3',
  },
  'serves-old': {
    kind: 'stale',
    title: 'It serves the old one',
    rule: 'A renewed certificate works only once the server has it.',
    source: 'RFC 9325 section 7.5',
  },
  'serves-revoked': {
    kind: 'stale',
    title: 'It serves a revoked one',
    rule: 'A revoked certificate is not to be relied on.',
    source: 'RFC 5280 section 6.1.3',
  },
};

export const cabForum = (section: string) => ({
  text: `CA/Browser Forum Baseline Requirements ${section}`,
  url: cabUrl,
});

/** "RFC 5280 section 6.1.3 (a)(2)" as something to open. */
export function sourceOf(text: string, url?: string): InspectFinding['source'] {
  if (url !== undefined) return { text, url };
  const [, rfc, kind, place] = /^RFC (\d+)(?: (section|appendix) ([\dA-Z.]+\w))?/.exec(text) ?? [];
  if (rfc === undefined) return { text };
  const anchor = place === undefined ? '' : `#${kind === 'appendix' ? 'appendix' : 'section'}-${place}`;
  return { text, url: `https://www.rfc-editor.org/rfc/rfc${rfc}${anchor}` };
}
