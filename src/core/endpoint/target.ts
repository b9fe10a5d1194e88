import type { InspectTarget, Start } from '../../ipc/inspect-schemas';
import { AppError } from '../errors';
import { parseDnsName } from '../pki/dns-name';
import { parseIp } from '../pki/ip';
import { parseAuthority } from '../watched/host-target';
import { starts } from './wire/starttls';

export interface TypedTarget {
  target: string;
  /** Instead of what the scheme or the port says. */
  start?: Start | undefined;
  /** Instead of the host: the name in the handshake and in the certificate. */
  serverName?: string | undefined;
}

/** Protocols that begin with TLS at once, and their ports. */
const directPorts: Record<string, number> = {
  ...{ tls: 443, ssl: 443, https: 443, wss: 443, imaps: 993, ldaps: 636, pop3s: 995, smtps: 465, ftps: 990 },
  // What is typed is often copied from a browser; whether it is TLS after all is what is looked at.
  ...{ http: 80, ws: 80, xmpps: 5223 },
};

/**
 * A server as people type it: "app.test", "app.test:8443", ":5173", "[::1]:443", "https://app.test/page", "smtp://mail.test:587".
 * How TLS begins is what was said, else what the scheme says, else what is usual on that port. Throws `invalid-input` with the
 * field `target` or `serverName`.
 */
export function parseTarget({ target: typed, start, serverName }: TypedTarget): InspectTarget {
  const text = typed.trim();
  if (text === '') throw bad('There is no target yet.', 'Type a host and a port, such as app.test:443.');
  const [, given, rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(text) ?? [];
  const scheme = given?.toLowerCase();
  const ofScheme = scheme === undefined ? undefined : starts.find(({ schemes }) => schemes.includes(scheme));
  const usual = scheme === undefined ? 443 : (ofScheme?.ports[0] ?? directPorts[scheme]);
  if (usual === undefined) {
    throw bad(`${given}:// is no protocol that is known here.`, 'Type a host and a port, such as app.test:443.');
  }
  const {
    host,
    port,
    text: place,
  } = authority(/^:?\d{1,5}$/.test(rest) ? `localhost:${rest.replace(':', '')}` : rest, usual);
  const ofPort = scheme === undefined ? starts.find(({ ports }) => ports.includes(port)) : undefined;
  const found = start ?? ofScheme?.id ?? ofPort?.id ?? 'tls';
  const said = start !== undefined || scheme !== undefined;
  const name = serverNameOf(serverName, host);
  return {
    host,
    port,
    text: found === 'tls' ? place : `${found}://${place}`,
    start: found,
    startFrom: said ? 'said' : ofPort === undefined ? 'default' : 'port',
    ...(name === undefined ? {} : { serverName: name }),
  };
}

function authority(text: string, usualPort: number) {
  try {
    return parseAuthority(text, usualPort);
  } catch (error) {
    if (error instanceof AppError) throw bad(error.message, error.hint);
    throw error;
  }
}

/** An address is no name for the handshake (RFC 6066 section 3). */
function serverNameOf(typed: string | undefined, host: string): string | undefined {
  if (typed === undefined || typed.trim() === '') return parseIp(host) === undefined ? host : undefined;
  const name = parseDnsName(typed.trim());
  if (!('code' in name) && !typed.includes('*')) return name.value;
  throw new AppError('invalid-input', `“${typed.trim().slice(0, 100)}” is no name of a server.`, {
    field: 'serverName',
    hint: 'Type a host name such as app.test.',
  });
}

function bad(message: string, hint: string | undefined): AppError {
  return new AppError('invalid-input', message, { field: 'target', ...(hint === undefined ? {} : { hint }) });
}
