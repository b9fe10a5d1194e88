import { isIP } from 'node:net';
import type { ProxyForm, ProxyName, ProxyRoute } from '../ipc/proxy-schemas';
import { type Parsed, UsageError } from './command-line';
import { wholeNumber } from './inputs';

/** ssl-proxy's own. */
const usualFrom = '127.0.0.1:4430';

/** The definition that the options of “proxy” come to. Throws `UsageError`. */
export function formOf(parsed: Parsed, authorityId: string | undefined): ProxyForm {
  const { address, port } = listenAt(parsed.value('from') ?? usualFrom);
  const to = parsed.values('to');
  if (to.length === 0) throw new UsageError('--to is missing: the server behind.', 'Write --to 127.0.0.1:5000.');
  const routes = to.map(routeOf);
  const names: ProxyName[] = namesOf(parsed, address).map((name) => ({ name, routes }));
  const redirect = parsed.value('redirect-from') ?? (parsed.has('redirectHTTP') ? '80' : undefined);
  const hsts = parsed.value('hsts');
  return {
    ...{ address, port, names },
    options: {
      redirectFrom: redirect === undefined ? null : wholeNumber('--redirect-from', redirect, 1, 65_535),
      hstsSeconds: hsts === undefined ? null : wholeNumber('--hsts', hsts, 1, 63_072_000),
      clientCertificates: parsed.has('client-cert') ? 'required' : 'off',
      tls13Only: parsed.has('tls13'),
      keyLog: parsed.has('key-log'),
      trustForwarded: parsed.has('trust-forwarded'),
      keepHost: !parsed.has('backend-host'),
    },
    ...(authorityId === undefined ? {} : { authorityId }),
  };
}

function namesOf(parsed: Parsed, address: string): string[] {
  const typed = parsed.values('domain').flatMap((each) => each.split(',').filter((name) => name !== ''));
  if (typed.length > 0) return typed;
  const own = isIP(address) !== 0 && address !== '0.0.0.0' && address !== '::';
  return own ? ['localhost', address] : ['localhost'];
}

function listenAt(typed: string): { address: string; port: number } {
  const [, host = '127.0.0.1', port = ''] = /^(?:(\[[^\]]*\]|[^:]*):)?(\d+)$/.exec(typed) ?? [];
  if (port === '')
    throw new UsageError(
      `--from takes an address with a port, and “${typed}” is none.`,
      'Write --from 127.0.0.1:8443.',
    );
  // As for ssl-proxy, and all that is written in Go, ":443" is every address.
  return {
    address: host === '' ? '0.0.0.0' : host.replace(/^\[|\]$/g, ''),
    port: wholeNumber('--from', port, 1, 65_535),
  };
}

/** "5000", "host:5000", "http://host:5000/", "h2c://host:5000", each with "/path=" before it or not. */
export function routeOf(typed: string): ProxyRoute {
  const [, path = '/', target = ''] = /^(?:(\/[^=]*)=)?(.*)$/.exec(typed) ?? [];
  if (/^https:\/\//i.test(target)) {
    throw new UsageError(
      `${target} speaks TLS already, and the proxy speaks plain HTTP to what is behind it.`,
      'Give its HTTP port.',
    );
  }
  const [, scheme = 'http', host = '127.0.0.1', port = '80'] =
    /^(?:(http|h2c):\/\/)?(?:(\[[^\]]+\]|[^:/\s]+?)(?=[:/]|$))??:?(\d+)?\/?$/i.exec(target) ?? [
      undefined,
      undefined,
      undefined,
      '',
    ];
  if (port === '' || target === '') {
    throw new UsageError(`--to takes a server with its port, and “${typed}” is none.`, 'Write --to 127.0.0.1:5000.');
  }
  return {
    path,
    host: host.replace(/^\[|\]$/g, ''),
    port: wholeNumber('--to', port, 1, 65_535),
    protocol: scheme.toLowerCase() === 'h2c' ? 'h2c' : 'http1',
  };
}
