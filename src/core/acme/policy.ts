import type { AcmeConfig, AcmePolicy } from './config-schema';
import { AcmeProblem } from './problem';
import type { AccountRecord } from './records';

/** What an account may have: what was said of it, else of the key that it is bound with, else whatever the authority may sign. */
export function policyOf({ id, binding }: AccountRecord, { policies, keys }: AcmeConfig): AcmePolicy {
  return policies[id] ?? keys.find((key) => key.id === binding?.keyId)?.policy ?? {};
}

/**
 * Refuses an account that was shut out, and one whose binding key was taken back; from the network also one that is not bound.
 * Throws `unauthorized`.
 */
export function checkAdmitted(
  { id, binding }: AccountRecord,
  { blocked, keys }: AcmeConfig,
  { mustBeBound }: { mustBeBound: boolean },
): void {
  if (blocked.includes(id))
    throw new AcmeProblem('unauthorized', 'This account was shut out by the owner of this server.');
  const bound = keys.some((key) => key.id === binding?.keyId);
  if (binding !== undefined && !bound) {
    throw new AcmeProblem('unauthorized', 'The key that this account is bound with was taken back.');
  }
  if (mustBeBound && !bound) {
    throw new AcmeProblem('unauthorized', 'Only accounts that are bound with a key of this server get in from here.');
  }
}
