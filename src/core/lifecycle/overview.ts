import type { Counts, Overview } from '../../ipc/overview-schemas';
import type { Authority, Certificate, Problem, ProveReport, Store } from '../../ipc/schemas';
import { willEnd } from './standing';

export interface OverviewFacts {
  authority: Authority | undefined;
  certificates: readonly Certificate[];
  stores: readonly Store[];
  proof: ProveReport | null;
  /** What is watched and did not come from here; absent when nothing is watched. */
  watched?: Counts['unmanaged'];
}

/** How many certificates "expires next" names. */
const nextCount = 10;

/** Is this machine ready, what is to be fixed, and what expires next? A pure function of what is known. */
export function overviewOf({ authority, certificates, stores: all, proof, watched }: OverviewFacts): Overview {
  const stores = all.filter(isExpected);
  const counts = countsOf(certificates, watched);
  const next = soonest(certificates.filter(willEnd), nextCount);
  if (authority === undefined) {
    return {
      readiness: 'not-set-up',
      headline: 'This machine has no root certificate yet',
      detail: 'Set-up makes one, installs it and proves it. It takes one click.',
      problems: [],
      counts,
      next,
    };
  }
  const problems = [...authority.problems, ...storeProblems(stores), ...proofProblems(proof)];
  const trusted = stores.filter((store) => store.state === 'trusted').length;
  const headline =
    stores.length === 0
      ? 'No trust store was found on this machine'
      : trusted === stores.length
        ? `This machine trusts your certificates in ${placesOf(trusted)}`
        : `This machine trusts your certificates in ${trusted} of ${placesOf(stores.length)}`;
  return {
    readiness: problems.length === 0 && trusted > 0 ? 'ready' : 'attention',
    headline,
    detail: detailOf(problems, proof),
    problems,
    counts,
    next,
  };
}

/** How many certificates stand how; one pass, since there may be ten thousand. */
export function countsOf(certificates: readonly Certificate[], watched?: Counts['unmanaged']): Counts {
  const found = new Map<string, number>();
  for (const { status, replacedBy } of certificates) {
    // One that was renewed is nobody's worry any more.
    if (replacedBy === undefined) found.set(status, (found.get(status) ?? 0) + 1);
  }
  const count = (status: Certificate['status']) => found.get(status) ?? 0;
  return {
    healthy: count('healthy'),
    expiring: count('expiring'),
    expired: count('expired'),
    broken: count('broken'),
    notYetValid: count('not-yet-valid'),
    revoked: count('revoked'),
    ...(watched === undefined ? {} : { unmanaged: watched }),
  };
}

/** The `count` that end first, in order. */
function soonest(certificates: readonly Certificate[], count: number): Certificate[] {
  return certificates
    .map((certificate) => ({ certificate, end: Date.parse(certificate.notAfter) }))
    .sort((one, other) => one.end - other.end)
    .slice(0, count)
    .map(({ certificate }) => certificate);
}

/** A store that another one fills says nothing of its own, and one that is changed only by name is not missed. */
const isExpected = ({ follows, optional, state }: Store) =>
  follows === undefined && (optional !== true || state === 'trusted');

const placesOf = (count: number) => (count === 1 ? '1 place' : `${count} places`);

function storeProblems(stores: readonly Store[]): Problem[] {
  return stores
    .filter((store) => store.state !== 'trusted')
    .map((store) => ({
      code: `store-${store.state}`,
      message: store.message ?? `${store.label} does not know the root.`,
      ...(store.hint === undefined ? {} : { hint: store.hint }),
      remedy:
        store.state === 'absent' || store.state === 'present' ? ('install-trust' as const) : ('open-trust' as const),
    }));
}

function proofProblems(proof: ProveReport | null): Problem[] {
  if (proof === null || proof.passed) return [];
  return (
    proof.proofs
      // A client with roots of its own is a matter of its recipe.
      .filter(({ id, result }) => result === 'failed' && !id.startsWith('client:'))
      .map((each) => ({
        code: 'proof-failed',
        message: `${each.label}: ${each.message}`,
        remedy: 'open-trust' as const,
      }))
  );
}

function detailOf(problems: readonly Problem[], proof: ProveReport | null): string {
  if (problems.length > 0)
    return problems.length === 1 ? 'One thing needs your attention.' : `${problems.length} things need your attention.`;
  if (proof === null) return 'Not checked with a real connection yet.';
  const passed = proof.proofs.filter((each) => each.result === 'passed').length;
  return `Checked with ${passed === 1 ? 'a real connection' : `${passed} real connections`}.`;
}
