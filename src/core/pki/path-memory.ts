import { canonicalName } from './distinguished-name';
import { type NameConstraintProblem, nameConstraintProblem } from './name-constraints';
import type { ParsedCertificate } from './parsed-certificate';
import type { PathProblemCode } from './path-problem';
import { type SignatureVerdict, verifySignature } from './signature';

export interface EdgeSignature extends Omit<SignatureVerdict, 'code'> {
  code?: PathProblemCode;
}

/** Signatures that one verdict checks: at a millisecond each, the slowest kind stays well below a second. */
const signatureLimit = 256;
/** Comparisons of names and limits in one verdict, over all paths. */
const comparisonLimit = 2 ** 22;

/**
 * What was found out about pairs of certificates while one verdict was made, so that many paths through the same pair cost
 * its signature once; and the bounds on the work, which a hostile set of certificates would drive up.
 */
export class PathMemory {
  private readonly signatures = new Map<ParsedCertificate, Map<ParsedCertificate, EdgeSignature>>();
  private readonly constraints = new Map<
    ParsedCertificate,
    Map<ParsedCertificate, NameConstraintProblem | undefined>
  >();
  private signaturesLeft = signatureLimit;
  private comparisonsLeft = comparisonLimit;

  signature(child: ParsedCertificate, issuer: ParsedCertificate): EdgeSignature {
    return remembered(this.signatures, child, issuer, () => {
      this.signaturesLeft -= 1;
      if (this.signaturesLeft >= 0) return verifySignature(child, issuer.spki);
      return { ok: false, code: 'too-complex', message: 'Its signature was not checked: there are too many to check.' };
    });
  }

  /** `leaf` says that the child is the end of the path, which it is on every path or on none. */
  nameConstraints(
    child: ParsedCertificate,
    issuer: ParsedCertificate,
    leaf: boolean,
  ): NameConstraintProblem | undefined {
    const subtrees = issuer.nameConstraints;
    if (subtrees === undefined) return undefined;
    return remembered(this.constraints, child, issuer, () => {
      this.comparisonsLeft -=
        (child.alternativeNames.length + 1) * (subtrees.permitted.length + subtrees.excluded.length);
      if (this.comparisonsLeft >= 0) return nameConstraintProblem(child, subtrees, { leaf });
      return { code: 'too-complex', message: 'Its names were not all compared with the limits: they are too many.' };
    });
  }
}

function remembered<T>(
  memory: Map<ParsedCertificate, Map<ParsedCertificate, T>>,
  child: ParsedCertificate,
  issuer: ParsedCertificate,
  find: () => T,
): T {
  const known = memory.get(child) ?? new Map<ParsedCertificate, T>();
  memory.set(child, known);
  if (known.has(issuer)) return known.get(issuer) as T;
  const found = find();
  known.set(issuer, found);
  return found;
}

const names = new WeakMap<ParsedCertificate, { subject: string; issuer: string }>();

/** Subject and issuer as texts that are equal when the names are (RFC 5280 section 7.1). */
export function namesInPath(certificate: ParsedCertificate): { subject: string; issuer: string } {
  const known = names.get(certificate);
  if (known !== undefined) return known;
  const { subject, issuer } = certificate;
  const found = {
    subject: JSON.stringify(canonicalName(subject)),
    issuer: JSON.stringify(canonicalName(issuer)),
  };
  names.set(certificate, found);
  return found;
}

export function isSelfIssued(certificate: ParsedCertificate): boolean {
  const { subject, issuer } = namesInPath(certificate);
  return subject === issuer;
}
