import type { Keep } from '../../../ipc/schemas';
import type { SetupPlan } from '../../../ipc/setup-schemas';
import { type LimitsDraft, rootLimitsDraft } from '../../ui/limits-draft';

/** What the person chose so far; it outlives a set-up that failed. */
export interface SetupDraft extends LimitsDraft {
  name: string;
  keep: Keep;
  stores: readonly string[];
}

export function draftOf(plan: SetupPlan): SetupDraft {
  return {
    name: plan.suggestedName,
    ...rootLimitsDraft(plan.limits),
    keep: plan.keychain.state === 'ready' ? 'keychain' : 'session',
    // A store whose tool is missing cannot be changed; it can still be ticked, and then says so in its result. One that another
    // fills, and one that another stands for, are left as they are.
    stores: plan.stores
      .filter((store) => store.state !== 'tool-missing' && store.follows === undefined && store.optional !== true)
      .map((store) => store.id),
  };
}

/** The longest name that fits a common name: 64 characters (RFC 5280, appendix A.1, ub-common-name). */
export const longestName = 64;

export function nameProblem(name: string): string | undefined {
  const trimmed = name.trim();
  if (trimmed === '') return 'Give the authority a name, so that you find it in the lists of your browsers.';
  if (trimmed.length > longestName) return `Use at most ${longestName} characters; this name has ${trimmed.length}.`;
  return undefined;
}
