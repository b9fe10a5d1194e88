import type { CertificateName, NameLimits } from '../../ipc/schemas';
import { AppError } from '../errors';
import { parseDnsName } from './dns-name';
import { formatSubtree, inRange, parseIp, parseIpRange } from './ip';
import { hostOf } from './name-host';
import { quoted } from './name-problem';
import { parseCertificate, parsedOf } from './parsed-certificate';
import { isSharedSuffix } from './public-suffix';

/**
 * What a new root may sign for, unless told: names that nobody can own on the internet, and addresses that do not leave the
 * local networks. localhost, test, example, invalid: RFC 6761; local: RFC 6762; home.arpa: RFC 8375; internal: reserved by
 * ICANN in 2024; lan: what many home routers hand out. Addresses: loopback (RFC 1122, RFC 4291), private (RFC 1918, unique
 * local RFC 4193), link-local (RFC 3927, RFC 4291).
 */
export function defaultLimits(): NameLimits {
  return {
    kind: 'limited',
    dns: ['localhost', 'test', 'internal', 'local', 'lan', 'home.arpa', 'example', 'invalid'],
    ip: [
      '127.0.0.0/8',
      '10.0.0.0/8',
      '172.16.0.0/12',
      '192.168.0.0/16',
      '169.254.0.0/16',
      '::1/128',
      'fc00::/7',
      'fe80::/10',
    ],
  };
}

/**
 * Limits as typed to their normal form: lower case, punycode, no leading "*." or ".", CIDR with the first address, each once;
 * `localhost` is always among them, since the proof of trust opens a page there.
 * Throws `invalid-input` with the field "dns" or "ip" for text that is neither, for a public suffix such as com, for a range
 * that holds every address, and when no domain is left: a certificate without a DNS subtree is not limited in its DNS names
 * (RFC 5280 section 4.2.1.10).
 */
export function parseLimits(limits: NameLimits): NameLimits {
  if (limits.kind === 'none') return { kind: 'none' };
  if (limits.dns.length === 0) {
    throw new AppError('invalid-input', 'The limits name no domain.', {
      field: 'dns',
      hint: 'Add at least one, such as test or localhost; or choose a root without limits.',
    });
  }
  const dns = [...new Set(limits.dns.map(parseDomain))];
  return {
    kind: 'limited',
    dns: dns.includes('localhost') ? dns : ['localhost', ...dns],
    ip: [...new Set(limits.ip.map(parseRange))],
  };
}

/**
 * The limits that a root certificate carries, PEM or DER: its permitted DNS and IP subtrees. A mask with holes is not
 * CIDR and is left out, so the answer never permits more than the certificate. Throws `certificate-unreadable`.
 */
export function limitsOf(certificate: string | Uint8Array): NameLimits {
  const parsed = typeof certificate === 'string' ? parseCertificate(certificate) : parsedOf(certificate);
  const constraints = parsed.nameConstraints;
  if (constraints === undefined) return { kind: 'none' };
  const { permitted } = constraints;
  return {
    kind: 'limited',
    dns: permitted.flatMap((name) => (name.type === 'dns' ? [name.text.toLowerCase()] : [])),
    ip: permitted.flatMap((name) => (name.type === 'ip' ? (formatSubtree(name.bytes) ?? []) : [])),
  };
}

function parseDomain(typed: string): string {
  const fail = (message: string, hint: string) => new AppError('invalid-input', message, { field: 'dns', hint });
  const text = typed.trim().replace(/^\*?\./, '');
  if (text === '') throw fail('One of the domains is empty.', 'Take it out, or type a domain such as test.');
  if (parseIpRange(text) !== undefined) {
    throw fail(`${quoted(text)} is an address, not a domain.`, 'Add it to the addresses instead.');
  }
  const parsed = parseDnsName(text);
  if ('code' in parsed) throw fail(parsed.message, parsed.hint);
  if (isSharedSuffix(parsed.value)) {
    throw fail(
      `${quoted(parsed.value)} is a public suffix: with it the root could sign for everybody's sites below ${parsed.value}.`,
      `Name a domain that is yours, such as example.${parsed.value}.`,
    );
  }
  return parsed.value;
}

function parseRange(typed: string): string {
  const fail = (message: string, hint: string) => new AppError('invalid-input', message, { field: 'ip', hint });
  const range = parseIpRange(typed.trim());
  if (range === undefined) {
    throw fail(
      `${quoted(typed.trim())} is not a range of addresses.`,
      'Type it as 10.0.0.0/8 or fd00::/8, or a single address such as 192.168.1.10.',
    );
  }
  if (range.prefix === 0) {
    throw fail(
      `${range.text} holds every address, so it limits nothing.`,
      'Name a smaller range, or choose a root without limits.',
    );
  }
  return range.text;
}

/**
 * Whether a DNS name is the domain or lies below it; a wildcard counts as a label (RFC 5280 section 4.2.1.10). A dot at the
 * start, which some authorities write and OpenSSL and NSS read so, leaves the domain itself out; an empty domain holds all.
 */
export function isBelow(name: string, domain: string): boolean {
  if (domain === '' || name === domain) return true;
  return name.endsWith(domain.startsWith('.') ? domain : `.${domain}`);
}

/**
 * Whether a root with these limits may sign for the name. E-mail addresses and URIs are judged by their host, since the root
 * carries subtrees of those types for the same domains; a URI with an address as host is never inside (same section).
 */
export function isPermitted(name: CertificateName, limits: NameLimits): boolean {
  if (limits.kind === 'none') return true;
  if (name.type === 'ip') {
    const address = parseIp(name.value);
    return (
      address !== undefined &&
      limits.ip.some((text) => {
        const range = parseIpRange(text);
        return range !== undefined && inRange(address, range);
      })
    );
  }
  const host = hostOf(name);
  return host !== undefined && limits.dns.some((domain) => isBelow(host, domain));
}

/**
 * The first domain or range of some limits that reaches outside of others; "any name" when they are none under limits;
 * undefined when they lie inside.
 */
export function outsideLimits(limits: NameLimits, above: NameLimits): string | undefined {
  if (above.kind === 'none') return undefined;
  if (limits.kind === 'none') return 'Any name';
  const ranges = above.ip.flatMap((text) => parseIpRange(text) ?? []);
  const contains = (text: string) => {
    const range = parseIpRange(text);
    const first = parseIp(text.split('/')[0] ?? '');
    return (
      range !== undefined &&
      first !== undefined &&
      ranges.some((outer) => outer.prefix <= range.prefix && inRange(first, outer))
    );
  };
  return (
    limits.dns.find((domain) => !above.dns.some((outer) => isBelow(domain, outer))) ??
    limits.ip.find((range) => !contains(range))
  );
}

/** The limits as one phrase for a sentence: "names under localhost and test, addresses in 127.0.0.0/8". */
export function describeLimits(limits: NameLimits): string {
  if (limits.kind === 'none') return 'any name and any address';
  const names = `names under ${list(limits.dns)}`;
  return limits.ip.length === 0 ? `${names}, and no addresses` : `${names}, and addresses in ${list(limits.ip)}`;
}

function list(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}
