import { AppError } from '../errors';
import { parseDnsName } from '../pki/dns-name';
import { parseIp } from '../pki/ip';
import { ipProblem } from '../pki/ip-problem';

/** A server that is watched. */
export interface HostTarget {
  /** ASCII, punycode where needed; an IPv6 address without brackets. */
  host: string;
  port: number;
  /** "app.test:443", "[::1]:443". */
  text: string;
}

/** Where HTTPS is when nothing else is said (RFC 9110 section 4.2.2). */
const defaultPort = 443;

/** Protocols that begin with TLS, and their ports; a start in the clear (STARTTLS) is not spoken. */
const schemePorts: Record<string, number> = { https: 443, wss: 443, imaps: 993, ldaps: 636, pop3s: 995, smtps: 465 };

/**
 * A server as people type it: "app.test", "app.test:8443", "127.0.0.1:3000", "[::1]:443", or an address of the web such as
 * "https://app.test:3000/page". Throws `invalid-input` with the field `host`.
 */
export function parseHostTarget(typed: string): HostTarget {
  const text = typed.trim();
  if (text === '') throw bad('There is no host yet.', 'Type a host and a port, such as app.test:443.');
  const [, scheme, rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/i.exec(text) ?? [];
  const usual = scheme === undefined ? defaultPort : schemePorts[scheme.toLowerCase()];
  if (usual === undefined) {
    throw bad(`${scheme}:// does not begin with TLS.`, 'Type a host and a port that speaks TLS, such as app.test:443.');
  }
  return parseAuthority(rest, usual);
}

/**
 * Host and port as they stand in an address after the scheme; without a port, the usual one. Throws `invalid-input` with the
 * field `host`.
 */
export function parseAuthority(text: string, usualPort: number): HostTarget {
  // Of an address of the web only the authority counts (RFC 3986 section 3.2).
  const authority = text.replace(/[/?#].*$/s, '');
  if (authority.includes('@')) throw bad('A user name or password has no place here.', `Type the host alone.`);
  const { host, port } = splitPort(authority);
  return target(host, port === undefined ? usualPort : portOf(port));
}

function splitPort(authority: string): { host: string; port?: string } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/s.exec(authority);
  if (bracketed !== null)
    return { host: bracketed[1] ?? '', ...(bracketed[2] === undefined ? {} : { port: bracketed[2] }) };
  // Several colons without brackets are an IPv6 address.
  if (authority.split(':').length !== 2) return { host: authority };
  const colon = authority.indexOf(':');
  return { host: authority.slice(0, colon), port: authority.slice(colon + 1) };
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw bad(`“${text}” is no port.`, 'A port is a number from 1 to 65535, such as app.test:443.');
}

function target(host: string, port: number): HostTarget {
  const address = parseIp(host);
  if (address !== undefined) {
    const { text } = address;
    return { host: text, port, text: text.includes(':') ? `[${text}]:${port}` : `${text}:${port}` };
  }
  const problem = ipProblem(host);
  if (problem !== undefined) throw bad(problem.message, problem.hint);
  if (host.includes('*'))
    throw bad('A wildcard is no server.', 'Type one host that it stands for, such as www.app.test.');
  const name = parseDnsName(host);
  if ('code' in name) throw bad(name.message, name.hint);
  return { host: name.value, port, text: `${name.value}:${port}` };
}

function bad(message: string, hint: string | undefined): AppError {
  return new AppError('invalid-input', message, { field: 'host', ...(hint === undefined ? {} : { hint }) });
}
