import type { CertificateName } from '../../ipc/schemas';

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** "app.test, localhost and ::1". */
export const sentenceList = (words: readonly string[]): string => list.format(words);

/**
 * The names of a certificate in one line of a table: the first one, and below it the others, at most `room` of them
 * and the count of the rest ("localhost, 127.0.0.1 and 2 more").
 */
export function namesInBrief(names: readonly CertificateName[], room = 2): { first: string; others: string } {
  const [first, ...rest] = names.map((name) => name.display);
  if (rest.length <= room) return { first: first ?? '', others: rest.join(', ') };
  return { first: first ?? '', others: `${rest.slice(0, room).join(', ')} and ${rest.length - room} more` };
}

/** "punycode" of an internationalised name, where it differs from what a person reads. */
export function asciiForms(names: readonly CertificateName[]): string[] {
  return names.filter((name) => name.value !== name.display).map((name) => name.value);
}
