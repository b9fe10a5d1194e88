import { addField, type Fields, isPlain, isToken, listOf, without } from './fields';
import { HeadError } from './head-error';

/** What a client asks for, without what concerns only the connection to it. */
export interface RequestHead {
  method: string;
  /** Path and query as they were sent, or "*". */
  target: string;
  /** As the client named it, with its port: Host or :authority. */
  authority: string;
  /** What is passed on: no Host, none of the connection's own fields, none that says who forwarded it. */
  fields: Fields;
  /** X-Forwarded-*, Forwarded, X-Real-IP and Via, as they came. */
  forwarded: Fields;
  /** Bytes of the body; -1: unknown before its end. */
  length: number;
  expectContinue: boolean;
  /** What the connection shall become, e.g. "websocket"; never "h2c". */
  upgrade: string | undefined;
}

/** With what only HTTP/1 has. */
export interface RequestHead1 extends RequestHead {
  minor: 0 | 1;
  keepAlive: boolean;
}

/** What says who asked and how, and is not believed unless asked; with Via. `name` in lower case. */
export const isForwarding = (name: string) => /^(x-forwarded-.*|forwarded|x-real-ip|via)$/.test(name);

/** A host with or without a port, as a URL has it; a comma or blank in it is somebody's trick. */
const authorityForm = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._~%!$&'()*+;=-]+)(?::\d{1,5})?$/i;
const requestLine = /^([^ ]+) ([^ ]+) HTTP\/(\d)\.(\d)$/;

/**
 * Reads the head of a request in HTTP/1: everything before the empty line, as Latin-1. Throws `HeadError` for whatever two servers could read
 * differently (request smuggling): two lengths, a length beside a coding, an unknown coding, folded lines, lone line feeds.
 */
export function readRequestHead(text: string): RequestHead1 {
  const lines = text.split('\r\n');
  const [, method = '', written = '', major, minorText] = requestLine.exec(lines[0] as string) ?? [];
  if (!isToken(method) || !isPlain(written)) throw new HeadError(400, 'The first line is no request.');
  if (major !== '1') throw new HeadError(505, `HTTP/${major}.${minorText} cannot be spoken this way.`);
  const minor = minorText === '0' ? 0 : 1;
  const all: Fields = [];
  for (let at = 1; at < lines.length; at += 1) addField(all, lines[at] as string, 400);
  const head: RequestHead1 = {
    ...{ method, target: written, authority: '', fields: [], forwarded: [], length: 0 },
    ...{ expectContinue: false, upgrade: undefined, minor, keepAlive: minor === 1 },
  };
  sort(head, all);
  settleTarget(head);
  return head;
}

function sort(head: RequestHead1, all: Fields): void {
  let host: string | undefined;
  let connection: string | undefined;
  let upgrade: string | undefined;
  let length: string | undefined;
  let coding: string | undefined;
  const { fields } = head;
  for (let at = 0; at < all.length; at += 2) {
    const name = all[at] as string;
    const value = all[at + 1] as string;
    const lower = name.toLowerCase();
    switch (lower) {
      case 'host':
        if (host !== undefined) throw new HeadError(400, 'There are two Host headers.');
        host = value;
        break;
      case 'connection':
        connection = connection === undefined ? value : `${connection},${value}`;
        break;
      case 'content-length':
        if (length !== undefined) throw new HeadError(400, 'There are two Content-Length headers.');
        length = value;
        break;
      case 'transfer-encoding':
        if (coding !== undefined) throw new HeadError(400, 'There are two Transfer-Encoding headers.');
        coding = value;
        break;
      case 'upgrade':
        upgrade = value;
        break;
      case 'expect':
        if (value.toLowerCase() !== '100-continue') throw new HeadError(417, `Nothing is known of “Expect: ${value}”.`);
        head.expectContinue = head.minor === 1;
        break;
      case 'keep-alive':
      case 'proxy-connection':
      case 'http2-settings':
      case 'te':
        break;
      default:
        if (isForwarding(lower)) head.forwarded.push(name, value);
        else fields.push(name, value);
    }
  }
  if (host === undefined && head.minor === 1) throw new HeadError(400, 'There is no Host header.');
  head.authority = host ?? '';
  head.length = framing(length, coding, head.minor);
  if (connection !== undefined) settleConnection(head, connection, upgrade);
}

/** RFC 9112 section 6.3, the strict reading. */
function framing(length: string | undefined, coding: string | undefined, minor: 0 | 1): number {
  if (coding !== undefined) {
    if (length !== undefined) throw new HeadError(400, 'There is a Content-Length beside a Transfer-Encoding.');
    if (minor === 0) throw new HeadError(400, 'HTTP/1.0 has no Transfer-Encoding.');
    if (coding.toLowerCase() !== 'chunked') throw new HeadError(501, 'That Transfer-Encoding is not known here.');
    return -1;
  }
  if (length === undefined) return 0;
  if (!/^\d{1,15}$/.test(length)) throw new HeadError(400, 'The Content-Length is no number.');
  return Number(length);
}

function settleConnection(head: RequestHead1, connection: string, upgrade: string | undefined): void {
  const options = listOf(connection);
  if (options.includes('close')) head.keepAlive = false;
  else if (options.includes('keep-alive')) head.keepAlive = true;
  // HTTP/2 over an upgraded connection would take the client past all that is checked here.
  const wanted = options.includes('upgrade') && head.method === 'GET' && head.length === 0;
  if (wanted && upgrade !== undefined && !/h2c/i.test(upgrade)) head.upgrade = upgrade;
  const others = options.filter((each) => !/^(close|keep-alive|upgrade|te)$/.test(each));
  // Nobody may have a field removed that the message needs to be understood by.
  if (others.length > 0)
    head.fields = without(
      head.fields,
      others.filter((each) => !/^(cookie|authorization|content-type)$/.test(each)),
    );
}

/** The forms of a target (RFC 9112 section 3.2): the usual one, a whole URL, and the asterisk of OPTIONS. */
function settleTarget(head: RequestHead1): void {
  const { target, method } = head;
  if (method === 'CONNECT') throw new HeadError(405, 'This is no proxy for CONNECT.');
  if (!target.startsWith('/')) {
    const whole = /^https?:\/\/([^/?#]+)([/?].*)?$/i.exec(target);
    if (whole !== null) {
      // It counts more than the Host header (section 3.2.2).
      head.authority = whole[1] as string;
      const rest = whole[2] ?? '/';
      head.target = rest.startsWith('?') ? `/${rest}` : rest;
    } else if (target !== '*' || method !== 'OPTIONS') throw new HeadError(400, 'The target is no path.');
  }
  if (head.target.includes('#')) throw new HeadError(400, 'The target has a fragment.');
  checkAuthority(head.authority, head.minor === 0);
}

/** Throws 400 for what is no host. */
export function checkAuthority(authority: string, mayBeEmpty: boolean): void {
  if (authority === '' && mayBeEmpty) return;
  if (!authorityForm.test(authority)) throw new HeadError(400, 'The Host header names no host.');
}
