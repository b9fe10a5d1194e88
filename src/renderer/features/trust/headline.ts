import type { Outcome } from '../../../ipc/schemas';
import type { StoreAction } from './store-change';

export interface Results {
  action: StoreAction;
  outcomes: Outcome[];
}

/** One sentence over the outcomes: how many stores changed, and how many did not and why it matters. */
export function outcomesHeadline({ action, outcomes }: Results): string {
  const good = outcomes.filter((outcome) => outcome.outcome === 'done' || outcome.outcome === 'already').length;
  const places = (count: number) => `${count} ${count === 1 ? 'store' : 'stores'}`;
  const verb = action === 'install' ? 'Trusted in' : 'Gone from';
  if (good === outcomes.length) return `${verb} ${places(good)}.`;
  return `${verb} ${places(good)}; ${places(outcomes.length - good)} could not be changed.`;
}
