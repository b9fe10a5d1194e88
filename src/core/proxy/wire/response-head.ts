import { addField, type Fields, isPlain, listOf, without } from './fields';
import { HeadError } from './head-error';

export interface ResponseHead {
  status: number;
  reason: string;
  /** What is passed on: none of the connection's own fields, no framing. */
  fields: Fields;
  /** Bytes of the body; -1: in chunks; -2: until the connection ends. */
  length: number;
  keepAlive: boolean;
  /** What the connection became, with status 101. */
  upgrade: string | undefined;
}

const statusLine = /^HTTP\/1\.(\d) (\d{3})(?: (.*))?$/;

/** Reads the head of an answer in HTTP/1. `toHead`: to a HEAD request, which has no body whatever the fields say. Throws `HeadError` (502). */
export function readResponseHead(text: string, toHead: boolean): ResponseHead {
  const lines = text.split('\r\n');
  const [, minor, statusText = '', reason = ''] = statusLine.exec(lines[0] as string) ?? [];
  const status = Number(statusText);
  if (minor === undefined || status < 100 || !isPlain(reason))
    throw new HeadError(502, 'Its first line is no answer of HTTP/1.1.');
  const all: Fields = [];
  for (let at = 1; at < lines.length; at += 1) addField(all, lines[at] as string, 502);
  const head: ResponseHead = { status, reason, fields: [], length: -2, keepAlive: minor !== '0', upgrade: undefined };
  let connection: string | undefined;
  let length: string | undefined;
  let coding: string | undefined;
  for (let at = 0; at < all.length; at += 2) {
    const name = all[at] as string;
    const value = all[at + 1] as string;
    switch (name.toLowerCase()) {
      case 'connection':
        connection = connection === undefined ? value : `${connection},${value}`;
        break;
      case 'content-length':
        if (length !== undefined && length !== value) throw new HeadError(502, 'It gives two lengths.');
        length = value;
        break;
      case 'transfer-encoding':
        coding = coding === undefined ? value : `${coding},${value}`;
        break;
      case 'upgrade':
        head.upgrade = value;
        break;
      case 'keep-alive':
      case 'proxy-connection':
      case 'te':
      case 'trailer':
        break;
      default:
        head.fields.push(name, value);
    }
  }
  if (connection !== undefined) {
    const options = listOf(connection);
    if (options.includes('close')) head.keepAlive = false;
    else if (options.includes('keep-alive')) head.keepAlive = true;
    const others = options.filter((each) => !/^(close|keep-alive|upgrade|te)$/.test(each));
    if (others.length > 0) head.fields = without(head.fields, others);
  }
  settleLength(head, length, coding, toHead);
  return head;
}

/** RFC 9112 section 6.3 for answers. */
function settleLength(
  head: ResponseHead,
  length: string | undefined,
  coding: string | undefined,
  toHead: boolean,
): void {
  const { status } = head;
  if (coding !== undefined && length !== undefined) throw new HeadError(502, 'It gives a length beside a coding.');
  if (length !== undefined && !/^\d{1,15}$/.test(length)) throw new HeadError(502, 'Its Content-Length is no number.');
  if (status < 200 || status === 204) {
    head.length = 0;
  } else if (toHead || status === 304) {
    // The length is that of what GET would have got.
    if (length !== undefined) head.fields.push('Content-Length', length);
    head.length = 0;
  } else if (coding !== undefined) {
    if (coding.toLowerCase() !== 'chunked') throw new HeadError(502, 'Its Transfer-Encoding is not known here.');
    head.length = -1;
  } else if (length !== undefined) {
    head.length = Number(length);
  }
  if (head.length === -2) head.keepAlive = false;
}
