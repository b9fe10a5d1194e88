import { createHash } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { errnoOf } from '../system/fs-error';
import type { ChallengeLook } from './challenge-look';
import { AcmeProblem } from './problem';

/** Records that are looked at; a name that is validated often may have old ones beside the new. */
const recordsMost = 100;

/** dns-01 (RFC 8555 section 8.4), by the name servers that the user chose, else those of the system. */
export async function dnsChallenge({ identifier, keyAuthorization, options, signal }: ChallengeLook): Promise<void> {
  const name = `_acme-challenge.${identifier.value}`;
  const wanted = createHash('sha256').update(keyAuthorization).digest('base64url');
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  if (options.resolvers.length > 0) resolver.setServers([...options.resolvers]);
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel);
  let records: string[][];
  try {
    records = await resolver.resolveTxt(name);
  } catch (error) {
    if (signal.aborted) throw error;
    throw new AcmeProblem('dns', explain(name, errnoOf(error)));
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  if (records.slice(0, recordsMost).some((parts) => parts.join('') === wanted)) return;
  throw new AcmeProblem('incorrectResponse', `No TXT record of ${name} has the challenge's value.`);
}

function explain(name: string, code: string | undefined): string {
  if (code === 'ENOTFOUND' || code === 'ENODATA') return `There is no TXT record of ${name}.`;
  if (code === 'ECONNREFUSED' || code === 'ETIMEOUT') return `No name server answered when ${name} was asked for.`;
  return `The name servers could not answer for ${name}.`;
}
