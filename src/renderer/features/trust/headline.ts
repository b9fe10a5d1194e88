import type { Outcome } from '../../../ipc/schemas';

export type StoreAction = 'install' | 'remove';

export interface Results {
  action: StoreAction;
  outcomes: Outcome[];
}

const places = (count: number) => `${count} ${count === 1 ? 'store' : 'stores'}`;

/**
 * One sentence over the outcomes: how many stores changed, and how many did not and why it matters. A question that a person
 * cancelled is an answer, not a failure.
 */
export function outcomesHeadline({ action, outcomes }: Results): string {
  const count = (...kinds: Outcome['outcome'][]) => outcomes.filter(({ outcome }) => kinds.includes(outcome)).length;
  const good = count('done', 'already');
  const cancelled = count('cancelled');
  const bad = outcomes.length - good - cancelled;
  if (outcomes.length > 0 && cancelled === outcomes.length) return 'You cancelled; nothing was changed.';
  const parts = [
    `${action === 'install' ? 'Installed in' : 'Gone from'} ${places(good)}`,
    ...(cancelled > 0 ? [`you cancelled ${cancelled === 1 ? 'one' : cancelled}`] : []),
    ...(bad > 0 ? [`${places(bad)} could not be changed`] : []),
  ];
  return `${parts.join('; ')}.`;
}
