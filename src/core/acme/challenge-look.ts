import { lookup } from 'node:dns/promises';
import type { AcmeOptions } from './options';
import { AcmeProblem } from './problem';
import type { Identifier } from './records';

/** One look at a challenge. */
export interface ChallengeLook {
  identifier: Identifier;
  token: string;
  /** Token and thumbprint of the account's key (RFC 8555 section 8.1). */
  keyAuthorization: string;
  options: Pick<AcmeOptions, 'httpPort' | 'tlsPort' | 'resolvers'>;
  signal: AbortSignal;
}

/** Addresses of one name that are tried. */
const addressesMost = 4;

/**
 * Where an identifier is: an address itself, or what this machine's own resolver says of a name, hosts file and all, since that is
 * what its programs go by. "localhost" and what is below it are the loopback (RFC 6761 section 6.3). Throws the problem "dns".
 */
export async function addressesOf({ type, value }: Identifier): Promise<string[]> {
  if (type === 'ip') return [value];
  if (value === 'localhost' || value.endsWith('.localhost')) return ['127.0.0.1', '::1'];
  let found: { address: string }[];
  try {
    found = await lookup(value, { all: true, verbatim: true });
  } catch {
    throw new AcmeProblem('dns', `This machine finds no address for ${value}.`);
  }
  return [...new Set(found.map(({ address }) => address))].slice(0, addressesMost);
}

/** Asks the addresses one after the other, until one can be spoken to; what it says then counts. Throws the last failure. */
export async function firstReachable<T>(
  addresses: readonly string[],
  signal: AbortSignal,
  ask: (address: string) => Promise<T>,
): Promise<T> {
  let last: unknown = new AcmeProblem('dns', 'There is no address to look at.');
  for (const address of addresses) {
    try {
      return await ask(address);
    } catch (error) {
      if (signal.aborted || !(error instanceof AcmeProblem && error.type === 'connection')) throw error;
      last = error;
    }
  }
  throw last;
}
