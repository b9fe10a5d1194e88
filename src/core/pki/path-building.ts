import type { EdgeCheck } from '../../ipc/chain-schemas';
import type { Purpose } from '../../ipc/schemas';
import type { CertificateView } from './certificate-view';
import { validityProblem } from './path-checks';
import { namesInPath, PathMemory } from './path-memory';
import { type Member, PathPool } from './path-pool';
import type { PathProblem } from './path-problem';
import { validateChain } from './path-validation';

export interface PathRequest {
  leaf: CertificateView;
  /** Certificates that may stand in between, in any order; whatever does not belong is passed over. */
  intermediates: CertificateView[];
  /** The trusted ones, in any order. One that is not self-signed is no end of a path, as in OpenSSL without -partial_chain. */
  roots: CertificateView[];
  now: Date;
  /** Host, IP address or e-mail address that the certificate has to be for. */
  name?: string | undefined;
  /** What the certificate has to be good for; without it no extended key usage is asked for. */
  purpose?: Purpose | undefined;
}

export interface BuiltPath {
  /** From the leaf up. */
  chain: CertificateView[];
  /** Trusted and without any problem. */
  ok: boolean;
  /** It ends in one of the roots. */
  trusted: boolean;
  problems: PathProblem[];
  /** The checks of the edge between each certificate and the next: one list less than there are certificates. */
  edges: EdgeCheck[][];
}

/** Paths that are judged. The good ones are sought first, so that hostile company does not crowd them out. */
const pathLimit = 64;
/** Certificates in a path; chains in use have up to five. */
const depthLimit = 16;
/** Certificates that are stepped on in the search, dead ends included. */
const stepLimit = 2000;

type End = 'anchor' | Extract<PathProblem['code'], 'no-issuer' | 'untrusted-root' | 'loop' | 'too-long'>;

interface Found {
  members: Member[];
  end: End;
}

/**
 * Every path from the certificate up to a root (RFC 4158), each validated by RFC 5280 section 6; the best first: valid, then
 * trusted, then with the fewest problems, then the shortest, then the one that lasts longest. There is always one, even if it
 * is the certificate alone. Work is bounded: 64 paths of 16 certificates, 256 signatures, 2^22 comparisons of names. Throws
 * nothing for certificates that could be viewed.
 */
export function buildPaths({ leaf, intermediates, roots, now, name, purpose }: PathRequest): BuiltPath[] {
  const memory = new PathMemory();
  const pool = new PathPool(roots, intermediates);
  const found = new PathSearch(pool, memory, now).from(pool.memberOf(leaf));
  const paths = found.map(({ members, end }): BuiltPath => {
    const chain = members.map(({ view }) => view);
    const { edges, problems } = validateChain(chain, { now, name, purpose, memory });
    const trusted = end === 'anchor';
    const all = trusted ? problems : withEnd(problems, members, end, roots);
    return { chain, ok: trusted && all.length === 0, trusted, problems: all, edges };
  });
  const lasts = ({ chain }: BuiltPath) => Math.min(...chain.map(({ notAfter }) => notAfter.getTime()));
  return paths.sort(
    (a, b) =>
      Number(b.ok) - Number(a.ok) ||
      Number(b.trusted) - Number(a.trusted) ||
      a.problems.length - b.problems.length ||
      a.chain.length - b.chain.length ||
      lasts(b) - lasts(a),
  );
}

interface Candidates {
  /** Those with the name of the issuer, the likeliest first. */
  named: Member[];
  /** Those of them whose key made the signature. */
  fitting: Member[];
}

/** Depth first from the leaf, the most promising issuer first. */
class PathSearch {
  private readonly found: Found[] = [];
  private readonly candidates = new Map<Member, Candidates>();
  private steps = 0;

  constructor(
    private readonly pool: PathPool,
    private readonly memory: PathMemory,
    private readonly now: Date,
  ) {}

  from(leaf: Member): Found[] {
    this.climb([leaf]);
    return this.found;
  }

  private climb(members: Member[]): void {
    const last = members[members.length - 1] as Member;
    this.steps += 1;
    const next = this.nextOf(last, members);
    if (typeof next === 'string') {
      this.found.push({ members, end: next });
      return;
    }
    for (const issuer of next) {
      if (this.found.length > 0 && (this.found.length >= pathLimit || this.steps >= stepLimit)) return;
      this.climb([...members, issuer]);
    }
  }

  private nextOf(last: Member, members: readonly Member[]): readonly Member[] | End {
    if (last.anchor) return 'anchor';
    if (last.selfSigned) return 'untrusted-root';
    return members.length >= depthLimit ? 'too-long' : this.issuersOf(last, members);
  }

  /**
   * Who may have signed the last certificate: all whose key fits; if there is none, the likeliest, so that its check tells
   * what is wrong. No key stands twice in a path under one name (RFC 4158 section 5.2), so no path goes in circles.
   */
  private issuersOf(last: Member, members: readonly Member[]): readonly Member[] | End {
    const { named, fitting } = this.candidatesOf(last);
    const isFresh = (issuer: Member) => !members.some((member) => sameEntity(member, issuer));
    const fresh = fitting.filter(isFresh);
    if (fresh.length > 0) {
      const leading = fresh.filter(({ distance }) => distance < Number.POSITIVE_INFINITY);
      return leading.length > 0 ? leading : fresh;
    }
    if (fitting.length > 0) return 'loop';
    const likeliest = named.find(isFresh);
    if (likeliest !== undefined) return [likeliest];
    const byKey = this.pool
      .issuersByKey(last.parsed)
      .find((issuer) => isFresh(issuer) && this.memory.signature(last.parsed, issuer.parsed).ok);
    return byKey === undefined ? 'no-issuer' : [byKey];
  }

  /** Found once for each certificate, since many paths may lead through it. */
  private candidatesOf(child: Member): Candidates {
    const known = this.candidates.get(child);
    if (known !== undefined) return known;
    const named = this.pool
      .issuersByName(child.parsed)
      .map((issuer) => ({ issuer, score: this.score(child.parsed, issuer) }))
      .sort((a, b) => b.score - a.score)
      .map(({ issuer }) => issuer);
    const found = { named, fitting: named.filter(({ parsed }) => this.memory.signature(child.parsed, parsed).ok) };
    this.candidates.set(child, found);
    return found;
  }

  /** Key identifiers weigh most, since they are there to find the issuer; none of it decides whether a path is valid. */
  private score(child: Member['parsed'], { parsed, anchor, distance }: Member): number {
    const wanted = child.authorityKeyIdentifier;
    const given = parsed.subjectKeyIdentifier;
    const key = wanted === undefined || given === undefined ? 1 : wanted.equals(given) ? 2 : 0;
    const leads = distance < Number.POSITIVE_INFINITY ? 1 : 0;
    const valid = validityProblem(parsed, '', this.now) === undefined ? 1 : 0;
    const authority = parsed.basicConstraints?.authority === true ? 1 : 0;
    const signs = parsed.keyUsages?.includes('keyCertSign') === false ? 0 : 1;
    const near = 1 / (2 + Math.min(distance, 1000));
    return leads * 32 + key * 8 + valid * 4 + authority * 2 + signs + (anchor ? 0.9 : near);
  }
}

function sameEntity(a: Member, b: Member): boolean {
  return (
    a === b || (namesInPath(a.parsed).subject === namesInPath(b.parsed).subject && a.parsed.spki.equals(b.parsed.spki))
  );
}

function withEnd(
  problems: PathProblem[],
  members: readonly Member[],
  end: Exclude<End, 'anchor'>,
  roots: readonly CertificateView[],
): PathProblem[] {
  const index = members.length - 1;
  const { view } = members[index] as Member;
  const given = roots.some((root) => root.fingerprint256 === view.fingerprint256);
  const messages = {
    'no-issuer': given
      ? 'It is given as a root, but another authority signed it: only a self-signed certificate ends a chain for OpenSSL, Node and Python.'
      : `Its issuer is missing: no certificate at hand is ${view.issuer === '' ? 'without a name' : view.issuer}.`,
    'untrusted-root':
      index === 0
        ? 'It is self-signed, and it is not one of the trusted roots.'
        : 'The chain ends in this self-signed certificate, which is not one of the trusted roots.',
    loop: 'The chain goes in a circle: the authorities sign each other, and no root is reached.',
    'too-long': `The chain is longer than ${depthLimit} certificates, so it is not followed further.`,
  };
  const problem = { index, code: end, message: messages[end], source: 'RFC 5280 section 6.1' };
  return [...problems, problem].sort((a, b) => a.index - b.index);
}
