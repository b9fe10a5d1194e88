import type { InspectFinding, InspectReport } from '../../../ipc/inspect-schemas';
import { findingSigns, secrecySigns, verdictSigns } from './words';

/** The report as `sealwax inspect --json` prints it. */
export function asJson({ runId: _, ...report }: InspectReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

const list = (lines: readonly string[]): string[] => lines.map((line) => `- ${line}`);
const part = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];

/** What a certificate or a server wrote must not become a heading, a link or a cell of the text around it. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|#]/g, '\\$&');
const code = (text: string): string => `\`${text.replaceAll(/[`\s]+/g, ' ')}\``;

const findingLine = ({ severity, title, message, rule, source }: InspectFinding): string =>
  `**${findingSigns[severity].word}: ${plain(title)}.** ${plain(message)} ${plain(rule)} (${source.url === undefined ? plain(source.text) : `[${plain(source.text)}](${source.url})`})`;

/** The report for a bug tracker or a chat: what matters, without the certificates themselves. */
export function asMarkdown(report: InspectReport): string {
  const { target, summary, at, address, negotiated, versions, suites, groups, chain, verdicts } = report;
  const accepted = versions.filter((version) => version.accepted === 'yes').map(({ label }) => label);
  const refused = versions.filter((version) => version.accepted === 'no').map(({ label }) => label);
  const handshake = [
    ...(negotiated === undefined
      ? []
      : [
          `Negotiated: ${[negotiated.version, negotiated.suite, negotiated.group, negotiated.alpn].filter(Boolean).join(', ')}`,
        ]),
    ...(accepted.length > 0 ? [`Accepts: ${accepted.join(', ')}`] : []),
    ...(refused.length > 0 ? [`Refuses: ${refused.join(', ')}`] : []),
    ...(versions.length === 0
      ? []
      : [
          `Forward secrecy: ${secrecySigns[report.forwardSecrecy.state].word}. ${plain(report.forwardSecrecy.message)}`,
        ]),
    ...suites.map(({ label, suites: those }) => `${label}: ${those.map(({ name }) => code(name)).join(', ')}`),
    ...(groups.length > 0 ? [`Groups: ${groups.map(({ name }) => name).join(', ')}`] : []),
  ];
  return [
    `# ${code(target.text)}`,
    '',
    `${plain(summary)}${address === undefined ? '' : ` Answered by ${plain(address)}.`} Looked at ${at}.`,
    ...part('Findings', list(report.findings.map(findingLine))),
    ...part('Handshake', list(handshake)),
    ...part(
      'Certificates as sent',
      chain.map(
        ({ facts }, index) =>
          `${index + 1}. ${plain(facts.commonName || facts.subject)}, signed by ${plain(facts.issuer)}, ${facts.notBefore.slice(0, 10)} to ${facts.notAfter.slice(0, 10)}, SHA-256 ${code(facts.fingerprint)}`,
      ),
    ),
    ...part(
      'Who accepts it',
      list(
        verdicts.map(
          ({ label, result, message }) => `${plain(label)}: ${verdictSigns[result].word}. ${plain(message)}`,
        ),
      ),
    ),
    '',
  ].join('\n');
}
