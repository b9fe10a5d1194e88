import { describe, expect, it } from 'vitest';
import type { ForeignRoot } from '../../../../ipc/trust-schemas';
import { fits, reviewWords } from './finds';

const root = (change: Partial<ForeignRoot>): ForeignRoot => ({
  fingerprint256: 'ab'.repeat(32),
  name: 'mkcert ada@workbench',
  subject: 'CN=mkcert ada@workbench',
  tool: 'mkcert',
  toolLabel: 'mkcert',
  notBefore: '2025-01-01T00:00:00Z',
  notAfter: '2035-01-01T00:00:00Z',
  expired: false,
  stores: [{ id: 'system', label: 'System store', trusted: true, remove: { description: '', commands: [] } }],
  keys: [],
  files: [],
  orphan: false,
  advice: '',
  severity: 'danger',
  ...change,
});
const ours = root({ authorityId: 'root', severity: 'info', name: 'My CA', tool: 'sealwax', toolLabel: 'Sealwax' });

describe('the filter over found authorities', () => {
  it.each([
    ['all', [true, true]],
    ['attention', [true, false]],
    ['others', [true, false]],
    ['ours', [false, true]],
  ] as const)('%s', (filter, expected) => {
    expect([root({}), ours].map((each) => fits(each, filter, ''))).toEqual(expected);
  });

  it.each(['WORKBENCH', 'system', 'AB:AB:AB', 'abab', 'mkcert'])('finds "%s"', (text) => {
    expect(fits(root({}), 'all', text)).toBe(true);
  });

  it('leaves out what none of the words is in', () => {
    expect(fits(root({}), 'all', 'caddy')).toBe(false);
  });
});

describe('the word beside the matrix', () => {
  it('is nothing when only ours and harmless ones are there', () => {
    expect(reviewWords([ours, root({ severity: 'info' })])).toBeUndefined();
  });

  it('says who and why in a line', () => {
    expect(
      reviewWords([root({}), root({ tool: 'caddy', toolLabel: 'Caddy', orphan: true, severity: 'warning' })]),
    ).toEqual({
      title: '2 other authorities need a look',
      text: 'mkcert (key readable on disk) and Caddy (left over).',
      count: 2,
      danger: true,
    });
  });
});
