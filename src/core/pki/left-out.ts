import { readAsnName } from './asn-name';
import { type DerSlice, derElements, inside, oidTag, oidText, sequenceTag } from './der-slices';
import { formatName } from './distinguished-name';
import type { GeneralName } from './general-names';

/** Something that a request asks for and that no certificate made here holds. */
export interface LeftOut {
  /** What it is, with its value, e.g. "registered ID 1.2.3.4". */
  what: string;
  /** A whole sentence. */
  reason: string;
}

/** Told one by one; more are counted. A request may have 50,000. */
const toldMax = 20;

const unjudged = (kind: string) =>
  `The limits of an authority cannot be held against ${kind}, and servers and browsers look at none.`;

/** The kinds of GeneralName that no certificate of ours holds, by their tag (RFC 5280 section 4.2.1.6). */
const kinds: Record<number, { words: string; reason: string; value: (element: DerSlice) => string }> = {
  0: {
    words: 'other name',
    reason: unjudged('an otherName'),
    value: ({ content }) => {
      const [type] = derElements(content);
      return type?.tag === oidTag ? `of the type ${oidText(type.content)}` : '';
    },
  },
  3: { words: 'X.400 address', reason: unjudged('an X.400 address'), value: () => '' },
  4: {
    words: 'directory name',
    reason: 'Names of a directory belong into the subject, which is chosen when it is signed.',
    value: ({ content }) => formatName(readAsnName(content)),
  },
  5: { words: 'EDI party name', reason: unjudged('an EDI party name'), value: () => '' },
  8: { words: 'registered ID', reason: unjudged('a registered ID'), value: ({ content }) => oidText(content) },
};

/**
 * The alternative names in the extension's DER that a certificate made here cannot hold, in their order; `read` is the same
 * list as `parseGeneralNames` has it. A mailbox in UTF-8 (RFC 9598) was read as an e-mail address and is not among them.
 */
export function namesLeftOut(der: Buffer, read: readonly GeneralName[]): LeftOut[] {
  const [list] = derElements(der);
  return inside(list, sequenceTag).flatMap((element, index) => {
    const name = read[index];
    if (name === undefined || !(name.type === 'directory' || name.type === 'other')) return [];
    const kind = kinds[element.tag & 0x1f];
    const words = kind?.words ?? 'name of an unknown kind';
    const value = kind === undefined ? '' : textOf(kind.value, element);
    return [{ what: value === '' ? words : `${words} ${value}`, reason: kind?.reason ?? unjudged('such a name') }];
  });
}

/** A value that cannot be read is one more reason not to carry it, and none to refuse the request. */
function textOf(read: (element: DerSlice) => string, element: DerSlice): string {
  try {
    return read(element);
  } catch {
    return '';
  }
}

/** An extension that is read by nothing here. */
export const extensionLeftOut = (name: string): LeftOut => ({
  what: `extension ${name}`,
  reason: 'Certificates made here have the extensions of their purpose, and no other.',
});

/** The first of them, and how many more there are. */
export function told(all: readonly LeftOut[]): LeftOut[] {
  const more = all.length - toldMax;
  if (more <= 0) return [...all];
  return [...all.slice(0, toldMax), { what: `${more} more`, reason: 'They are of the same kinds.' }];
}
