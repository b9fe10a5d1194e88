import type { Answered, Probing, Question } from '../wire/probe';
import { probe } from '../wire/probe';
import { type VersionId, versionById } from '../wire/registry';
import { olderSuites, tls13Suites } from '../wire/suites';
import { exchangeable, readableSuites } from '../wire/tls13-keys';
import { Trouble } from '../wire/trouble';

export const olderCodes: readonly number[] = olderSuites.map(({ code }) => code);
export const tls13Codes: readonly number[] = tls13Suites.map(({ code }) => code);

/**
 * What browsers of today offer for TLS 1.2 (Chromium 140's list): what a server makes of it is what people get. The suites with RSA
 * key exchange at its end are those that browsers still keep for old servers.
 */
const usualOlder: readonly number[] = [
  ...[0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8],
  ...[0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035],
];

/** A hello for one version alone. */
export function onlyVersion(id: VersionId, suites: readonly number[]): Question {
  const { code } = versionById(id);
  return id === 'tls1.3'
    ? { version: 0x0303, supportedVersions: [code], suites, shares: [], until: 'hello' }
    : { version: code, suites, until: 'hello' };
}

/** A hello as a usual client of today sends it. */
export const usualHello = (alpn: readonly string[], shares: readonly number[] = [29, 23]): Question => ({
  version: 0x0303,
  supportedVersions: [0x0304, 0x0303],
  suites: [...readableSuites(), ...usualOlder],
  groups: [...shares, ...exchangeable.filter((each) => !shares.includes(each))],
  shares,
  alpn,
  until: 'flight',
});

/** TLS 1.3 alone with keys for it, so that what comes encrypted can be read. */
export const tls13Hello = (alpn: readonly string[], shares: readonly number[]): Question => ({
  ...usualHello(alpn, shares),
  supportedVersions: [0x0304],
});

/** Everything that was ever offered, up to TLS 1.2. */
export const oldestHello = (alpn: readonly string[] = [], version = 0x0303): Question => ({
  version,
  suites: olderCodes,
  alpn,
  until: 'flight',
});

/** As `probe`; a server that asks for another group of TLS 1.3 is asked again with a key for it, where one can be made. */
export async function askReadably(probing: Probing, question: Question): Promise<Answered> {
  const heard = await probe(probing, question);
  const group = heard.hello?.retry === true ? heard.hello.keyShare?.group : undefined;
  if (group === undefined || !exchangeable.includes(group)) return heard;
  return probe(probing, { ...question, groups: [group], shares: [group] });
}

/** The answer, or why there is none; only a cancelled run is thrown on. */
export async function tried<T>(work: Promise<T>): Promise<T | Trouble> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Trouble && error.code !== 'cancelled') return error;
    throw error;
  }
}
