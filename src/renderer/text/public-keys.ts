/** One DER element (X.690 section 8.1): where its contents begin and end. */
interface Element {
  tag: number;
  start: number;
  from: number;
  to: number;
}

/** The element at a place; undefined where the bytes are no DER. Lengths above four bytes do not occur in certificates. */
function elementAt(bytes: Uint8Array, start: number): Element | undefined {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined) return undefined;
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (count > 4 || first === 0x80) return undefined;
  let length = count === 0 ? first : 0;
  for (let index = 0; index < count; index += 1) length = length * 256 + (bytes[start + 2 + index] ?? 0);
  const from = start + 2 + count;
  return from + length <= bytes.length ? { tag, start, from, to: from + length } : undefined;
}

function childrenOf(bytes: Uint8Array, { from, to }: Element): Element[] {
  const children: Element[] = [];
  for (let at = from; at < to; ) {
    const child = elementAt(bytes, at);
    if (!child) return [];
    children.push(child);
    at = child.to;
  }
  return children;
}

/** The SubjectPublicKeyInfo in a PEM text, as a string of its bytes; undefined when it cannot be found. */
function publicKeyIn(pem: string, place: (fields: Element[]) => Element | undefined): string | undefined {
  const body = pem.match(/-----BEGIN [^-]+-----([^-]+)-----END/)?.[1]?.replace(/\s+/g, '');
  if (body === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return undefined;
  const binary = atob(body.length % 4 === 1 ? '' : body);
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const whole = elementAt(bytes, 0);
  const [signed] = whole ? childrenOf(bytes, whole) : [];
  const key = signed ? place(childrenOf(bytes, signed)) : undefined;
  return key ? binary.slice(key.start, key.to) : undefined;
}

/** Version [0] is left out of a certificate of version 1 (RFC 5280 section 4.1). */
const versionTag = 0xa0;

/** The public key of a certificate (RFC 5280 section 4.1: the seventh field, or the sixth without a version). */
export const publicKeyOfCertificate = (pem: string): string | undefined =>
  publicKeyIn(pem, (fields) => fields[fields[0]?.tag === versionTag ? 6 : 5]);

/** The public key of a request (RFC 2986 section 4.1: version, subject, then the key). */
export const publicKeyOfRequest = (pem: string): string | undefined => publicKeyIn(pem, (fields) => fields[2]);
