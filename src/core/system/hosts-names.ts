import { AppError } from '../errors';
import { parseDnsName } from '../pki/dns-name';
import { parseIp } from '../pki/ip';
import { quoted } from '../pki/name-problem';

/** Both loopback addresses: a server may listen on one alone, and clients try the other first. */
const loopback = ['127.0.0.1', '::1'] as const;

/** Whether an address is this machine itself: 127.0.0.0/8 (RFC 1122 section 3.2.1.3) or ::1 (RFC 4291 section 2.5.3). */
export const isLoopback = (address: string): boolean => /^127\.\d+\.\d+\.\d+$/.test(address) || address === '::1';

/** A name as it stands in a hosts file: lower case, punycode where needed. Throws `invalid-name`. */
export function hostsName(typed: string): string {
  const text = typed.trim();
  if (text.includes('*')) {
    throw new AppError('invalid-name', `${quoted(text)} is a wildcard, which the hosts file does not know.`, {
      hint: 'Add the names themselves, such as app.test and api.app.test.',
      field: typed,
    });
  }
  const asIp =
    parseIp(text) === undefined
      ? undefined
      : { message: `${quoted(text)} is an address, not a name.`, hint: 'Type a name such as app.test.' };
  const parsed = asIp ?? parseDnsName(text);
  if (!('message' in parsed)) return parsed.value;
  throw new AppError('invalid-name', parsed.message, { hint: parsed.hint, field: typed });
}

/** The addresses in normal form; both of loopback when none are given. Throws `invalid-input`. */
export function hostsAddresses(typed: readonly string[] | undefined, any: boolean): string[] {
  if (typed === undefined || typed.length === 0) return [...loopback];
  return typed.map((each) => {
    const address = parseIp(each.trim())?.text;
    if (address === undefined) {
      throw new AppError('invalid-input', `${quoted(each)} is no IP address.`, {
        hint: 'Type an address such as 127.0.0.1 or ::1.',
      });
    }
    if (any || isLoopback(address)) return address;
    throw new AppError('invalid-input', `${address} is not this machine, so a name would lead elsewhere.`, {
      hint: 'Add --any-address if that is meant.',
    });
  });
}
