import type { Group } from '../../../ipc/inspect-schemas';
import { type Probing, probe, type Question } from '../wire/probe';
import { groupOf, groups, hex16, type VersionId, versionById } from '../wire/registry';
import { olderSuites } from '../wire/suites';
import { Trouble } from '../wire/trouble';
import { tls13Codes, tried } from './ask';

export interface GroupsFound {
  groups: Group[];
  /** Bits of the prime of a Diffie-Hellman exchange without a named group. */
  primeBits?: number;
  weak: string[];
}

const curveSuites = olderSuites.filter(
  ({ keyExchange }) => keyExchange.startsWith('ECDHE') || keyExchange === 'ECDH_anon',
);
const primeSuites = olderSuites.filter(
  ({ keyExchange }) => keyExchange.startsWith('DHE') || keyExchange.startsWith('DH_anon'),
);
const codesOf = (suites: readonly { code: number }[]) => suites.map(({ code }) => code);

/** The groups that a server exchanges keys in, found as its suites are: in TLS 1.3, and in the newest version before it. */
export async function surveyGroups(
  probing: Probing,
  accepted: readonly VersionId[],
  until: () => boolean,
): Promise<GroupsFound> {
  const older = (['tls1.2', 'tls1.1', 'tls1.0'] as const).find((id) => accepted.includes(id));
  const found = new Set<number>();
  if (accepted.includes('tls1.3')) {
    const all = groups.filter(({ tls13 }) => tls13 === true).map(({ code }) => code);
    for (const each of await leftOut(probing, all, until, askTls13)) found.add(each);
  }
  if (older !== undefined) {
    const all = groups.filter(({ hybrid }) => hybrid !== true).map(({ code }) => code);
    const { code } = versionById(older);
    const ask = (left: readonly number[]): Question => ({
      ...{ version: code, suites: codesOf(curveSuites), groups: left, until: 'flight' },
    });
    for (const each of await leftOut(probing, all, until, ask)) found.add(each);
  }
  const primeBits = older === undefined || until() ? undefined : await primeOf(probing, versionById(older).code);
  const facts = [...found].map(groupOf).sort((one, other) => groups.indexOf(one) - groups.indexOf(other));
  return {
    groups: facts.map(({ code, name, hybrid }) => ({ id: hex16(code), name, hybrid: hybrid === true })),
    ...(primeBits === undefined ? {} : { primeBits }),
    weak: facts.flatMap(({ name, weak }) => (weak === true ? [name] : [])),
  };
}

/** Without a key the server has to say which group it wants. */
const askTls13 = (left: readonly number[]): Question => ({
  ...{ version: 0x0303, supportedVersions: [0x0304], suites: tls13Codes, groups: left, shares: [], until: 'hello' },
});

async function leftOut(
  probing: Probing,
  all: readonly number[],
  until: () => boolean,
  question: (left: readonly number[]) => Question,
): Promise<number[]> {
  let left = all;
  const found: number[] = [];
  while (left.length > 0 && !until()) {
    const heard = await tried(probe(probing, question(left)));
    if (heard instanceof Trouble) break;
    const chosen = heard.keyExchange?.group ?? heard.hello?.keyShare?.group;
    if (chosen === undefined || !left.includes(chosen)) break;
    found.push(chosen);
    left = left.filter((code) => code !== chosen);
  }
  return found;
}

async function primeOf(probing: Probing, version: number): Promise<number | undefined> {
  // No named group is offered, so that the server uses a prime of its own (RFC 7919 section 4).
  const heard = await tried(probe(probing, { version, suites: codesOf(primeSuites), groups: [], until: 'flight' }));
  return heard instanceof Trouble ? undefined : heard.keyExchange?.primeBits;
}
