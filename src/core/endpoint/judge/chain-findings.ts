import type { InspectFinding, InspectFindingCode } from '../../../ipc/inspect-schemas';
import { nameOfView } from '../../inspect/chain-node';
import { expiryStatus } from '../../lifecycle/expiry';
import type { CertificateView } from '../../pki/certificate-view';
import { parsedOf } from '../../pki/parsed-certificate';
import type { BuiltPath } from '../../pki/path-building';
import type { PathProblem } from '../../pki/path-problem';
import { dayMs, maxValidityDays } from '../../pki/profile';
import { isWeakSignature } from '../../pki/signature';
import { issueFor, renew, snippet, trustRoot } from './cures';
import { finding } from './finding';
import type { Paths } from './paths';

export interface Judged {
  chain: readonly CertificateView[];
  paths: Paths;
  /** What the certificate must be for. */
  name: string;
  now: Date;
  /** Its entry here, and the authority that signed it. */
  certificateId?: string | undefined;
  authorityId?: string | undefined;
}

/** Codes of path problems as findings; the ends of paths are told by who the issuer is. */
const codes: Partial<Record<PathProblem['code'], InspectFindingCode>> = {
  expired: 'expired',
  'not-yet-valid': 'not-yet-valid',
  'name-mismatch': 'wrong-name',
  'weak-key': 'weak-key',
  'signature-algorithm': 'weak-signature',
  'name-constraints': 'outside-constraint',
  'extended-key-usage': 'bad-usage',
  'key-usage': 'bad-usage',
  'no-issuer': 'unknown-root',
  'untrusted-root': 'unknown-root',
};

/** What is wrong with what was sent, for a client that knows our roots and the public ones. */
export function chainFindings(judged: Judged): InspectFinding[] {
  const { paths } = judged;
  const problems = paths.best.problems.filter(({ code }) => codes[code] !== 'unknown-root');
  const found = problems.map((problem) => ofProblem(problem, judged));
  const all = [
    ...found,
    ...signatureFindings(judged),
    ...leafFindings(judged),
    ...trustFindings(judged),
    ...missing(judged),
  ];
  // Each code once for each certificate: several rules may say the same.
  return all.filter(
    (each, index) =>
      all.findIndex(({ code, certificate }) => code === each.code && certificate === each.certificate) === index,
  );
}

function ofProblem({ code: problem, index, message, source }: PathProblem, judged: Judged): InspectFinding {
  const { paths, chain, name, certificateId } = judged;
  const who = paths.best.chain[index];
  const said = index === 0 || who === undefined ? message : `In its chain, at ${nameOfView(who)}: ${message}`;
  const code = codes[problem] ?? 'chain-broken';
  const at = who === undefined ? -1 : chain.findIndex(({ fingerprint256 }) => fingerprint256 === who.fingerprint256);
  const ours = certificateId === undefined ? undefined : renew({ id: certificateId });
  const more = { source, certificate: at < 0 ? undefined : at };
  switch (code) {
    case 'expired':
    case 'weak-key':
    case 'weak-signature':
      return finding(code, 'bad', said, { ...more, cures: [ours, issueFor(...namesOf(judged))] });
    case 'not-yet-valid':
      return finding(code, 'bad', said, more);
    case 'wrong-name':
      return noNames(chain[0])
        ? finding(
            'no-names',
            'bad',
            `It has no alternative name, so browsers take it for no host, not for ${name} either.`,
            { ...more, cures: [issueFor(name)] },
          )
        : finding(code, 'bad', said, { ...more, cures: [issueFor(name)] });
    default:
      return finding(code, 'bad', said, { ...more, cures: [issueFor(name)] });
  }
}

const noNames = (leaf: CertificateView | undefined) =>
  leaf !== undefined && !leaf.names.some(({ type }) => type === 'dns' || type === 'ip');

/** At most ten: what is to be issued stands on a button. */
function namesOf({ chain, name }: Judged): string[] {
  const names = (chain[0]?.names ?? []).filter(({ type }) => type === 'dns' || type === 'ip').map(({ value }) => value);
  return names.length === 0 || names.length > 10 ? [name] : names;
}

function leafFindings({ chain, now, certificateId }: Judged): InspectFinding[] {
  const [leaf] = chain as [CertificateView];
  const found: InspectFinding[] = [];
  const [from, to] = [leaf.notBefore.getTime(), leaf.notAfter.getTime()];
  if (expiryStatus(from, to, now.getTime()) === 'expiring') {
    const days = Math.max(0, Math.floor((to - now.getTime()) / dayMs));
    const when = days === 0 ? 'within a day' : days === 1 ? 'in 1 day' : `in ${days} days`;
    const cures = certificateId === undefined ? [] : [renew({ id: certificateId })];
    found.push(
      finding('expiring', 'warn', `It expires ${when}, on ${leaf.notAfter.toISOString().slice(0, 10)}.`, {
        certificate: 0,
        cures,
      }),
    );
  }
  const days = Math.ceil((to - from) / dayMs);
  // A day is let pass, as `weaknesses` does.
  if (days > maxValidityDays + 1) {
    const message = `It is valid for ${days} days; Apple’s systems refuse a server’s after ${maxValidityDays}.`;
    found.push(finding('lasts-too-long', 'warn', message, { certificate: 0 }));
  }
  return found;
}

/** Weak signatures of what was sent, whether or not a path leads over them; nobody checks how a root signed itself. */
function signatureFindings(judged: Judged): InspectFinding[] {
  return judged.chain.flatMap((view, certificate) => {
    const { asn, signatureAlgorithm } = parsedOf(view.der);
    if (!isWeakSignature(asn.signatureAlgorithm) || (view.selfIssued && view.isAuthority)) return [];
    const who = certificate === 0 ? 'It' : nameOfView(view);
    const message = `${who} is signed by ${signatureAlgorithm}, which clients refuse as forgeable.`;
    return [finding('weak-signature', 'bad', message, { certificate, cures: [issueFor(...namesOf(judged))] })];
  });
}

/** Where the path ends, and who trusts that. */
function trustFindings(judged: Judged): InspectFinding[] {
  const { paths, chain, name, authorityId } = judged;
  const { origin, best, system } = paths;
  const [leaf] = chain as [CertificateView];
  if (origin === 'ours') {
    if (system === undefined || system.trusted) return [];
    const root = best.chain.at(-1);
    const message = `${root === undefined ? 'The root' : nameOfView(root)} is your own root, and the system store of this machine does not hold it.`;
    return [
      finding('root-not-trusted', 'warn', message, {
        cures: [authorityId === undefined ? undefined : trustRoot(authorityId)],
      }),
    ];
  }
  if (origin === 'public' || system?.trusted === true) return [];
  if (origin === 'self-signed') {
    const message = 'Nobody vouches for it, so no client trusts it without being told to.';
    return [finding('self-signed', 'bad', message, { certificate: 0, cures: [issueFor(name)] })];
  }
  if (isCutOff(judged)) return [];
  const end = best.chain.at(-1) ?? leaf;
  const issuer = end.issuerCommonName || end.issuer || 'an authority without a name';
  const message = end.selfIssued
    ? `The chain leads to ${nameOfView(end)}, which neither this machine nor the makers of browsers know as a root.`
    : `The chain ends at ${issuer}, which was not sent: a root that neither this machine nor the makers of browsers know, or an intermediate that is missing.`;
  return [finding('unknown-root', 'bad', message, { cures: [issueFor(name)] })];
}

/** id-ad-caIssuers in DER (RFC 5280 section 4.2.2.1): it says where the certificate of the issuer can be had. */
const caIssuers = Buffer.from('06082b06010505073002', 'hex');

/** A leaf of a stranger whose issuer could be fetched, and was not sent. */
function isCutOff({ paths, chain }: Judged): boolean {
  const end: CertificateView | undefined = paths.best.chain.at(-1);
  if (paths.helped.trusted || paths.best.trusted || end === undefined || end.selfIssued) return false;
  return paths.best.chain.length === 1 && chain[0]?.der.includes(caIssuers) === true;
}

function missing(judged: Judged): InspectFinding[] {
  const { paths, chain, certificateId } = judged;
  const cures = [certificateId === undefined ? undefined : snippet({ id: certificateId })];
  if (isCutOff(judged)) {
    const issuer = chain[0]?.issuerCommonName || chain[0]?.issuer || 'its issuer';
    return [
      finding(
        'missing-intermediate',
        'bad',
        `The server does not send the certificate of ${issuer}, so many clients cannot build the chain.`,
        { certificate: 0, cures },
      ),
    ];
  }
  if (paths.ours.trusted || !paths.helped.trusted) return [];
  const sent = new Set(chain.map(({ fingerprint256 }) => fingerprint256));
  const gone = paths.helped.chain.slice(1, -1).filter(({ fingerprint256 }) => !sent.has(fingerprint256));
  const names = gone.map(nameOfView).join(', ') || 'an intermediate';
  const message = `The server does not send the certificate of ${names}, so clients cannot build the chain.`;
  return [finding('missing-intermediate', 'bad', message, { certificate: 0, cures })];
}

/** The trusted path that has a problem, or the untrusted one: what `rules-…` verdicts say. */
export function verdictOf(path: BuiltPath): { accepted: boolean; message: string } {
  if (path.ok)
    return {
      accepted: true,
      message: `Valid; the chain leads to ${nameOfView(path.chain.at(-1) as CertificateView)}.`,
    };
  const [first, ...more] = path.problems;
  return {
    accepted: false,
    message: `${first?.message ?? 'It is not valid.'}${more.length === 0 ? '' : ` (${more.length} more.)`}`,
  };
}
