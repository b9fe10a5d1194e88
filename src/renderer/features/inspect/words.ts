import {
  type CipherSuite,
  type ClientVerdict,
  type Cure,
  type InspectFinding,
  type InspectReport,
  type IssuedComparison,
  type Listening,
  type ProtocolVersion,
  protocolVersionSchema,
  type Start,
} from '../../../ipc/inspect-schemas';
import { relativeDate } from '../../text/dates';
import type { Sign } from '../../ui/status';

/** The ways in which TLS may begin, as they are offered. */
export const starts: readonly { value: Start; label: string }[] = [
  { value: 'tls', label: 'TLS at once' },
  { value: 'smtp', label: 'SMTP, STARTTLS' },
  { value: 'imap', label: 'IMAP, STARTTLS' },
  { value: 'pop3', label: 'POP3, STLS' },
  { value: 'ldap', label: 'LDAP, StartTLS' },
  { value: 'ftp', label: 'FTP, AUTH TLS' },
  { value: 'xmpp', label: 'XMPP, STARTTLS' },
  { value: 'postgres', label: 'PostgreSQL' },
  { value: 'mysql', label: 'MySQL' },
];

export const startWords = (start: Start): string => starts.find(({ value }) => value === start)?.label ?? start;

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** What a report comes to, in two words. */
export function reportSign({ outcome, findings }: Pick<InspectReport, 'outcome' | 'findings'>): Sign {
  if (outcome === 'unreachable') return { tone: 'bad', icon: 'question', word: 'not reached' };
  if (outcome === 'no-tls') return { tone: 'bad', icon: 'unlock', word: 'no TLS' };
  const bad = findings.filter(({ severity }) => severity === 'bad').length;
  if (bad > 0) return { tone: 'bad', icon: 'cross', word: plural(bad, 'problem') };
  const warnings = findings.filter(({ severity }) => severity === 'warn').length;
  return warnings > 0
    ? { tone: 'warn', icon: 'warning', word: plural(warnings, 'warning') }
    : { tone: 'ok', icon: 'tick', word: 'nothing wrong' };
}

export const findingSigns: Record<InspectFinding['severity'], Sign> = {
  bad: { tone: 'bad', icon: 'cross', word: 'Problem' },
  warn: { tone: 'warn', icon: 'warning', word: 'Warning' },
  info: { tone: 'idle', icon: 'follow', word: 'Note' },
};

export const verdictSigns: Record<ClientVerdict['result'], Sign> = {
  accepted: { tone: 'ok', icon: 'tick', word: 'accepts' },
  refused: { tone: 'bad', icon: 'cross', word: 'refuses' },
  'not-here': { tone: 'idle', icon: 'dash', word: 'not asked' },
};

/** "5 of the 6 that were asked accept it." */
export function verdictsInBrief(verdicts: readonly ClientVerdict[]): string {
  const asked = verdicts.filter(({ result }) => result !== 'not-here');
  const accepting = asked.filter(({ result }) => result === 'accepted').length;
  if (asked.length === 0) return 'Nobody could be asked.';
  if (asked.length === 1) return `The one that was asked ${accepting === 1 ? 'accepts' : 'refuses'} it.`;
  if (accepting === asked.length) return `All ${asked.length} that were asked accept it.`;
  if (accepting === 0) return `None of the ${asked.length} that were asked accepts it.`;
  return `${accepting} of the ${asked.length} that were asked ${accepting === 1 ? 'accepts' : 'accept'} it.`;
}

export const strengthSigns: Record<CipherSuite['strength'], Sign> = {
  strong: { tone: 'ok', icon: 'tick', word: 'strong' },
  aged: { tone: 'warn', icon: 'clock', word: 'aged' },
  weak: { tone: 'bad', icon: 'cross', word: 'weak' },
};

export const secrecySigns: Record<InspectReport['forwardSecrecy']['state'], Sign> = {
  always: { tone: 'ok', icon: 'tick', word: 'always' },
  some: { tone: 'warn', icon: 'warning', word: 'not with every client' },
  never: { tone: 'bad', icon: 'cross', word: 'never' },
  unknown: { tone: 'idle', icon: 'question', word: 'not found out' },
};

export const issuedSigns: Record<IssuedComparison['state'], Sign> = {
  current: { tone: 'ok', icon: 'tick', word: 'current' },
  renewed: { tone: 'warn', icon: 'renew', word: 'renewed meanwhile' },
  revoked: { tone: 'bad', icon: 'revoke', word: 'revoked' },
  'ours-unlisted': { tone: 'idle', icon: 'question', word: 'yours, not in the list' },
  'not-ours': { tone: 'idle', icon: 'dash', word: 'not yours' },
};

export const staplingSigns: Record<InspectReport['stapling']['state'], Sign> = {
  good: { tone: 'ok', icon: 'tick', word: 'yes' },
  revoked: { tone: 'bad', icon: 'revoke', word: 'revoked' },
  unknown: { tone: 'warn', icon: 'question', word: 'unknown to the issuer' },
  none: { tone: 'idle', icon: 'dash', word: 'no' },
  'not-found-out': { tone: 'idle', icon: 'question', word: 'not found out' },
};

/** The newest first, as people name them. */
export const newestFirst = <T extends { id: ProtocolVersion['id'] }>(versions: readonly T[]): T[] =>
  [...versions].sort((one, other) => versionIds.indexOf(other.id) - versionIds.indexOf(one.id));
const versionIds = protocolVersionSchema.shape.id.options;

/** Runs of suites that have the same reason for, or against, forward secrecy: it is said once for each. */
export function byReason(suites: readonly CipherSuite[]): { why: string; suites: CipherSuite[] }[] {
  const groups: { why: string; suites: CipherSuite[] }[] = [];
  for (const suite of suites) {
    const known = groups.at(-1);
    if (known?.why === suite.why) known.suites.push(suite);
    else groups.push({ why: suite.why, suites: [suite] });
  }
  return groups;
}

/** What a listening server does, as a sign. */
export function listeningSign({ speaks, certificate }: Pick<Listening, 'speaks' | 'certificate'>): Sign {
  switch (speaks) {
    case 'tls':
      return certificate?.expired
        ? { tone: 'bad', icon: 'cross', word: 'TLS, expired' }
        : { tone: 'ok', icon: 'lock', word: 'TLS' };
    case 'starttls':
      return { tone: 'ok', icon: 'lock', word: 'STARTTLS' };
    case 'http':
      return { tone: 'idle', icon: 'unlock', word: 'no TLS' };
    case 'other':
      return { tone: 'idle', icon: 'unlock', word: 'no TLS' };
    case 'silent':
      return { tone: 'idle', icon: 'dash', word: 'says nothing' };
    case 'unknown':
      return { tone: 'idle', icon: 'question', word: 'not known' };
  }
}

/** Whose certificate it is: "app.test, yours". */
export function whoseWords({ commonName, names, issuer, origin }: NonNullable<Listening['certificate']>): string {
  const name = commonName || names[0] || 'no name';
  switch (origin) {
    case 'ours':
      return `${name}, yours`;
    case 'self-signed':
      return `${name}, signed by itself`;
    case 'public':
      return `${name}, of ${issuer}`;
    case 'other':
      return `${name}, of ${issuer}, not yours`;
  }
}

/** What stands below the name of a listening server; `now` is milliseconds since 1970. */
export function lineOf({ folder, speaks, start, certificate, everywhere }: Listening, now: number): string {
  const parts = [
    ...(folder === undefined ? [] : [`in ${folder}`]),
    ...(certificate === undefined
      ? []
      : [
          `${whoseWords(certificate)}, ${certificate.expired ? 'expired' : 'expires'} ${relativeDate(certificate.notAfter, now)}`,
        ]),
    ...(certificate === undefined && start !== undefined ? [startWords(start)] : []),
    ...(speaks === 'http' ? ['HTTP'] : []),
    ...(everywhere ? ['open to other machines'] : []),
  ];
  return parts.join(' · ') || 'this machine alone';
}

/** What stands on the button of a cure: many names would not fit on it. */
export function cureWords(cure: Cure): string {
  if (cure.kind !== 'issue' || cure.names.length <= 2) return cure.label;
  return `Issue a certificate for ${cure.names[0]} and ${cure.names.length - 1} more`;
}

/** "1.4 s", or "120 ms" below a second. */
export const durationWords = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
