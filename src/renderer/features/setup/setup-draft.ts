import type { Keep, NameLimits, SetupPlan } from '../../../ipc/schemas';
import { type Chips, chipsOf, chipsWithFixed, confirmDraft, textsOf } from '../../ui/chips';

/** What the person chose so far; it outlives a set-up that failed. */
export interface SetupDraft {
  name: string;
  dns: Chips;
  ip: Chips;
  unlimited: boolean;
  /** The box below the warning of an unlimited root. */
  understood: boolean;
  keep: Keep;
  stores: readonly string[];
}

/** Belongs to every limited root: the proof of trust opens a page there, so the main process adds it in any case. */
const always = 'localhost';

export function draftOf(plan: SetupPlan): SetupDraft {
  const limits = plan.limits.kind === 'limited' ? plan.limits : { dns: [], ip: [] };
  return {
    name: plan.suggestedName,
    dns: chipsWithFixed(always, limits.dns),
    ip: chipsOf(limits.ip),
    unlimited: plan.limits.kind === 'none',
    understood: false,
    keep: plan.keychain.state === 'ready' ? 'keychain' : 'session',
    // A store whose tool is missing cannot be changed; it can still be ticked, and then says so in its result.
    stores: plan.stores.filter((store) => store.state !== 'tool-missing').map((store) => store.id),
  };
}

/** The limits as typed; text that is still in a field counts. */
export function limitsOf(draft: SetupDraft): NameLimits {
  if (draft.unlimited) return { kind: 'none' };
  return { kind: 'limited', dns: textsOf(confirmDraft(draft.dns)), ip: textsOf(confirmDraft(draft.ip)) };
}

/** The longest name that fits a common name: 64 characters (RFC 5280, appendix A.1, ub-common-name). */
export const longestName = 64;

export function nameProblem(name: string): string | undefined {
  const trimmed = name.trim();
  if (trimmed === '') return 'Give the authority a name, so that you find it in the lists of your browsers.';
  if (trimmed.length > longestName) return `Use at most ${longestName} characters; this name has ${trimmed.length}.`;
  return undefined;
}
