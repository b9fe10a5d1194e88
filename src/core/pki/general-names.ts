import { domainToASCII } from 'node:url';
import { readAsnName } from './asn-name';
import { type CanonicalName, canonicalName } from './distinguished-name';

/** A GeneralName (RFC 5280 section 4.2.1.6) as the checks need it: addresses as bytes, since a subtree's mask is part of them. */
export type GeneralName =
  | { type: 'dns' | 'email' | 'uri'; text: string }
  | { type: 'ip'; bytes: Buffer }
  | { type: 'directory'; name: CanonicalName }
  /** One that cannot be judged here; `form` tells an otherName's own type, in hex of its DER. */
  | { type: 'other'; tag: number; form?: string };

export interface NameSubtrees {
  permitted: GeneralName[];
  excluded: GeneralName[];
  /** A subtree has a minimum or maximum, which RFC 5280 section 4.2.1.10 rules out: what it permits is not clear. */
  bounded: boolean;
}

/** Names in one extension that are read at all: a megabyte of the shortest would be half a million, and take seconds. */
const namesLimit = 50_000;
/** The same for directory names, each of which costs a tenth of a millisecond. */
const directoriesLimit = 1000;

/** One element of DER. */
interface Element {
  tag: number;
  content: Buffer;
  /** With its header. */
  whole: Buffer;
}

/** The contents of a subject alternative name extension. Throws an Error for bad DER. */
export function parseGeneralNames(der: Buffer): GeneralName[] {
  return namesOf(elements(only(der, 0x30)));
}

/** The contents of a name constraints extension (RFC 5280 section 4.2.1.10). Throws an Error for bad DER. */
export function parseNameConstraints(der: Buffer): NameSubtrees {
  const lists = elements(only(der, 0x30));
  const subtrees = (tag: number) =>
    lists.filter((list) => list.tag === tag).flatMap(({ content }) => elements(content).map(subtreeOf));
  const [permitted, excluded] = [subtrees(0xa0), subtrees(0xa1)];
  const bases = (list: readonly Element[][]) => namesOf(list.flatMap((parts) => parts.slice(0, 1)));
  const bounded = [...permitted, ...excluded].some(([, ...bounds]) => bounds.some(isBound));
  return { permitted: bases(permitted), excluded: bases(excluded), bounded };
}

/** A base, and the bounds behind it. */
function subtreeOf({ tag, content }: Element): Element[] {
  const parts = elements(content);
  if (tag !== 0x30 || parts.length === 0) throw new Error('a subtree without a base');
  return parts;
}

/** Anything but "minimum 0", which says nothing and which DER leaves out. */
const isBound = ({ tag, content }: Element) => !(tag === 0x80 && content.length === 1 && content[0] === 0);

/** General names, unless there are so many directory names that reading them takes long. */
function namesOf(list: readonly Element[]): GeneralName[] {
  if (list.filter(({ tag }) => tag === 0xa4).length > directoriesLimit) {
    throw new Error(`it has more than ${directoriesLimit} directory names`);
  }
  return list.map(generalName);
}

/** The elements side by side in DER (X.690 section 8.1). Throws an Error when it is cut off, or when they are too many. */
function elements(der: Buffer): Element[] {
  const found: Element[] = [];
  for (let start = 0; start < der.length; ) {
    if (found.length >= namesLimit) throw new Error(`it has more than ${namesLimit} names`);
    // No name and no subtree has a tag above 30, which would go on in more bytes.
    if (((der[start] ?? 0) & 0x1f) === 0x1f) throw new Error('a tag is damaged');
    const first = der[start + 1] ?? 0x80;
    // 0x80 is the indefinite length, which DER has not.
    const more = first < 0x80 ? 0 : first - 0x80;
    if (first === 0x80 || more > 4 || start + 2 + more > der.length) throw new Error('a length is damaged');
    const length = more === 0 ? first : der.readUIntBE(start + 2, more);
    const content = start + 2 + more;
    const end = content + length;
    if (end > der.length) throw new Error('it is cut off');
    found.push({ tag: der[start] ?? 0, content: der.subarray(content, end), whole: der.subarray(start, end) });
    start = end;
  }
  return found;
}

/** The contents of the one element that there is. */
function only(der: Buffer, tag: number): Buffer {
  const [element, ...rest] = elements(der);
  if (element === undefined || rest.length > 0 || element.tag !== tag) throw new Error('one element was expected');
  return element.content;
}

const textTags: Record<number, 'email' | 'dns' | 'uri'> = { 1: 'email', 2: 'dns', 6: 'uri' };

function generalName({ tag: identifier, content }: Element): GeneralName {
  // The two upper bits say that the tag is of the context, the third that there are elements inside.
  if ((identifier & 0xc0) !== 0x80) throw new Error('a general name was expected');
  const tag = identifier & 0x1f;
  const text = textTags[tag];
  if (text !== undefined) return { type: text, text: content.toString('latin1') };
  if (tag === 7) return { type: 'ip', bytes: content };
  // Name is a CHOICE, so its tag is explicit: one element inside.
  if (identifier === 0xa4) return { type: 'directory', name: directoryName(content) };
  return tag === 0 ? otherName(content) : { type: 'other', tag };
}

function directoryName(content: Buffer): CanonicalName {
  only(content, 0x30);
  return canonicalName(readAsnName(content));
}

/** id-on-SmtpUTF8Mailbox, 1.3.6.1.5.5.7.8.9 in DER (RFC 9598 section 3): an e-mail address in UTF-8, which limits on e-mail bind as well. */
const utf8Mailbox = '06082b06010505070809';

/** A type and, with an explicit tag 0, a value of it. */
function otherName(content: Buffer): GeneralName {
  const [type, wrapped] = elements(content);
  if (type?.tag !== 0x06) throw new Error('an otherName without a type');
  const form = type.whole.toString('hex');
  const [value] = form === utf8Mailbox && wrapped?.tag === 0xa0 ? elements(wrapped.content) : [];
  if (value?.tag !== 0x0c) return { type: 'other', tag: 0, form };
  const text = value.content.toString('utf8');
  const at = text.lastIndexOf('@') + 1;
  return { type: 'email', text: text.slice(0, at) + domainToASCII(text.slice(at)) };
}
