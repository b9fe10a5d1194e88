import type { Authority } from '../../ipc/schemas';

/** The root that was made to take the place of this one. */
export const successorOf = ({ id }: Authority, all: readonly Authority[]): Authority | undefined =>
  all.find(({ replaces }) => replaces === id);

/** The longest common name (RFC 5280 appendix A.1, ub-common-name). */
const longest = 64;

/**
 * A name that a person can tell from the old one in a list of a trust store: the old one, with the year; of two in one year, with
 * a number. A year that was added before is not added again.
 */
export function nextName(commonName: string, now: Date, all: readonly Authority[]): string {
  const taken = new Set(all.flatMap((each) => [each.commonName, each.name]));
  const base = commonName.replace(/ (?:19|20|21)\d\d(?: \(\d+\))?$/, '');
  for (let number = 1; ; number += 1) {
    const ending = ` ${now.getUTCFullYear()}${number === 1 ? '' : ` (${number})`}`;
    const name = `${base.slice(0, longest - ending.length).trimEnd()}${ending}`;
    if (!taken.has(name)) return name;
  }
}
