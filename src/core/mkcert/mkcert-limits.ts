import type { NameLimits } from '../../ipc/schemas';
import { parseIpRange } from '../pki/ip';
import { parseLimits } from '../pki/limits';

/**
 * What a new authority of the mkcert mode may sign for: SEALWAX_MKCERT_LIMITS, domains and address ranges with commas between
 * them; any name when it is not set, since that is what callers of mkcert rely on. Throws `invalid-input`.
 */
export function mkcertLimits(env: NodeJS.ProcessEnv): NameLimits {
  const words = (env.SEALWAX_MKCERT_LIMITS ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (words.length === 0) return { kind: 'none' };
  return parseLimits({
    kind: 'limited',
    dns: words.filter((word) => parseIpRange(word) === undefined),
    ip: words.filter((word) => parseIpRange(word) !== undefined),
  });
}
