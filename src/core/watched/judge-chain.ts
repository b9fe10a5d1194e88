import type { Finding, FindingCode, Origin } from '../../ipc/watched-schemas';
import { nameOfView } from '../inspect/chain-node';
import type { CertificateView } from '../pki/certificate-view';
import { parsedOf } from '../pki/parsed-certificate';
import { type BuiltPath, buildPaths } from '../pki/path-building';
import { weakKey } from '../pki/path-key';
import type { PathProblem } from '../pki/path-problem';
import { isWeakSignature } from '../pki/signature';
import { type Known, publicRoots } from './known';

export interface ChainToJudge {
  /** The leaf first, then what was sent or lay with it. */
  chain: readonly CertificateView[];
  /** The host that a client asks for; absent for a file. */
  host?: string | undefined;
  now: Date;
}

export interface Judgement {
  origin: Origin;
  /** None of them about the leaf's own dates. */
  findings: Finding[];
}

/**
 * Judges a leaf with the certificates that came with it as a client would (RFC 5280 section 6): against our roots, then the public
 * ones. A file is not held against a host or a purpose, and need not bring its intermediates along.
 */
export function judgeChain(
  { chain, host, now }: ChainToJudge,
  known: Pick<Known, 'roots' | 'intermediates'>,
): Judgement {
  const [leaf, ...sent] = chain as [CertificateView, ...CertificateView[]];
  const asked = host === undefined ? {} : { name: host, purpose: 'server' as const };
  const build = (roots: readonly CertificateView[], more: readonly CertificateView[] = []) =>
    buildPaths({ leaf, intermediates: [...sent, ...more], roots: [...roots], now, ...asked })[0] as BuiltPath;
  const own = selfFindings(leaf);
  const alone = build(known.roots);
  if (alone.trusted) return { origin: 'ours', findings: merged(own, alone.problems, alone) };
  const withOurs = build(known.roots, known.intermediates);
  if (withOurs.trusted) {
    const missing = host === undefined ? [] : [incomplete(withOurs, sent)];
    return { origin: 'ours', findings: merged([...own, ...missing], withOurs.problems, withOurs) };
  }
  const open = build(publicRoots());
  if (open.trusted) return { origin: 'public', findings: merged([...own, notOurs(leaf)], open.problems, open) };
  const { origin, finding } = stranger(leaf, alone, host);
  return { origin, findings: merged([...own, finding], alone.problems, alone) };
}

/** What is wrong with it whoever signed it. */
function selfFindings(leaf: CertificateView): Finding[] {
  const { spki, asn, signatureAlgorithm } = parsedOf(leaf.der);
  const key = weakKey(spki);
  const found: Finding[] = [];
  if (key !== undefined) found.push(bad('weak-key', key, 'Make a new certificate with a new key.'));
  // Nobody checks how a root signed itself.
  if (isWeakSignature(asn.signatureAlgorithm) && !(leaf.selfIssued && leaf.isAuthority)) {
    const message = `It is signed by ${signatureAlgorithm}, which clients refuse as forgeable.`;
    found.push(bad('weak-signature', message, 'Make a new certificate; today’s authorities sign with SHA-256.'));
  }
  return found;
}

/** The end of the path is told by the origin, the leaf's dates at the moment of looking, and each kind of fault once. */
const elsewhere: ReadonlySet<PathProblem['code']> = new Set(['no-issuer', 'untrusted-root', 'loop', 'too-long']);

function merged(own: readonly Finding[], problems: readonly PathProblem[], path: BuiltPath): Finding[] {
  const found = [...own];
  for (const problem of problems) {
    const { code, index } = problem;
    if (elsewhere.has(code) || (index === 0 && (code === 'expired' || code === 'not-yet-valid'))) continue;
    const finding = findingOf(problem, path);
    if (!found.some((each) => each.code === finding.code)) found.push(finding);
  }
  return found;
}

function findingOf({ code, index, message }: PathProblem, { chain }: BuiltPath): Finding {
  const who = chain[index];
  const said = index === 0 || who === undefined ? message : `In its chain, at ${nameOfView(who)}: ${message}`;
  switch (code) {
    case 'name-mismatch':
      return bad('wrong-name', said, 'Issue a certificate that has this name, and give it to the server.');
    case 'weak-key':
      return bad('weak-key', said, 'Make a new certificate with a new key.');
    case 'signature-algorithm':
      return bad('weak-signature', said, 'Make a new certificate; today’s authorities sign with SHA-256.');
    default:
      return bad('chain-broken', said, 'Look inside it to see the chain, then make a new certificate.');
  }
}

function incomplete({ chain }: BuiltPath, sent: readonly CertificateView[]): Finding {
  const there = new Set(sent.map(({ fingerprint256 }) => fingerprint256));
  const missing = chain.slice(1, -1).find(({ fingerprint256 }) => !there.has(fingerprint256));
  const name = missing === undefined ? 'an intermediate' : nameOfView(missing);
  return bad(
    'chain-incomplete',
    `The server does not send the certificate of ${name}, so clients cannot build the chain.`,
    'Give the server the full chain (fullchain.pem) instead of the certificate alone.',
  );
}

/** id-ad-caIssuers in DER (RFC 5280 section 4.2.2.1): it says where the certificate of the issuer can be had. */
const caIssuers = Buffer.from('06082b06010505073002', 'hex');

function stranger(
  leaf: CertificateView,
  path: BuiltPath,
  host: string | undefined,
): { origin: Origin; finding: Finding } {
  const last = path.chain.at(-1) as CertificateView;
  if (path.chain.length === 1 && leaf.selfIssued) {
    const message = 'It is signed by itself, so no client trusts it without being told to.';
    return { origin: 'self-signed', finding: info('self-signed', message) };
  }
  if (last.selfIssued) return { origin: 'other', finding: notOurs(leaf) };
  const issuer = last.issuerCommonName || last.issuer || 'an authority without a name';
  if (host !== undefined && path.chain.length === 1 && leaf.der.includes(caIssuers)) {
    const message = `The server does not send the certificate of ${issuer}, so many clients cannot build the chain.`;
    return {
      origin: 'other',
      finding: bad('chain-incomplete', message, 'Give the server the full chain instead of the certificate alone.'),
    };
  }
  return { origin: 'other', finding: info('unknown-issuer', `${issuer}, which signed it, is not known here.`) };
}

const notOurs = (leaf: CertificateView) =>
  info('not-ours', `It is signed by ${leaf.issuerCommonName || leaf.issuer}, which is no authority of yours.`);

const bad = (code: FindingCode, message: string, hint: string): Finding => ({ code, severity: 'bad', message, hint });
const info = (code: FindingCode, message: string): Finding => ({ code, severity: 'info', message });
