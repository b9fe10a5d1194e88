import type { NameLimits } from '../../ipc/schemas';
import { sentenceList } from './names';

/** Ranges that are called by what they are for, with the RFC that sets each aside. */
const known: readonly { words: string; ranges: readonly string[] }[] = [
  // RFC 1122 section 3.2.1.3 and RFC 4291 section 2.5.3
  { words: 'loopback', ranges: ['127.0.0.0/8', '::1/128'] },
  // RFC 1918 and RFC 4193
  { words: 'private', ranges: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'] },
  // RFC 3927 and RFC 4291 section 2.5.6
  { words: 'link-local', ranges: ['169.254.0.0/16', 'fe80::/10'] },
];

function addressWords(ranges: readonly string[]): string[] {
  const kinds = known.filter((kind) => kind.ranges.some((range) => ranges.includes(range))).map((kind) => kind.words);
  const named = known.flatMap((kind) => kind.ranges);
  const others = ranges.filter((range) => !named.includes(range));
  return [...(kinds.length > 0 ? [`${sentenceList(kinds)} addresses`] : []), ...others];
}

/** "localhost" stands for itself; any other subtree is shown as its wildcard, as people write it. */
const subtree = (name: string): string => (name === 'localhost' ? name : `*.${name}`);

/** What a root may sign, as a sentence: "May sign only for localhost, *.test and private addresses." */
export function limitsSentence(limits: NameLimits): string {
  if (limits.kind === 'none') return 'May sign for any name, also for sites that are not yours.';
  const words = [...limits.dns.map(subtree), ...addressWords(limits.ip)];
  if (words.length === 0) return 'May sign for no name at all.';
  // Two lists ("loopback, private and link-local addresses" inside the names) read badly with two "and".
  const last = words.length > 1 ? `${words.slice(0, -1).join(', ')}, and ${words.at(-1)}` : words[0];
  return `May sign only for ${last}.`;
}

/** A public site that a person knows, and that this root cannot sign for; undefined when nothing stops it. */
export function forbiddenExample(limits: NameLimits): string | undefined {
  if (limits.kind === 'none') return undefined;
  return ['google.com', 'wikipedia.org', 'bbc.co.uk'].find(
    (site) => !limits.dns.some((name) => site === name || site.endsWith(`.${name}`)),
  );
}
