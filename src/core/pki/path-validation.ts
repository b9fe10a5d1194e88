import type { EdgeCheck } from '../../ipc/chain-schemas';
import type { Purpose } from '../../ipc/schemas';
import type { CertificateView } from './certificate-view';
import { type ParsedCertificate, parsedOf } from './parsed-certificate';
import { type EdgeAnswer, type EdgeContext, edgeChecks, validityProblem } from './path-checks';
import { weakKey } from './path-key';
import { isSelfIssued, PathMemory } from './path-memory';
import { nameProblem } from './path-name';
import type { PathProblem } from './path-problem';
import { purposeProblems } from './path-purpose';

export interface ChainVerdict {
  ok: boolean;
  /** One list of checks an edge, the leaf's first; one less than there are certificates. */
  edges: EdgeCheck[][];
  /** Everything that is wrong, from the leaf up: failed checks of edges too. */
  problems: PathProblem[];
}

export interface ValidationOptions {
  now: Date;
  /** Host, IP address or e-mail address that the leaf has to be for. */
  name?: string | undefined;
  purpose?: Purpose | undefined;
  /** Shared by the paths of one verdict. */
  memory?: PathMemory;
}

/** Subject alternative names of a certificate that are looked at. */
const namesLimit = 10_000;

/**
 * The rules of RFC 5280 section 6 for one certificate and its issuer. The issuer's name constraints are held against the
 * child; `validateChain` holds them against everything below.
 */
export function checkEdge(child: CertificateView, issuer: CertificateView, context: EdgeContext): EdgeCheck[] {
  const below = parsedOf(child.der);
  return judgeEdge([below], parsedOf(issuer.der), context, new PathMemory()).map(({ check }) => check);
}

/**
 * Validates a chain from the leaf up to a trusted root, which comes last. As OpenSSL and browsers do, and RFC 5937 section 3.2
 * describes, the root's own validity, path length and name constraints count too; its own signature does not, since trust in
 * it comes from elsewhere. An empty chain is not valid.
 */
export function validateChain(chain: readonly CertificateView[], options: ValidationOptions): ChainVerdict {
  const { now, name, purpose, memory = new PathMemory() } = options;
  const parsed = chain.map(({ der }) => parsedOf(der));
  const answers = parsed.slice(1).map((issuer, index) => {
    const below = parsed.slice(0, index + 1);
    const depth = below.slice(1).filter((each) => !isSelfIssued(each)).length;
    return judgeEdge(below, issuer, { now, depth }, memory);
  });
  const [leaf] = parsed;
  const forName = leaf === undefined || name === undefined ? undefined : nameProblem(leaf, name);
  const problems = [
    ...parsed.flatMap((certificate, index) => ownProblems(certificate, index, now)),
    ...answers.flatMap((edge, index) => edge.flatMap((each) => edgeProblems(each, index + 1))),
    ...(purpose === undefined ? [] : purposeProblems(parsed, purpose)),
    ...(forName === undefined ? [] : [forName]),
  ];
  const edges = answers.map((edge) => edge.map(({ check }) => check));
  // Array.prototype.sort keeps the order of equals, so the list above is the order within one certificate.
  return {
    ok: leaf !== undefined && problems.length === 0,
    edges,
    problems: problems.sort((a, b) => a.index - b.index),
  };
}

function judgeEdge(
  below: readonly ParsedCertificate[],
  issuer: ParsedCertificate,
  context: EdgeContext,
  memory: PathMemory,
): EdgeAnswer[] {
  const child = below[below.length - 1] as ParsedCertificate;
  return edgeChecks.map((check) => check({ ...context, below, child, issuer, memory }));
}

function edgeProblems({ check, fault }: EdgeAnswer, issuer: number): PathProblem[] {
  if (check.ok || fault === undefined) return [];
  const { message, source } = check;
  return [{ index: fault.at === 'issuer' ? issuer : fault.at, code: fault.code, message, source }];
}

/** What is wrong with one certificate by itself, wherever it stands. */
function ownProblems(certificate: ParsedCertificate, index: number, now: Date): PathProblem[] {
  const problems: PathProblem[] = [];
  const add = (code: PathProblem['code'], message: string, section: string) =>
    problems.push({ index, code, message, source: `RFC 5280 section ${section}` });
  const time = validityProblem(certificate, 'The certificate', now);
  if (time !== undefined) add(time.code, time.message, '6.1.3 (a)(2)');
  for (const oid of certificate.unknownCritical) {
    const message = `It has a critical extension that cannot be checked here: ${oid}.`;
    add('unknown-critical', message, index === 0 ? '6.1.5 (f)' : '6.1.4 (o)');
  }
  for (const fault of certificate.faults) add('malformed', fault, '4.1');
  const count = certificate.alternativeNames.length;
  if (count > namesLimit) {
    add('too-many-names', `It has ${count} names; no more than ${namesLimit} are looked at.`, '4.2.1.6');
  }
  const weak = weakKey(certificate.spki);
  if (weak !== undefined) {
    problems.push({ index, code: 'weak-key', message: weak, source: 'NIST SP 800-57 part 1 table 2' });
  }
  return problems;
}
