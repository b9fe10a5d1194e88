import { describe, expect, it } from 'vitest';
import type { SetupPlan } from '../../../ipc/setup-schemas';
import { typeInto } from '../../ui/chips';
import { limitsOf } from '../../ui/limits-draft';
import { draftOf, nameProblem } from './setup-draft';

const plan: SetupPlan = {
  suggestedName: 'Sealwax Development CA',
  dataFolder: '/data',
  limits: { kind: 'limited', dns: ['localhost', 'test'], ip: ['127.0.0.0/8'] },
  keychain: { state: 'locked', message: 'The keychain is locked.' },
  stores: [],
};

describe('the draft of a set-up', () => {
  it('starts with a typed passphrase where the keychain is not ready', () => {
    expect(draftOf(plan).keep).toBe('session');
    expect(draftOf({ ...plan, keychain: { state: 'ready', message: '' } }).keep).toBe('keychain');
  });

  it('counts a domain that was typed but not confirmed', () => {
    const draft = draftOf(plan);
    expect(limitsOf({ ...draft, dns: typeInto(draft.dns, 'shop.example') })).toEqual({
      kind: 'limited',
      dns: ['localhost', 'test', 'shop.example'],
      ip: ['127.0.0.0/8'],
    });
  });

  it('always names localhost, first and once, since trust is proven with it', () => {
    const without = draftOf({ ...plan, limits: { kind: 'limited', dns: ['test'], ip: [] } });
    expect(limitsOf(without)).toMatchObject({ dns: ['localhost', 'test'] });
    const later = draftOf({ ...plan, limits: { kind: 'limited', dns: ['test', 'localhost'], ip: [] } });
    expect(limitsOf(later)).toMatchObject({ dns: ['localhost', 'test'] });
  });

  it('has no limits only when that was chosen', () => {
    expect(limitsOf({ ...draftOf(plan), unlimited: true })).toEqual({ kind: 'none' });
  });

  it('refuses a name that is empty or does not fit', () => {
    expect(nameProblem('  ')).toMatch(/Give/);
    expect(nameProblem('x'.repeat(65))).toMatch(/65/);
    expect(nameProblem('x'.repeat(64))).toBeUndefined();
  });
});
