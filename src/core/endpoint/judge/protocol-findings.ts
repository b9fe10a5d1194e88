import type { InspectFinding, InspectReport, ProtocolVersion, VersionSuites } from '../../../ipc/inspect-schemas';
import type { CertificateFacts } from '../../../ipc/view-schemas';
import type { GroupsFound } from '../survey/key-groups';
import type { ServerHello } from '../wire/messages';
import { versionById } from '../wire/registry';
import { modernProtocols } from './cures';
import { finding } from './finding';

export interface SurveyFacts {
  versions: readonly ProtocolVersion[];
  suites: readonly VersionSuites[];
  groups: GroupsFound;
  stapling: InspectReport['stapling'];
  hello: ServerHello | undefined;
  leaf: CertificateFacts | undefined;
  now: Date;
}

/** What is wrong with the protocol, whatever the certificate. */
export function protocolFindings(facts: SurveyFacts): InspectFinding[] {
  return [...versionFindings(facts), ...suiteFindings(facts), ...groupFindings(facts), ...otherFindings(facts)];
}

function versionFindings({ versions }: SurveyFacts): InspectFinding[] {
  const taken = versions.filter(({ accepted }) => accepted === 'yes');
  const old = taken.filter(({ outdated }) => outdated);
  const found = old.map(({ id, label }) => {
    const rule = versionById(id).outdated;
    const message = `The server still takes ${label}, which can be attacked.`;
    return finding('old-protocol', 'bad', message, {
      source: rule?.source,
      rule: rule?.rule,
      cures: [modernProtocols],
    });
  });
  const newest = taken.at(-1);
  if (newest?.outdated) {
    const message = `${newest.label} is the newest version that the server takes; clients of today refuse it.`;
    found.push(finding('no-modern-protocol', 'bad', message, { cures: [modernProtocols] }));
  }
  return found;
}

/** Names of suites that a message lists. */
const listed = 4;

function suiteFindings({ suites }: SurveyFacts): InspectFinding[] {
  const all = [...new Map(suites.flatMap((each) => each.suites).map((suite) => [suite.id, suite])).values()];
  const weak = all.filter(({ strength }) => strength === 'weak');
  const found: InspectFinding[] = [];
  if (weak.length > 0) {
    const reasons = [...new Set(weak.flatMap(({ faults }) => faults.filter((text) => !text.includes('forward'))))];
    const message = `The server takes ${weak.length} weak cipher ${weak.length === 1 ? 'suite' : 'suites'}: ${namesOf(weak)}. ${reasons.slice(0, 3).join(' ')}`;
    found.push(finding('weak-cipher', 'bad', message, { cures: [modernProtocols] }));
  }
  const open = all.filter(({ forwardSecrecy, strength }) => !forwardSecrecy && strength !== 'weak');
  if (open.length > 0) {
    const only = open.length + weak.length === all.length;
    const message = `${only ? 'No connection has' : 'Connections may be made without'} forward secrecy: ${namesOf(open)}.`;
    found.push(finding('no-forward-secrecy', only ? 'bad' : 'warn', message, { cures: [modernProtocols] }));
  }
  return found;
}

function namesOf(suites: readonly { name: string; opensslName?: string | undefined }[]): string {
  const names = suites.slice(0, listed).map(({ name, opensslName }) => opensslName ?? name);
  const more = suites.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function groupFindings({ groups }: SurveyFacts): InspectFinding[] {
  const found = groups.weak.map((name) =>
    finding('weak-group', 'bad', `The server exchanges keys over ${name}, which can be broken.`, {
      cures: [modernProtocols],
    }),
  );
  if (groups.primeBits !== undefined && groups.primeBits < 2048) {
    const message = `The server exchanges keys with a Diffie-Hellman prime of ${groups.primeBits} bits, which can be broken.`;
    found.push(finding('weak-group', 'bad', message, { cures: [modernProtocols] }));
  }
  return found;
}

const mustStaple = '1.3.6.1.5.5.7.1.24';

function otherFindings({ hello, stapling, leaf, now }: SurveyFacts): InspectFinding[] {
  const found: InspectFinding[] = [];
  if (hello !== undefined && hello.version < 0x0304 && !hello.secureRenegotiation) {
    const message =
      'The server does not bind renegotiations to the connection, so somebody between can put words before yours.';
    found.push(finding('no-renegotiation-info', 'warn', message));
  }
  if (stapling.nextUpdate !== undefined && Date.parse(stapling.nextUpdate) < now.getTime()) {
    const message = `The OCSP answer that the server sends along counted until ${stapling.nextUpdate.slice(0, 10)}.`;
    found.push(finding('stale-staple', 'warn', message));
  }
  if (stapling.state === 'revoked') found.push(finding('revoked', 'bad', stapling.message, { certificate: 0 }));
  if (stapling.state === 'none' && leaf?.extensions.some(({ oid }) => oid === mustStaple) === true) {
    const message = 'The certificate says that an OCSP answer must come with it, and none does: Firefox refuses it.';
    found.push(finding('staple-missing', 'bad', message, { certificate: 0 }));
  }
  return found;
}

/** One sentence about whether what is recorded today can be read later. */
export function forwardSecrecyOf(suites: readonly VersionSuites[]): InspectReport['forwardSecrecy'] {
  const all = suites.flatMap((each) => each.suites);
  const open = all.filter(({ forwardSecrecy }) => !forwardSecrecy);
  if (all.length === 0) return { state: 'unknown', message: 'No cipher suite was found out.' };
  if (open.length === 0) {
    const message =
      'Yes: every connection makes a key of its own, so who records it today and gets the server’s key later cannot read it.';
    return { state: 'always', message };
  }
  if (open.length === all.length) {
    const message =
      'No: the session keys are made with the server’s own key, so who gets that later can read all that was ever recorded.';
    return { state: 'never', message };
  }
  const message = `Mostly: clients that choose ${namesOf(open)} have none, and the server lets them.`;
  return { state: 'some', message };
}
