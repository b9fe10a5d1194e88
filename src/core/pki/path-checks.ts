import type { EdgeCheck } from '../../ipc/chain-schemas';
import type { ParsedCertificate } from './parsed-certificate';
import { isSelfIssued, namesInPath, type PathMemory } from './path-memory';
import type { PathProblemCode } from './path-problem';

export interface EdgeContext {
  now: Date;
  /** How many authorities that are not self-issued stand below this issuer: 0 when the child is the end of the path. */
  depth: number;
}

/** One edge of a path, for a check: the issuer, and everything that stands below it, the leaf first. */
export interface Edge extends EdgeContext {
  child: ParsedCertificate;
  issuer: ParsedCertificate;
  below: readonly ParsedCertificate[];
  memory: PathMemory;
}

export interface EdgeAnswer {
  check: EdgeCheck;
  /** What kind of fault, and whose: the position in `below`, or the issuer. Absent where a check of one certificate tells it. */
  fault?: { code: PathProblemCode; at: number | 'issuer' };
}

type Check = (edge: Edge) => EdgeAnswer;

function answer(
  id: EdgeCheck['id'],
  section: string,
  good: string,
  wrong: { message: string; fault?: EdgeAnswer['fault'] } | undefined,
): EdgeAnswer {
  const source = `RFC 5280 section ${section}`;
  if (wrong === undefined) return { check: { id, ok: true, message: good, source } };
  const check = { id, ok: false, message: wrong.message, source };
  return wrong.fault === undefined ? { check } : { check, fault: wrong.fault };
}

const issuerFault = (code: PathProblemCode, message: string) => ({ message, fault: { code, at: 'issuer' as const } });

const signature: Check = ({ child, issuer, below, memory }) => {
  const verdict = memory.signature(child, issuer);
  const fault = { code: verdict.code ?? 'signature', at: below.length - 1 };
  return answer(
    'signature',
    '6.1.3 (a)(1)',
    'signature checked',
    verdict.ok ? undefined : { message: verdict.message, fault },
  );
};

const issuerName: Check = ({ child, issuer, below }) => {
  const same = namesInPath(child).issuer === namesInPath(issuer).subject;
  const message = 'The certificate names another issuer than this one.';
  const fault = { code: 'issuer-name' as const, at: below.length - 1 };
  return answer('issuer-name', '6.1.3 (a)(4)', "the issuer's name matches", same ? undefined : { message, fault });
};

/**
 * Hints for finding the issuer, and no part of validation: Chromium, Firefox and Go pass over a difference when the signature
 * fits. OpenSSL takes such an issuer for another one.
 */
const keyIdentifiers: Check = ({ child, issuer }) => {
  const wanted = child.authorityKeyIdentifier;
  const given = issuer.subjectKeyIdentifier;
  const compared = wanted !== undefined && given !== undefined;
  const same = compared && wanted.equals(given);
  const differs = 'key identifiers differ: only a hint, but OpenSSL refuses the chain for it';
  const good = same ? 'key identifiers match' : compared ? differs : 'no key identifiers to compare';
  return answer('key-identifiers', '4.2.1.1', good, undefined);
};

const validity: Check = ({ child, issuer, now }) => {
  const problem = validityProblem(child, 'The certificate', now) ?? validityProblem(issuer, 'Its issuer', now);
  return answer('validity', '6.1.3 (a)(2)', 'both are valid now', problem);
};

/** Why a certificate is not valid at that moment. The last second is part of the validity (RFC 5280 section 4.1.2.5). */
export function validityProblem(
  { notBefore, notAfter }: ParsedCertificate,
  who: string,
  now: Date,
): { code: PathProblemCode; message: string } | undefined {
  const day = (date: Date) => date.toISOString().replace(/T.*/, '');
  if (notBefore.getTime() > notAfter.getTime()) {
    return { code: 'expired', message: `${who} is never valid: it ends before it begins.` };
  }
  if (now.getTime() < notBefore.getTime()) {
    return { code: 'not-yet-valid', message: `${who} is not valid before ${day(notBefore)}.` };
  }
  // The last second lasts a thousand milliseconds.
  if (now.getTime() >= notAfter.getTime() + 1000) {
    return { code: 'expired', message: `${who} expired on ${day(notAfter)}.` };
  }
  return undefined;
}

const basicConstraints: Check = ({ issuer }) => {
  const good = issuer.basicConstraints?.authority === true;
  const message = 'The issuer is not a certificate authority, so it may not sign certificates.';
  return answer(
    'basic-constraints',
    '6.1.4 (k)',
    'the issuer is a certificate authority',
    good ? undefined : issuerFault('basic-constraints', message),
  );
};

const pathLength: Check = ({ issuer, depth }) => {
  const limit = issuer.basicConstraints?.pathLength;
  const message = `The issuer allows ${limit} authorities below it; the chain has ${depth}.`;
  return answer(
    'path-length',
    '6.1.4 (l) and (m)',
    limit === undefined ? 'no limit on the length of the chain' : 'the chain is short enough',
    limit === undefined || depth <= limit ? undefined : issuerFault('path-length', message),
  );
};

const keyUsage: Check = ({ issuer }) => {
  const { keyUsages } = issuer;
  const message = "The issuer's key may not sign certificates: its key usage leaves that out.";
  return answer(
    'key-usage',
    '6.1.4 (n)',
    keyUsages === undefined ? 'no limit on the use of its key' : 'its key may sign certificates',
    keyUsages === undefined || keyUsages.includes('keyCertSign') ? undefined : issuerFault('key-usage', message),
  );
};

/** Self-issued authorities are exempt, the end of the path is not: sections 6.1.3 (b) and (c). */
const nameConstraints: Check = ({ issuer, below, memory }) => {
  const limited = issuer.nameConstraints !== undefined;
  const good = limited ? "names are inside the issuer's limits" : 'the issuer has no limits on names';
  for (const [at, each] of below.entries()) {
    if (!limited || (at > 0 && isSelfIssued(each))) continue;
    const problem = memory.nameConstraints(each, issuer, at === 0);
    if (problem === undefined) continue;
    const { code, message } = problem;
    return answer('name-constraints', '4.2.1.10', good, { message, fault: { code, at } });
  }
  return answer('name-constraints', '4.2.1.10', good, undefined);
};

/** The rules of RFC 5280 section 6 for one edge. Each gives its answer, also after another failed, so that all is seen. */
export const edgeChecks: readonly Check[] = [
  signature,
  issuerName,
  keyIdentifiers,
  validity,
  basicConstraints,
  pathLength,
  keyUsage,
  nameConstraints,
];
