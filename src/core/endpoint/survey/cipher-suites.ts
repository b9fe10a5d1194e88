import type { CipherSuite, VersionSuites } from '../../../ipc/inspect-schemas';
import { type Probing, probe } from '../wire/probe';
import { hex16, type VersionId, versionById } from '../wire/registry';
import { opensslNameOf, type SuiteFacts, suiteOf } from '../wire/suites';
import { Trouble } from '../wire/trouble';
import { olderCodes, onlyVersion, tls13Codes, tried } from './ask';

/** Suites of one version that are asked for; servers with everything switched on have some 100. */
const suitesAtMost = 150;

export interface SuitesFound {
  suites: VersionSuites;
  /** Why it was not asked to the end. */
  cut?: Trouble;
}

/**
 * The suites that a server takes in one version, found by offering all and leaving out the one that it chose, again and again.
 * `until` tells when there is no more time.
 */
export async function surveySuites(probing: Probing, version: VersionId, until: () => boolean): Promise<SuitesFound> {
  let left = [...(version === 'tls1.3' ? tls13Codes : olderCodes)];
  const found: number[] = [];
  let cut: Trouble | undefined;
  while (left.length > 0 && found.length < suitesAtMost) {
    if (until()) {
      cut = new Trouble('timed-out', 'The server is too slow for all of its cipher suites to be asked for.', '');
      break;
    }
    const heard = await tried(probe(probing, onlyVersion(version, left)));
    if (heard instanceof Trouble) {
      cut = heard;
      break;
    }
    const chosen = heard.hello?.version === versionById(version).code ? heard.hello.suite : undefined;
    if (chosen === undefined || !left.includes(chosen)) break;
    found.push(chosen);
    left = left.filter((code) => code !== chosen);
  }
  return {
    suites: {
      version,
      label: versionById(version).label,
      suites: found.map((code) => describeSuite(suiteOf(code))),
      order: cut === undefined ? await orderOf(probing, version, found) : 'unknown',
    },
    ...(cut === undefined ? {} : { cut }),
  };
}

/** Offered the other way round, a server with an order of its own still chooses the same. */
async function orderOf(
  probing: Probing,
  version: VersionId,
  found: readonly number[],
): Promise<VersionSuites['order']> {
  const [first] = found;
  if (first === undefined || found.length < 2) return 'unknown';
  const heard = await tried(probe(probing, onlyVersion(version, [...found].reverse())));
  if (heard instanceof Trouble || heard.hello === undefined) return 'unknown';
  return heard.hello.suite === first ? 'server' : 'client';
}

/** A suite with what is to be said about it. */
export function describeSuite(suite: SuiteFacts): CipherSuite {
  const { keyExchange } = suite;
  const ephemeral = keyExchange === 'TLS13' || /^(ECDHE|DHE)_/.test(keyExchange) || keyExchange.includes('anon');
  const faults = faultsOf(suite, ephemeral);
  const opensslName = opensslNameOf(suite);
  return {
    id: hex16(suite.code),
    name: suite.name,
    ...(opensslName === undefined ? {} : { opensslName }),
    forwardSecrecy: ephemeral,
    why: ephemeral
      ? 'Each connection makes a key of its own that is forgotten afterwards, so what was recorded stays closed even to who gets the server’s key later.'
      : `The server’s own key ${keyExchange.startsWith('RSA') ? 'opens' : 'makes'} every session key, so who gets it later can read all that was ever recorded.`,
    strength: faults.some(({ weak }) => weak) ? 'weak' : faults.length > 0 ? 'aged' : 'strong',
    faults: faults.map(({ text }) => text),
  };
}

interface Fault {
  text: string;
  weak: boolean;
}

const weakness: readonly (readonly [pattern: RegExp, text: string])[] = [
  [/NULL/, 'It does not encrypt at all.'],
  [/EXPORT|DES40|_40_|_56_/, 'Its keys are so short that anybody can break them (export grade).'],
  [/anon/, 'The server does not show who it is, so anybody between can take its place.'],
  [/RC4/, 'RC4 is broken: RFC 7465 forbids it.'],
  [/RC2/, 'RC2 is outdated and weak.'],
  [/3DES|DES_CBC|IDEA/, 'Its blocks of 64 bits leak what is sent after a while (Sweet32).'],
  [/MD5/, 'Its integrity rests on MD5.'],
  [/UNKNOWN/, 'It is not in the registry.'],
];

function faultsOf({ name, cipher }: SuiteFacts, ephemeral: boolean): Fault[] {
  const weak = weakness.flatMap(([pattern, text]) => (pattern.test(name) ? [{ text, weak: true }] : []));
  return [
    ...weak,
    ...(ephemeral ? [] : [{ text: 'It has no forward secrecy.', weak: false }]),
    ...(weak.length === 0 && cipher.includes('_CBC_')
      ? [{ text: 'CBC with its MAC inside has been attacked again and again (Lucky 13).', weak: false }]
      : []),
  ];
}
