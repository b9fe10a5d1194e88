import type { CertificateName, NameCheck, NameLimits, Purpose } from '../../ipc/schemas';
import { parseDnsName } from './dns-name';
import { parseIp } from './ip';
import { ipProblem } from './ip-problem';
import { describeLimits, isPermitted } from './limits';
import { hostOf } from './name-host';
import { type NameProblem, quoted } from './name-problem';
import { maxNames } from './profile';
import { registeredDomain } from './public-suffix';
import { looksLikeUri, parseEmail, parseUri, webAddressProblem } from './uri-name';
import { parseWildcard } from './wildcard';

export interface ParsedName {
  name: CertificateName;
  note?: string;
}

export interface NameContext {
  limits: NameLimits;
  /**
   * E-mail addresses and URIs name people and workloads, so a certificate for servers alone does not take them; one for
   * e-mail takes addresses of mailboxes only.
   */
  purpose: Purpose;
}

/**
 * One name as typed. Recognised in this order, as mkcert does: IP address, e-mail address, URI with scheme and host, and
 * else a host name, whose IDN becomes punycode. Text that is close to one of them gets a problem that says what would be right.
 */
export function parseName(typed: string, purpose: Purpose): ParsedName | NameProblem {
  const text = typed.trim();
  const parsed = recognise(text, purpose);
  return purpose === 'email' && 'name' in parsed && parsed.name.type !== 'email' ? noMailbox(parsed.name) : parsed;
}

/** A certificate for mail names mailboxes; mail programs pass over all other names (RFC 8550 section 3). */
function noMailbox({ type, display }: CertificateName): NameProblem {
  return {
    code: 'bad-name',
    message: `${quoted(display)} is no e-mail address, and a certificate for e-mail names mailboxes.`,
    hint: `${type === 'dns' ? `Type me@${display.replace(/^\*\./, '')}` : 'Type an address such as me@app.test'}, or choose a certificate for servers or clients.`,
  };
}

function recognise(text: string, purpose: Purpose): ParsedName | NameProblem {
  if (text === '') return { code: 'empty', message: 'The name is empty.', hint: 'Type a name such as app.test.' };
  if (/[\s,;]/.test(text)) {
    return {
      code: 'space',
      message: `${quoted(text)} has ${/\s/.test(text) ? 'a space' : 'a separator'} in it, which no name may have.`,
      hint: 'Put a comma between names: app.test, api.app.test.',
    };
  }
  const ip = parseIp(text);
  if (ip !== undefined) return withNote({ type: 'ip', value: ip.text, display: ip.text }, ipNote(ip.text));
  if (looksLikeUri(text)) return parseUri(text, purpose);
  const badIp = ipProblem(text);
  if (badIp !== undefined) return badIp;
  if (/^[^@/]+@[^@/]+$/.test(text)) return parseEmail(text, purpose);
  const address = webAddressProblem(text);
  if (address !== undefined) return address;
  if (text.includes('*')) return parseWildcard(text);
  const dns = parseDnsName(text);
  return 'code' in dns ? dns : withNote({ type: 'dns', value: dns.value, display: dns.display }, dns.note);
}

function withNote(name: CertificateName, note: string | undefined): ParsedName {
  return note === undefined ? { name } : { name, note };
}

function ipNote(ip: string): string | undefined {
  if (ip === '0.0.0.0' || ip === '::')
    return 'A server listens on this address, but a browser opens another, such as 127.0.0.1.';
  return undefined;
}

/**
 * Checks names as typed, each by itself and against the others: form, the limits of the root, the same name twice, and how
 * many there are. One answer for each input, in the same order.
 */
export function checkNames(inputs: readonly string[], context: NameContext): NameCheck[] {
  const seen = new Map<string, string>();
  const checks = inputs.map((input): NameCheck => {
    const parsed = parseName(input, context.purpose);
    if ('code' in parsed) return failed(input, parsed);
    const { name, note } = parsed;
    const key = `${name.type} ${name.value}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) return failed(input, duplicate(input.trim(), earlier));
    if (!isPermitted(name, context.limits)) return failed(input, outside(name, context.limits), name);
    if (seen.size >= maxNames) return failed(input, tooMany(inputs.length), name);
    seen.set(key, input.trim());
    return { input, ok: true, name, ...(note === undefined ? {} : { note }) };
  });
  return checks.map((check) => withoutNeedlessNote(check, seen));
}

/** A wildcard's note says that the bare name is not covered; it goes when the bare name is in the list. */
function withoutNeedlessNote(check: NameCheck, seen: ReadonlyMap<string, string>): NameCheck {
  const { note, ...rest } = check;
  const value = check.name?.value ?? '';
  const needless = note !== undefined && value.startsWith('*.') && seen.has(`dns ${value.slice(2)}`);
  return needless ? rest : check;
}

function failed(input: string, problem: NameProblem, name?: CertificateName): NameCheck {
  return { input, ok: false, ...(name === undefined ? {} : { name }), problem };
}

function duplicate(text: string, earlier: string): NameProblem {
  return {
    code: 'duplicate',
    message:
      text === earlier
        ? `${quoted(text)} is in the list twice.`
        : `${quoted(text)} is the same name as ${quoted(earlier)}, which is in the list already.`,
    hint: 'Take one of them out.',
  };
}

function outside(name: CertificateName, limits: NameLimits): NameProblem {
  const host = hostOf(name)?.replace(/^\*\./, '');
  const address = name.type === 'uri' && host !== undefined ? parseIp(host.replace(/^\[|\]$/g, '')) : undefined;
  if (address !== undefined) {
    return {
      code: 'outside-limits',
      message: `${quoted(name.display)} has an address as its host, which the limits of an authority cannot include (RFC 5280 section 4.2.1.10).`,
      hint: `Put a name in its place, as in https://app.test/; or type ${address.text} alone, as an address.`,
    };
  }
  const wider = host === undefined ? name.display : registeredDomain(host);
  return {
    code: 'outside-limits',
    message: `${quoted(name.display)} is outside this authority's limits, so browsers would refuse it.`,
    hint: `This authority signs for ${describeLimits(limits)}. Use such a name, or make one whose limits include ${wider}.`,
  };
}

function tooMany(total: number): NameProblem {
  return {
    code: 'too-many',
    message: `${total} names are too many: one certificate holds ${maxNames} at most.`,
    hint: 'Make more than one certificate, or use a wildcard such as *.app.test for many names at once.',
  };
}
