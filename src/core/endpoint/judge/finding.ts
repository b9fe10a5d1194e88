import type { Cure, InspectFinding, InspectFindingCode, InspectFindingKind } from '../../../ipc/inspect-schemas';
import { findingRules, sourceOf } from './finding-rules';

type Severity = InspectFinding['severity'];

export interface FindingMore {
  cures?: readonly (Cure | undefined)[];
  /** Position in the chain. */
  certificate?: number | undefined;
  /** The rule of the very case, where it is another one than usual. */
  source?: string | undefined;
  rule?: string | undefined;
}

/** A finding with the rule that stands behind its code. */
export function finding(
  code: InspectFindingCode,
  severity: Severity,
  message: string,
  { cures = [], certificate, source, rule }: FindingMore = {},
): InspectFinding {
  const known = findingRules[code];
  return {
    code,
    kind: known.kind,
    severity,
    title: known.title,
    message,
    rule: rule ?? known.rule,
    source: source === undefined ? sourceOf(known.source, known.url) : sourceOf(source),
    ...(certificate === undefined ? {} : { certificate }),
    cures: cures.filter((each) => each !== undefined),
  };
}

/**
 * What `sealwax inspect` exits with when a finding of this kind is the worst: one number a kind, for scripts. Below 10 are the exit
 * codes of every command. In this order the first kind that is there decides.
 */
export const kindExitCodes: Record<InspectFindingKind, number> = {
  connection: 10,
  'not-tls': 11,
  dates: 12,
  name: 13,
  chain: 14,
  trust: 15,
  strength: 16,
  usage: 17,
  protocol: 18,
  stale: 19,
};

/** 0 when no finding counts; those of severity "bad" do, with `strict` those of "warn" too. */
export function exitCodeFor(findings: readonly InspectFinding[], strict = false): number {
  const codes = findings.flatMap(({ severity, kind }) =>
    severity === 'bad' || (strict && severity === 'warn') ? [kindExitCodes[kind]] : [],
  );
  return codes.length === 0 ? 0 : Math.min(...codes);
}

const ranks: Record<Severity, number> = { bad: 0, warn: 1, info: 2 };

/** The worst first; within one severity by kind. */
export function sorted(findings: readonly InspectFinding[]): InspectFinding[] {
  return [...findings].sort(
    (one, other) => ranks[one.severity] - ranks[other.severity] || kindExitCodes[one.kind] - kindExitCodes[other.kind],
  );
}
