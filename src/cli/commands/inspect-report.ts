import type { InspectFinding, InspectReport } from '../../ipc/inspect-schemas';
import { columns, facts, minute } from '../text';

const names = { bad: 'BAD', warn: 'WARN', info: 'info' };
const results = { accepted: 'accepts', refused: 'refuses', 'not-here': 'not here' };

/** A report for people: what is wrong first, then what was seen. */
export function reportLines(report: InspectReport): string[] {
  const { target, address, summary, findings } = report;
  return [
    `${target.text}${address === undefined ? '' : ` (${address})`}: ${summary}`,
    ...findings.flatMap((each) => ['', ...findingLines(each)]),
    ...section('Protocol', facts(protocolFacts(report))),
    ...section('Chain as sent', report.chain.flatMap(chainLines)),
    ...section('What clients say', verdictLines(report)),
    ...section('Somebody on the line sees', report.eavesdropper),
    ...section('Not found out', report.notes),
  ];
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

function findingLines({ severity, code, title, message, rule, source, cures }: InspectFinding): string[] {
  return [
    `${names[severity]}  ${code}: ${title}. ${message}`,
    `      ${rule} (${source.text})`,
    ...cures.flatMap((cure) => ('command' in cure ? [`      ${cure.label}: ${cure.command}`] : [])),
  ];
}

function protocolFacts(report: InspectReport): (readonly [string, string | string[] | undefined])[] {
  const { negotiated, versions, suites, groups, forwardSecrecy, alpn, stapling, resumption, clientCertificate } =
    report;
  if (versions.length === 0) return [];
  const usual =
    negotiated === undefined
      ? 'a client of today is refused'
      : [negotiated.version, negotiated.suite, negotiated.group, negotiated.alpn].filter(Boolean).join(', ');
  return [
    ['a client gets', usual],
    [
      'versions',
      versions
        .map(
          ({ label, accepted, outdated }) =>
            `${label}: ${accepted}${outdated && accepted === 'yes' ? ', outdated' : ''}`,
        )
        .join('; '),
    ],
    [
      'suites',
      suites.flatMap(({ label, suites: all, order }) => [
        `${label}${order === 'unknown' ? '' : `, in the order of the ${order}`}:`,
        ...all.map(
          ({ name, opensslName, strength }) =>
            `  ${opensslName ?? name}${strength === 'strong' ? '' : ` (${strength})`}`,
        ),
      ]),
    ],
    ['groups', groups.map(({ name }) => name).join(', ')],
    ['forward secrecy', forwardSecrecy.message],
    ['ALPN', alpn.message],
    ['OCSP', stapling.message],
    ['sessions', resumption.message],
    ['client certificate', clientCertificate.message],
  ];
}

function chainLines(
  { facts: each, nameCount, role, signedBy, checks }: InspectReport['chain'][number],
  index: number,
): string[] {
  const shown = each.names.slice(0, 5).map(({ display }) => display);
  const more = nameCount > shown.length ? ` and ${nameCount - shown.length} more` : '';
  const by = signedBy === null ? 'none of these' : signedBy === index ? 'itself' : `number ${signedBy + 1}`;
  return [
    `${index + 1}. ${each.commonName || each.subject || 'no name'} (${role})${shown.length === 0 ? '' : `, for ${shown.join(', ')}${more}`}`,
    `   ${minute(each.notBefore)} to ${minute(each.notAfter)}, ${each.keyType}, ${each.signatureAlgorithm}`,
    `   signed by ${each.selfSigned ? 'itself' : each.issuer} (${by}), SHA-256 ${each.fingerprint}`,
    ...checks.filter(({ ok }) => !ok).map(({ message, source }) => `   edge to ${index + 2}: ${message} (${source})`),
  ];
}

function verdictLines({ verdicts, issued }: InspectReport): string[] {
  if (verdicts.length === 0) return [];
  return [...columns(verdicts.map(({ label, result, message }) => [results[result], label, message])), issued.message];
}
