/** One element of DER, as the bytes that were received. */
export interface DerSlice {
  /** The identifier octet, e.g. 0x30 for a SEQUENCE, 0xa0 for [0] (X.690 section 8.1.2). */
  tag: number;
  /** With tag and length. */
  whole: Buffer;
  content: Buffer;
}

export const sequenceTag = 0x30;
export const setTag = 0x31;
export const oidTag = 0x06;
export const octetStringTag = 0x04;
export const bitStringTag = 0x03;
export const booleanTag = 0x01;

/**
 * Cuts DER into its elements and does not look into them: a signed part is checked over the bytes that were received, and the
 * general parser opens every OCTET STRING and gives up at 10,000 elements, which 10,000 names reach. Throws an Error for an
 * element that reaches past the end, and for lengths that DER does not have (indefinite, longer than needed).
 */
export function derElements(bytes: Buffer): DerSlice[] {
  const found: DerSlice[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    // Tags above 30 go on in further octets; none of what is read here has one.
    if ((tag & 0x1f) === 0x1f) throw new Error('a tag of several bytes');
    const { length, start } = lengthAt(bytes, at + 1);
    const end = start + length;
    if (end > bytes.length) throw new Error('an element reaches past the end');
    found.push({ tag, whole: bytes.subarray(at, end), content: bytes.subarray(start, end) });
    at = end;
  }
  return found;
}

/** The elements inside one that must have this tag. Throws an Error when it is another one, or not there. */
export function inside(element: DerSlice | undefined, tag: number): DerSlice[] {
  return derElements(contentOf(element, tag));
}

/** The content of an element that must have this tag. Throws an Error when it is another one, or not there. */
export function contentOf(element: DerSlice | undefined, tag: number): Buffer {
  if (element?.tag !== tag) throw new Error(`an element with the tag 0x${tag.toString(16)} was expected`);
  return element.content;
}

/** X.690 section 10.1: up to 127 in one octet, else as few octets as can be; four hold more than is ever read. */
function lengthAt(bytes: Buffer, at: number): { length: number; start: number } {
  const first = bytes[at];
  if (first === undefined) throw new Error('it ends before a length');
  if (first < 0x80) return { length: first, start: at + 1 };
  const octets = first & 0x7f;
  const start = at + 1 + octets;
  if (octets === 0 || octets > 4 || start > bytes.length) throw new Error('a length that DER does not have');
  const length = bytes.readUIntBE(at + 1, octets);
  if (length < 0x80 || bytes[at + 1] === 0) throw new Error('a length that is longer than needed');
  return { length, start };
}

/** The content of an OBJECT IDENTIFIER as dotted text (X.690 section 8.19). Throws an Error when it is empty or cut off. */
export function oidText(content: Uint8Array): string {
  const arcs: number[] = [];
  let arc = 0;
  let open = true;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    open = byte >= 0x80;
    if (open) continue;
    arcs.push(arc);
    arc = 0;
  }
  if (open) throw new Error('an object identifier is cut off');
  const [first = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}
