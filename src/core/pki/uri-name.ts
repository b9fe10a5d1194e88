import type { Purpose } from '../../ipc/schemas';
import { parseDnsName } from './dns-name';
import { parseIp } from './ip';
import { parseUrl } from './name-host';
import { type NameProblem, quoted } from './name-problem';
import type { ParsedName } from './names';

/** The local part as RFC 5321 section 4.1.2 has it without quotation marks ("Dot-string"), 64 octets at most. */
const localPart = /^(?!\.)(?!.*\.\.)(?!.*\.$)[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/i;

/** "me@app.test" as an rfc822Name (RFC 5280 section 4.2.1.6). A certificate for servers alone does not take it. */
export function parseEmail(text: string, purpose: Purpose): ParsedName | NameProblem {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const host = parseDnsName(text.slice(at + 1));
  if ('code' in host) return host;
  if (!localPart.test(local)) {
    return {
      code: 'bad-name',
      message: `${quoted(text)} is not an e-mail address: the part before the @ has a character that is not allowed there.`,
      hint: `Type it as me@${host.display}.`,
    };
  }
  if (purpose === 'server') {
    return {
      code: 'bad-name',
      message: `${quoted(text)} is an e-mail address; a server's certificate names hosts.`,
      hint: `Type ${host.display}, or choose a client certificate for a person.`,
    };
  }
  return { name: { type: 'email', value: `${local}@${host.value}`, display: `${local}@${host.display}` } };
}

/** A URI by its scheme: with two slashes, or one of those that never have a host (RFC 8141, RFC 3966, RFC 2397, RFC 6068). */
export const looksLikeUri = (text: string): boolean =>
  /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^(urn|tel|data|mailto|did|tag|sip):(?!\d*([/?#]|$))/i.test(text);

/** Up to the host, the host, and the rest of a URI with two slashes. */
const uriParts = /^([^:]+:\/\/(?:[^/?#]*@)?)(\[[^\]]*\]|[^:/?#]*)(.*)$/s;

/**
 * A URI with scheme and host (RFC 5280 section 4.2.1.6). An internationalised host becomes punycode (section 7.4), which URL
 * does for web schemes only: spiffe://bücher.test would get percent signs. For a server, the host in it is what the person needs.
 */
export function parseUri(text: string, purpose: Purpose): ParsedName | NameProblem {
  const [, before = '', typedHost = '', rest = ''] = uriParts.exec(text) ?? [];
  if (before === '') {
    return {
      code: 'bad-name',
      message: `${quoted(text)} is a URI without a host, and the limits of an authority are hosts (RFC 5280 section 4.2.1.10).`,
      hint: 'Use a URI with a host, as in spiffe://app.test/api.',
    };
  }
  if (/:\/\/[^/?#]*:[^/?#]*@/.test(before)) {
    return {
      code: 'bad-name',
      // The text is not repeated: it holds the password.
      message: 'This web address has a password in it, and everybody can read a certificate.',
      hint: `Leave it out${typedHost === '' ? '' : `: ${before.replace(/\/\/.*/, '//')}${typedHost}${rest}`}.`,
    };
  }
  const host = hostWords(typedHost);
  const url = parseUrl(before + (asciiHost(typedHost) ?? typedHost) + rest);
  if (purpose === 'server' || url === undefined) {
    return {
      code: url === undefined ? 'bad-name' : 'is-url',
      message:
        url === undefined
          ? `${quoted(text)} is not a valid web address.`
          : `${quoted(text)} is a web address; a server's certificate names the host alone, for every port and page.`,
      hint: host === undefined ? 'Type the host, such as app.test.' : `Type ${host}.`,
    };
  }
  if (host === undefined) {
    return {
      code: 'bad-name',
      message: `${quoted(text)} names no host that a certificate can hold.`,
      hint: 'Put a host after the two slashes, as in spiffe://app.test/api.',
    };
  }
  return { name: { type: 'uri', value: url.href, display: text } };
}

/** "app.test:8443" and "app.test/login": close to a name, with the host to use instead. */
export function webAddressProblem(text: string): NameProblem | undefined {
  const port = /^([^:/?#]+):\d*([/?#].*)?$/.exec(text);
  const path = /^([^:/?#]+)[/?#]/.exec(text);
  const host = hostWords(port?.[1] ?? path?.[1] ?? '');
  if (host === undefined) return undefined;
  if (port !== null) {
    return {
      code: 'has-port',
      message: `${quoted(text)} has a port; a certificate is for a name on every port.`,
      hint: `Type ${host}.`,
    };
  }
  return {
    code: 'is-url',
    message: `${quoted(text)} has a path; a certificate is for a name, with every page on it.`,
    hint: `Type ${host}.`,
  };
}

/** The host of a web address as a name to suggest, if it is one. */
function hostWords(host: string): string | undefined {
  const ip = parseIp(host.replace(/^\[|\]$/g, ''));
  if (ip !== undefined) return ip.text;
  if (host === '') return undefined;
  const star = host.startsWith('*.') ? '*.' : '';
  const parsed = parseDnsName(host.slice(star.length));
  return 'code' in parsed ? undefined : star + parsed.display;
}

/** A host name in the form of a certificate; undefined for an address, a wildcard and what is no name. */
function asciiHost(host: string): string | undefined {
  const parsed = parseDnsName(host);
  return 'code' in parsed ? undefined : parsed.value;
}
