import type { CertificateView } from './certificate-view';
import { type ParsedCertificate, parsedOf } from './parsed-certificate';
import { keyFactsOf } from './path-key';
import { isSelfIssued, namesInPath } from './path-memory';

/** One certificate that a path may go through. */
export interface Member {
  view: CertificateView;
  parsed: ParsedCertificate;
  /** It is one of the roots, and signed by itself. */
  anchor: boolean;
  selfSigned: boolean;
  /** Edges up to the nearest root as far as names tell; infinite when no chain of names leads to one. */
  distance: number;
}

/** All certificates that a path may go through, by name and by key identifier. */
export class PathPool {
  private readonly members = new Map<string, Member>();
  private readonly bySubject = new Map<string, Member[]>();
  private readonly byKeyIdentifier = new Map<string, Member[]>();

  constructor(roots: readonly CertificateView[], others: readonly CertificateView[]) {
    for (const view of roots) this.add(view, true);
    for (const view of others) this.add(view, false);
    this.measure();
  }

  /** The member of this certificate, or one that is outside the pool. */
  memberOf(view: CertificateView): Member {
    return this.members.get(view.fingerprint256) ?? memberFrom(view, false);
  }

  /** Those whose subject is the issuer that the certificate names. */
  issuersByName(child: ParsedCertificate): readonly Member[] {
    return this.bySubject.get(namesInPath(child).issuer) ?? [];
  }

  /** Those whose key identifier is the one that the certificate names for its issuer. */
  issuersByKey(child: ParsedCertificate): readonly Member[] {
    return this.byKeyIdentifier.get(child.authorityKeyIdentifier?.toString('hex') ?? '') ?? [];
  }

  private add(view: CertificateView, root: boolean): void {
    if (this.members.has(view.fingerprint256)) return;
    const member = memberFrom(view, root);
    this.members.set(view.fingerprint256, member);
    append(this.bySubject, namesInPath(member.parsed).subject, member);
    const identifier = member.parsed.subjectKeyIdentifier?.toString('hex');
    if (identifier !== undefined && identifier !== '') append(this.byKeyIdentifier, identifier, member);
  }

  /** Breadth first from the roots down, so that each certificate is visited once, whatever circles there are. */
  private measure(): void {
    const byIssuer = new Map<string, Member[]>();
    for (const member of this.members.values()) append(byIssuer, namesInPath(member.parsed).issuer, member);
    const queue = [...this.members.values()].filter(({ anchor }) => anchor);
    for (const member of queue) member.distance = 0;
    for (const above of queue) {
      const below = byIssuer.get(namesInPath(above.parsed).subject) ?? [];
      byIssuer.delete(namesInPath(above.parsed).subject);
      for (const member of below) {
        if (member.distance !== Number.POSITIVE_INFINITY) continue;
        member.distance = above.distance + 1;
        queue.push(member);
      }
    }
  }
}

function append(index: Map<string, Member[]>, key: string, member: Member): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [member]);
  else list.push(member);
}

function memberFrom(view: CertificateView, root: boolean): Member {
  const parsed = parsedOf(view.der);
  const selfSigned = isSelfSigned(parsed);
  return { view, parsed, selfSigned, anchor: root && selfSigned, distance: Number.POSITIVE_INFINITY };
}

/**
 * Whether a certificate names itself as its issuer, in name and in key; as OpenSSL tells it (EXFLAG_SS), without checking the
 * signature, which on a trusted root says nothing.
 */
function isSelfSigned(parsed: ParsedCertificate): boolean {
  const { authorityKeyIdentifier: above, subjectKeyIdentifier: own, signatureAlgorithm: made, spki } = parsed;
  if (!isSelfIssued(parsed) || (above !== undefined && own !== undefined && !above.equals(own))) return false;
  const { kind } = keyFactsOf(spki);
  const family = made.startsWith('RSA') ? 'rsa' : made.startsWith('ECDSA') ? 'ec' : kind;
  return kind === 'other' || family === kind;
}
