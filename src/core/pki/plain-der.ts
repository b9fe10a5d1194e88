import { contentOf, type DerSlice, inside, oidTag, oidText, sequenceTag, setTag } from './der-slices';
import type { NameParts } from './distinguished-name';

// The parts of a certificate that `readPlainCertificate` reads. All throw an Error for what is not of the plain form.

function want(holds: boolean): void {
  if (!holds) throw new Error('not of the plain form');
}

/** An object identifier in dots, each part as short as can be and of no more than 32 bits. */
export function plainOid(element: DerSlice | undefined): string {
  const content = contentOf(element, oidTag);
  let size = 0;
  for (const byte of content) {
    want(size > 0 || byte !== 0x80);
    size = byte < 0x80 ? 0 : size + 1;
    want(size < 5);
  }
  want(content.length > 0);
  return oidText(content);
}

/** 0 to 127. */
export function smallInteger(element: DerSlice): number {
  const content = contentOf(element, 0x02);
  const [value = 0x80] = content;
  want(content.length === 1 && value < 0x80);
  return value;
}

/** UTCTime or GeneralizedTime to the second, in UTC (RFC 5280 section 4.1.2.5). */
export function instantOf(element: DerSlice): Date {
  const text = element.content.toString('latin1');
  const short = element.tag === 0x17;
  want(short || element.tag === 0x18);
  const found = /^(\d{2}|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  want(found !== null && found[1]?.length === (short ? 2 : 4));
  const [year = '', ...rest] = (found as RegExpExecArray).slice(1);
  const whole = short ? `${Number(year) < 50 ? 20 : 19}${year}` : year;
  const [month, day, hour, minute, second] = rest;
  const iso = `${whole}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const date = new Date(iso);
  want(!Number.isNaN(date.getTime()) && date.toISOString() === iso);
  // A year below 100 is out of the ordinary, and JavaScript's own calls take it for one of the last century.
  want(date.getUTCFullYear() >= 100);
  return date;
}

/** UTF8String, PrintableString, IA5String. */
const textTags = new Map<number, (content: Buffer) => string>([
  [0x0c, utf8],
  [0x13, ascii],
  [0x16, ascii],
]);

function utf8(content: Buffer): string {
  const text = content.toString('utf8');
  want(Buffer.from(text, 'utf8').equals(content));
  return text;
}

function ascii(content: Buffer): string {
  want(content.every((byte) => byte >= 0x20 && byte < 0x7f));
  return content.toString('latin1');
}

/** Parts of a name that is read here; the library's limit on elements then refuses thousands. */
const partsLimit = 32;

/** A name whose values are all text of the usual kinds (RFC 5280 section 4.1.2.4). */
export function nameOf(element: DerSlice | undefined): NameParts {
  const parts = inside(element, sequenceTag);
  want(parts.length <= partsLimit);
  return parts.map((part) => {
    const attributes = inside(part, setTag);
    want(attributes.length > 0 && attributes.length <= partsLimit);
    return attributes.map((attribute) => {
      const [type, value, ...more] = inside(attribute, sequenceTag);
      const read = textTags.get(value?.tag ?? 0);
      want(more.length === 0 && value !== undefined && read !== undefined);
      return { type: plainOid(type), value: read?.((value as DerSlice).content) ?? '' };
    });
  });
}
