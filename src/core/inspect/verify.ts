import type { ChainNode } from '../../ipc/chain-schemas';
import type { VerifyReport } from '../../ipc/view-schemas';
import type { CertificateView } from '../pki/certificate-view';
import { type BuiltPath, buildPaths, type PathRequest } from '../pki/path-building';
import type { RevokedLookup } from '../revocation/revocation-store';
import { chainNode, nameOfView } from './chain-node';

/**
 * The verdict of path validation (RFC 5280 section 6) for one certificate, as the window and `sealwax verify` show it: the
 * best path first, each problem with its code (`PathProblemCode`). Asks no server: of revocation, what the authorities of this
 * machine have revoked is known (`revoked`), and nothing else.
 */
export function verifyCertificate(request: PathRequest, revoked?: RevokedLookup): VerifyReport {
  const paths = buildPaths(request)
    .map((path) => withRevoked(path, revoked))
    .sort((one, other) => Number(other.ok) - Number(one.ok));
  const [best] = paths;
  return {
    ok: best?.ok ?? false,
    message: best === undefined ? 'There is nothing to verify.' : sentence(request, best),
    at: request.now.toISOString(),
    paths: paths.map((path) => ({
      ok: path.ok,
      trusted: path.trusted,
      chain: chainNodes(path),
      problems: path.problems,
    })),
  };
}

/** A path with a revoked certificate in it is not good; another one may be. */
function withRevoked(path: BuiltPath, revoked: RevokedLookup | undefined): BuiltPath {
  const problems = path.chain.flatMap((view, index): BuiltPath['problems'] => {
    const entry = revoked?.inChain(view.serial, view.fingerprint256, path.chain[index + 1]?.fingerprint256);
    if (entry === undefined) return [];
    const message = `${nameOfView(view)} was revoked on ${entry.at.slice(0, 10)} (${entry.reason}).`;
    return [{ index, code: 'revoked', message, source: 'RFC 5280 section 6.1.3 (a)(3)' }];
  });
  return problems.length === 0 ? path : { ...path, ok: false, problems: [...problems, ...path.problems] };
}

/** A path as the cards of the chain viewer, from the leaf up; each card has the checks of the edge above it. */
export function chainNodes({ chain, trusted, edges }: BuiltPath): ChainNode[] {
  return chain.map((view, index) => chainNode(view, kindOf(view, index, chain.length, trusted), edges[index] ?? []));
}

function kindOf(view: CertificateView, index: number, length: number, trusted: boolean): ChainNode['kind'] {
  const last = index === length - 1;
  if (last && view.selfIssued && (view.isAuthority || (trusted && index > 0))) return 'root';
  if (index === 0) return view.isAuthority ? 'intermediate' : 'leaf';
  return 'intermediate';
}

function sentence({ name }: PathRequest, { chain, problems }: BuiltPath): string {
  const [first, ...others] = problems;
  const leaf = chain[0];
  const top = chain[chain.length - 1];
  if (first !== undefined) {
    const who = chain[first.index];
    const where = first.index === 0 || who === undefined ? '' : `In the chain, at ${nameOfView(who)}: `;
    const more = others.length === 0 ? '' : ` (${others.length} more below.)`;
    return `${where}${first.message}${more}`;
  }
  if (leaf === undefined || top === undefined) return 'There is nothing to verify.';
  const forName = name === undefined ? '' : ` for ${name}`;
  if (chain.length === 1) return `${nameOfView(leaf)} is valid${forName}: it is itself a trusted root.`;
  return `${nameOfView(leaf)} is valid${forName}: its chain leads to the trusted root ${nameOfView(top)}.`;
}
