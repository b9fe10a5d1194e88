import { describe, expect, it } from 'vitest';
import type { RemovedEverything } from '../../../../ipc/trust-schemas';
import { proofOf } from './everything';

const outcome = (kind: 'done' | 'cancelled'): RemovedEverything['outcomes'][number] => ({
  storeId: 'system',
  label: 'System store',
  location: '/etc',
  outcome: kind,
  message: '',
});
const left = { store: 'System store', fingerprint256: 'ab'.repeat(32), name: 'CA' };
const unread = { id: 'nss:/x', label: 'Firefox', message: 'locked' };

describe('what the scan after removing everything proves', () => {
  it('is proof when it could look everywhere and found nothing', () => {
    expect(proofOf({ outcomes: [outcome('done')], left: [], unread: [] })).toMatchObject({
      tone: 'ok',
      title: 'Nothing is left',
    });
  });

  it('is no proof of a store that it could not read', () => {
    expect(proofOf({ outcomes: [], left: [], unread: [unread] })).toMatchObject({
      tone: 'warn',
      title: 'The scan found nothing left where it could look',
    });
  });

  it('is a calm answer when a person cancelled, and an alarm when they did not', () => {
    expect(proofOf({ outcomes: [outcome('cancelled')], left: [left], unread: [] }).tone).toBe('warn');
    expect(proofOf({ outcomes: [outcome('done')], left: [left], unread: [] }).tone).toBe('bad');
  });
});
