import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../ipc/schemas';
import { outcomesHeadline } from './headline';

const outcome = (kind: Outcome['outcome']): Outcome => ({
  storeId: kind,
  label: 'System store',
  location: '/usr/local/share/ca-certificates',
  outcome: kind,
  message: '',
});

describe('the headline over the outcomes', () => {
  it('counts a store that was already right as right', () => {
    expect(outcomesHeadline({ action: 'install', outcomes: [outcome('done'), outcome('already')] })).toBe(
      'Installed in 2 stores.',
    );
  });

  it('does not hide a store that failed', () => {
    expect(outcomesHeadline({ action: 'remove', outcomes: [outcome('done'), outcome('not-allowed')] })).toBe(
      'Gone from 1 store; 1 store could not be changed.',
    );
  });

  it('says calmly that a person cancelled', () => {
    expect(outcomesHeadline({ action: 'install', outcomes: [outcome('cancelled')] })).toBe(
      'You cancelled; nothing was changed.',
    );
    expect(outcomesHeadline({ action: 'install', outcomes: [outcome('done'), outcome('cancelled')] })).toBe(
      'Installed in 1 store; you cancelled one.',
    );
  });
});
