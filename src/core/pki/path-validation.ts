import type { EdgeCheck } from '../../ipc/schemas';
import type { CertificateView } from './certificate-view';
import { canonicalName, sameName } from './distinguished-name';
import { nameConstraintProblem } from './name-constraints';
import { type ParsedCertificate, parseCertificate } from './parsed-certificate';
import { verifySignature } from './signature';

export interface EdgeContext {
  now: Date;
  /** How many authorities that are not self-issued stand below this issuer: 0 when the child is the end of the path. */
  depth: number;
}

export interface ChainProblem {
  /** Position in the chain, 0 for the leaf. */
  index: number;
  message: string;
  source: string;
}

export interface ChainVerdict {
  ok: boolean;
  /** One list of checks an edge, the leaf's first; one less than there are certificates, and one for a root's own signature. */
  edges: EdgeCheck[][];
  /** What is wrong with a certificate by itself, and not with the edge above it. */
  problems: ChainProblem[];
}

type Check = (child: ParsedCertificate, issuer: ParsedCertificate, context: EdgeContext) => EdgeCheck;

/**
 * The rules of RFC 5280 section 6 for one certificate and its issuer. Each rule gives its answer, also after another failed,
 * so that a person sees all that is wrong. The issuer's name constraints are held against the child; `validateChain` holds
 * them against everything below.
 */
export function checkEdge(child: CertificateView, issuer: CertificateView, context: EdgeContext): EdgeCheck[] {
  const below = parseCertificate(child.der);
  const above = parseCertificate(issuer.der);
  return checks.map((check) => check(below, above, context));
}

/**
 * Validates a chain from the leaf up to a trusted root, which comes last. As OpenSSL and browsers do, and RFC 5937 section 3.2
 * describes, the root's own validity, path length and name constraints count too. An empty chain is not valid.
 */
export function validateChain(chain: readonly CertificateView[], { now }: { now: Date }): ChainVerdict {
  const parsed = chain.map(({ der }) => parseCertificate(der));
  const edges = parsed.slice(0, -1).map((child, index) => {
    const issuer = parsed[index + 1] as ParsedCertificate;
    const below = parsed.slice(0, index + 1);
    const depth = below.slice(1).filter((each) => !isSelfIssued(each)).length;
    const edge = checks.map((check) => check(child, issuer, { now, depth }));
    return edge.map((check) => (check.id === 'name-constraints' ? constraintsOnAll(below, issuer) : check));
  });
  const problems = parsed.flatMap((certificate, index) => ownProblems(certificate, index, parsed.length, now));
  const ok = chain.length > 0 && problems.length === 0 && edges.flat().every((check) => check.ok);
  return { ok, edges, problems };
}

const isSelfIssued = ({ asn }: ParsedCertificate) =>
  sameName(canonicalName(asn.tbsCertificate.subject), canonicalName(asn.tbsCertificate.issuer));

function answer(id: EdgeCheck['id'], source: string, ok: boolean, good: string, wrong: string): EdgeCheck {
  return { id, ok, message: ok ? good : wrong, source: `RFC 5280 section ${source}` };
}

const signature: Check = (child, issuer) => {
  const verdict = verifySignature(child, issuer.spki);
  return answer('signature', '6.1.3 (a)(1)', verdict.ok, 'signature checked', verdict.message);
};

const issuerName: Check = (child, issuer) => {
  const same = sameName(
    canonicalName(child.asn.tbsCertificate.issuer),
    canonicalName(issuer.asn.tbsCertificate.subject),
  );
  return answer(
    'issuer-name',
    '6.1.3 (a)(4)',
    same,
    "the issuer's name matches",
    'The certificate names another issuer than this one.',
  );
};

const keyIdentifiers: Check = (child, issuer) => {
  const wanted = child.authorityKeyIdentifier;
  const given = issuer.subjectKeyIdentifier;
  // Both are hints for finding the issuer; one that is missing proves nothing wrong.
  const same = wanted === undefined || given === undefined || wanted.equals(given);
  return answer(
    'key-identifiers',
    '4.2.1.1',
    same,
    wanted !== undefined && given !== undefined ? 'key identifiers match' : 'no key identifiers to compare',
    'The certificate was signed with another key of this issuer: the key identifiers differ.',
  );
};

const validity: Check = (child, issuer, { now }) => {
  const problem = validityProblem(child, 'The certificate', now) ?? validityProblem(issuer, 'Its issuer', now);
  return answer('validity', '6.1.3 (a)(2)', problem === undefined, 'both are valid now', problem ?? '');
};

function validityProblem({ notBefore, notAfter }: ParsedCertificate, who: string, now: Date): string | undefined {
  const day = (date: Date) => date.toISOString().slice(0, 10);
  if (now.getTime() < notBefore.getTime()) return `${who} is not valid before ${day(notBefore)}.`;
  // The last second is part of the validity (section 4.1.2.5), and it lasts a thousand milliseconds.
  if (now.getTime() >= notAfter.getTime() + 1000) return `${who} expired on ${day(notAfter)}.`;
  return undefined;
}

const basicConstraints: Check = (_child, issuer) =>
  answer(
    'basic-constraints',
    '6.1.4 (k)',
    issuer.basicConstraints?.authority === true,
    'the issuer is a certificate authority',
    'The issuer is not a certificate authority, so it may not sign certificates.',
  );

const pathLength: Check = (_child, issuer, { depth }) => {
  const limit = issuer.basicConstraints?.pathLength;
  return answer(
    'path-length',
    '6.1.4 (l) and (m)',
    limit === undefined || depth <= limit,
    limit === undefined ? 'no limit on the length of the chain' : 'the chain is short enough',
    `The issuer allows ${limit} authorities below it; the chain has ${depth}.`,
  );
};

const keyUsage: Check = (_child, issuer) =>
  answer(
    'key-usage',
    '6.1.4 (n)',
    issuer.keyUsages === undefined || issuer.keyUsages.includes('keyCertSign'),
    issuer.keyUsages === undefined ? 'no limit on the use of its key' : 'its key may sign certificates',
    "The issuer's key may not sign certificates: its key usage leaves that out.",
  );

const nameConstraints: Check = (child, issuer) => constraintsOnAll([child], issuer);

/** Self-issued authorities are exempt, the end of the path is not: sections 6.1.3 (b) and (c). */
function constraintsOnAll(
  below: readonly ParsedCertificate[],
  { nameConstraints: subtrees }: ParsedCertificate,
): EdgeCheck {
  const judged = below.filter((each, index) => index === 0 || !isSelfIssued(each));
  const problem =
    subtrees === undefined
      ? undefined
      : judged.map((each) => nameConstraintProblem(each, subtrees)).find((each) => each !== undefined);
  const good = subtrees === undefined ? 'the issuer has no limits on names' : "names are inside the issuer's limits";
  return answer('name-constraints', '4.2.1.10', problem === undefined, good, problem ?? '');
}

const checks: Check[] = [
  signature,
  issuerName,
  keyIdentifiers,
  validity,
  basicConstraints,
  pathLength,
  keyUsage,
  nameConstraints,
];

function ownProblems(certificate: ParsedCertificate, index: number, length: number, now: Date): ChainProblem[] {
  const found = certificate.unknownCritical.map((oid) => ({
    index,
    message: `It has a critical extension that cannot be checked here: ${oid}.`,
    source: index === 0 ? 'RFC 5280 section 6.1.5 (f)' : 'RFC 5280 section 6.1.4 (o)',
  }));
  // Alone in a chain, a certificate has no edge that its validity is checked on.
  const alone = length === 1 ? validityProblem(certificate, 'The certificate', now) : undefined;
  return alone === undefined ? found : [...found, { index, message: alone, source: 'RFC 5280 section 6.1.3 (a)(2)' }];
}
