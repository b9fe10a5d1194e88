import { HeadError } from './head-error';

/** Header fields as name, value, name, value …: nothing is made for each of them. Names as they were sent. */
export type Fields = string[];

/** RFC 9110 section 5.6.2. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** What no field value may hold (RFC 9110 section 5.5): controls other than the tab, so also a lone CR or LF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are forbidden.
const forbidden = /[\x00-\x08\x0a-\x1f\x7f]/;

/** More fields than this in one head are an attack on somebody's hash table. */
export const fieldsAtMost = 200;

export const isToken = (text: string): boolean => token.test(text);
export const isPlain = (text: string): boolean => !forbidden.test(text);

/**
 * One line of a head into `fields`. A blank before the colon, a folded line and a control character are refused, as each has been
 * read differently by two servers before (RFC 9112 sections 5.1 and 5.2). `status`: what to refuse with.
 */
export function addField(fields: Fields, line: string, status: number): void {
  const colon = line.indexOf(':');
  const name = colon < 1 ? '' : line.slice(0, colon);
  if (!token.test(name)) throw new HeadError(status, 'A header has no proper name.');
  if (forbidden.test(line)) throw new HeadError(status, `The header ${name} holds a character that none may hold.`);
  if (fields.length >= fieldsAtMost * 2)
    throw new HeadError(status === 400 ? 431 : status, 'There are too many headers.');
  fields.push(name, trimmed(line, colon + 1));
}

/** Blanks and tabs around a value do not belong to it; `trim` would take more than those. */
function trimmed(line: string, from: number): string {
  let start = from;
  let end = line.length;
  while (start < end && isBlank(line.charCodeAt(start))) start += 1;
  while (end > start && isBlank(line.charCodeAt(end - 1))) end -= 1;
  return line.slice(start, end);
}

const isBlank = (code: number) => code === 32 || code === 9;

/** The members of a comma-separated list, in lower case. */
export const listOf = (value: string): string[] =>
  value
    .toLowerCase()
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** The lines of a head, each ended. */
export function textOf(fields: Fields): string {
  let text = '';
  for (let at = 0; at < fields.length; at += 2) text += `${fields[at]}: ${fields[at + 1]}\r\n`;
  return text;
}

/** The first value of a field; `name` in lower case. */
export function fieldOf(fields: Fields, name: string): string | undefined {
  for (let at = 0; at < fields.length; at += 2) {
    const each = fields[at] as string;
    if (each.length === name.length && each.toLowerCase() === name) return fields[at + 1];
  }
  return undefined;
}

/** All but those with one of these names (in lower case). */
export function without(fields: Fields, names: readonly string[]): Fields {
  const kept: Fields = [];
  for (let at = 0; at < fields.length; at += 2) {
    if (!names.includes((fields[at] as string).toLowerCase()))
      kept.push(fields[at] as string, fields[at + 1] as string);
  }
  return kept;
}

/** What must not come behind a body (RFC 9110 section 6.5.1): framing, routing, and what decides about the message. */
const notTrailing = new Set([
  ...['transfer-encoding', 'content-length', 'host', 'connection', 'keep-alive', 'upgrade', 'te', 'trailer', 'expect'],
  ...['proxy-connection', 'content-encoding', 'content-type', 'content-range', 'authorization', 'cookie', 'set-cookie'],
  ...['cache-control', 'max-forwards', 'via', 'forwarded', 'location', 'strict-transport-security'],
]);

/** Trailers that may be passed on. */
export function safeTrailers(fields: Fields): Fields {
  if (fields.length === 0) return fields;
  const kept: Fields = [];
  for (let at = 0; at < fields.length; at += 2) {
    const name = (fields[at] as string).toLowerCase();
    if (!notTrailing.has(name) && !name.startsWith('x-forwarded-'))
      kept.push(fields[at] as string, fields[at + 1] as string);
  }
  return kept;
}
