import type { ClientVerdict, InspectFinding, InspectReport, InspectTarget } from '../../ipc/inspect-schemas';
import { chainNodes } from '../inspect/verify';
import type { CertificateView } from '../pki/certificate-view';
import { chainFindings, verdictOf } from './judge/chain-findings';
import { proxyFor } from './judge/cures';
import { eavesdropperSees } from './judge/eavesdropper';
import { exitCodeFor, finding, sorted } from './judge/finding';
import { heldAgainstIssued } from './judge/issued-here';
import { orderFindings } from './judge/order-findings';
import { type Paths, pathsOf } from './judge/paths';
import { forwardSecrecyOf, protocolFindings } from './judge/protocol-findings';
import { readChain, sentChain } from './judge/sent-chain';
import { summaryOf } from './judge/summary';
import type { KnownHere } from './known-here';
import { type FirstLook, whyRefused } from './survey/first-look';
import { readStaple } from './survey/stapled-answer';
import type { Survey } from './survey/survey';
import { alertName, groupOf, versionOf } from './wire/registry';
import { suiteOf } from './wire/suites';
import type { Trouble } from './wire/trouble';

type Begin = Pick<InspectReport, 'runId' | 'target' | 'at'>;

/** A report with nothing in it yet but the target. */
export function emptyReport(begin: Begin): InspectReport {
  return {
    ...begin,
    durationMs: 0,
    outcome: 'unreachable',
    summary: '',
    ok: false,
    findings: [],
    exitCode: 0,
    versions: [],
    suites: [],
    groups: [],
    forwardSecrecy: { state: 'unknown', message: 'Nothing was found out.' },
    alpn: { offered: [], accepted: [], message: 'Nothing was found out.' },
    stapling: { state: 'not-found-out', message: 'Nothing was found out.' },
    resumption: { tickets: 'unknown', sessionIds: 'unknown', tls13: 'unknown', message: 'Nothing was found out.' },
    clientCertificate: { wanted: 'unknown', authorities: [], authorityCount: 0, message: 'Nothing was found out.' },
    eavesdropper: [],
    chain: [],
    sentCount: 0,
    sentBytes: 0,
    path: [],
    issued: { state: 'not-ours', message: 'No certificate was seen.' },
    verdicts: [],
    notes: [],
  };
}

const unreachable: ReadonlySet<string> = new Set(['unresolved', 'refused', 'no-route', 'timed-out']);

/** The report on a server with which no handshake came about. */
export function troubledReport(begin: Begin, trouble: Trouble): InspectReport {
  const { code, message, hint } = trouble;
  // A cancelled run has no report.
  const { host, port } = begin.target;
  const cures = code === 'plain-http' ? [proxyFor(host, port)] : [];
  const found = finding(code === 'cancelled' ? 'stalled' : code, 'bad', `${message} ${hint}`, { cures });
  const outcome = unreachable.has(code) ? 'unreachable' : 'no-tls';
  return { ...emptyReport(begin), outcome, summary: message, findings: [found], exitCode: exitCodeFor([found]) };
}

/** The report on a server that answers in TLS, and shows no certificate. */
export function refusedReport(begin: Begin, { heard }: FirstLook, survey?: Survey): InspectReport {
  const { alert } = heard;
  const said = alert === undefined ? '' : ` (${alertName(alert)})`;
  const message = `${begin.target.text} ended every handshake: ${whyRefused(heard)}${said}.`;
  const code = heard.closed === true ? 'reset' : heard.hello === undefined ? 'tls-refused' : 'no-certificate';
  const hint = 'Look into the log of the server, and check that it has a certificate and serves this name.';
  const found = finding(code, 'bad', `${message} ${hint}`);
  const findings = [found];
  return {
    ...emptyReport(begin),
    ...(survey === undefined ? {} : surveyPart(survey)),
    outcome: 'no-tls',
    summary: message,
    findings,
    exitCode: exitCodeFor(findings),
  };
}

const surveyPart = ({ versions, suites, groups, alpn, resumption, clientCertificate, notes }: Survey) => ({
  ...{ versions, suites, alpn, resumption, clientCertificate, notes },
  groups: groups.groups,
  forwardSecrecy: forwardSecrecyOf(suites),
});

export interface Inspected {
  report: InspectReport;
  /** For the clients: the root of ours that the chain leads to. */
  root: CertificateView | undefined;
  views: CertificateView[];
}

/** The report on a server whose certificates were read, without what clients say. */
export async function inspectedReport(begin: Begin, survey: Survey, here: KnownHere, now: Date): Promise<Inspected> {
  const { target } = begin;
  const { look } = survey;
  const { heard } = look;
  const sent = heard.chain ?? { ders: [], count: 0, bytes: 0 };
  const { views, unreadable } = await readChain(sent.ders);
  const stapling = readStaple(sent.staple, now);
  const part = surveyPart(survey);
  const base = {
    ...emptyReport(begin),
    ...part,
    ...{ outcome: 'inspected' as const, stapling, sentCount: sent.count, sentBytes: sent.bytes },
    ...(heard.address === undefined ? {} : { address: heard.address }),
    ...negotiatedOf(look),
    eavesdropper: eavesdropperSees(target, heard, part.forwardSecrecy),
  };
  if (views.length === 0) {
    const found =
      unreadable.length === 0
        ? finding('no-certificate', 'bad', 'The server sent an empty list of certificates.')
        : finding('unreadable-certificate', 'bad', 'What the server sent cannot be read as a certificate.');
    const findings = [found];
    return {
      report: { ...base, findings, summary: found.message, exitCode: exitCodeFor(findings) },
      root: undefined,
      views,
    };
  }
  const name = target.serverName ?? target.host;
  const paths = await pathsOf(views, name, now, here.roots);
  const inPath = new Set(paths.best.chain.map(({ fingerprint256 }) => fingerprint256));
  const chain = await sentChain(views, inPath, now, here.here);
  const signer = paths.helped.trusted ? paths.helped.chain : [];
  const authorityId = signer
    .slice(1)
    .map(({ fingerprint256 }) => here.here(fingerprint256).authorityId)
    .find(Boolean);
  const [leaf] = views as [CertificateView];
  const certificateId = here.known.issued.get(leaf.fingerprint256)?.id;
  const held = await heldAgainstIssued(
    { leaf, origin: paths.origin, issuerFingerprint: signer[1]?.fingerprint256, authorityId, name },
    here.known,
    here.revoked,
  );
  const findings = sorted([
    ...chainFindings({ chain: views, paths, name, now, certificateId, authorityId: rootIdOf(paths, here) }),
    ...orderFindings({ chain, sentCount: sent.count, sentBytes: sent.bytes, unreadable }),
    ...protocolFindings({
      ...{ versions: survey.versions, suites: survey.suites, groups: survey.groups, stapling, now },
      ...{ hello: heard.hello, leaf: chain[0]?.facts },
    }),
    ...held.findings,
    ...nameFinding(look, target),
  ]);
  const report = {
    ...base,
    ...{ findings, chain, origin: paths.origin, issued: held.issued, path: chainNodes(paths.best) },
    ok: findings.every(({ severity }) => severity !== 'bad'),
    exitCode: exitCodeFor(findings),
    summary: summaryOf(findings, paths, name),
    verdicts: ruleVerdicts(paths),
  };
  return { report, views, root: paths.helped.trusted ? paths.helped.chain.at(-1) : here.defaultRoot };
}

const rootIdOf = ({ helped }: Paths, { here }: KnownHere): string | undefined => {
  const root = helped.trusted ? helped.chain.at(-1) : undefined;
  return root === undefined ? undefined : here(root.fingerprint256).authorityId;
};

function negotiatedOf({ usual }: FirstLook): Pick<InspectReport, 'negotiated'> {
  const hello = usual?.hello;
  if (usual === undefined || hello === undefined) return {};
  const group = hello.keyShare?.group ?? usual.keyExchange?.group;
  return {
    negotiated: {
      version: versionOf(hello.version)?.label ?? `version ${hello.version}`,
      suite: suiteOf(hello.suite).name,
      ...(group === undefined ? {} : { group: groupOf(group).name }),
      ...(usual.alpn === undefined ? {} : { alpn: usual.alpn }),
    },
  };
}

function nameFinding({ nameRefused }: FirstLook, { serverName, host }: InspectTarget): InspectFinding[] {
  if (!nameRefused) return [];
  const message = `The server says that it does not know the name ${serverName ?? host}; what it shows is for another one.`;
  return [finding('name-not-served', 'warn', message)];
}

/** What Sealwax's own path validation says with each set of roots. */
function ruleVerdicts({ helped, ours, system }: Paths): ClientVerdict[] {
  const rules = { by: 'rules' as const, durationMs: 0 };
  const said = (path: Paths['ours']) => {
    const { accepted, message } = verdictOf(path);
    return { result: accepted ? ('accepted' as const) : ('refused' as const), message };
  };
  const withOurs = helped.trusted && !ours.trusted ? helped : ours;
  return [
    {
      ...{ id: 'rules-ours', label: 'The rules of RFC 5280, with your roots alone', roots: 'ours' as const, ...rules },
      ...(ours.trusted || !helped.trusted
        ? said(withOurs)
        : { result: 'refused' as const, message: 'An intermediate is missing, so no path leads to your root.' }),
    },
    {
      ...{ id: 'rules-system', label: 'The rules of RFC 5280, with the system’s roots', roots: 'system' as const },
      ...rules,
      ...(system === undefined
        ? { result: 'not-here' as const, message: 'The system’s list of roots cannot be read here.' }
        : said(system)),
    },
  ];
}
