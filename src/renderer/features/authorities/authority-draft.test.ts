import { describe, expect, it } from 'vitest';
import type { Authority, KeychainReport, NameLimits } from '../../../ipc/schemas';
import { draftFrom, freeName, nameProblem, requestOf, yearsProblem } from './authority-draft';

const limits: NameLimits = { kind: 'limited', dns: ['localhost', 'test'], ip: ['127.0.0.0/8'] };
const keychain: KeychainReport = { state: 'ready', message: '' };
const suggestedName = 'Sealwax Development CA (ada@workbench)';
const parent = {
  id: 'r',
  name: suggestedName,
  limits: { kind: 'limited', dns: ['test'], ip: [] },
} as unknown as Authority;

describe('the draft of a new authority', () => {
  it('takes a name that no other has, inside 64 characters', () => {
    expect(freeName('A', ['B'])).toBe('A');
    expect(freeName('A', ['A', 'A 2'])).toBe('A 3');
    const long = 'x'.repeat(64);
    expect(freeName(long, [long])).toBe(`${'x'.repeat(62)} 2`);
  });

  it('types the passphrase where the keychain is not ready', () => {
    const from = { suggestedName, limits, taken: [] };
    expect(draftFrom({ ...from, keychain }).keep).toBe('keychain');
    expect(draftFrom({ ...from, keychain: { state: 'absent', message: '' } }).keep).toBe('session');
  });

  it('becomes a request without empty subject fields, and with the parent of an intermediate', () => {
    const draft = draftFrom({ suggestedName, limits, keychain, taken: [suggestedName], parent });
    expect(requestOf({ ...draft, subject: { organization: ' Acme ', country: '  ' } }, parent.id)).toEqual({
      name: 'Sealwax Intermediate CA (ada@workbench)',
      limits: { kind: 'limited', dns: ['test'], ip: [] },
      keyType: 'ecdsa-p256',
      keep: 'keychain',
      years: 5,
      subject: { organization: 'Acme' },
      parentId: 'r',
    });
    expect(requestOf(draftFrom({ suggestedName, limits, keychain, taken: [] }), undefined)).not.toHaveProperty(
      'subject',
    );
  });

  it('refuses what the contract would', () => {
    expect(nameProblem('  ')).toMatch(/Give the authority a name/);
    expect(nameProblem('x'.repeat(65))).toMatch(/has 65/);
    expect([1, 30].map(yearsProblem)).toEqual([undefined, undefined]);
    expect([0, 31, 1.5, undefined].map(yearsProblem).every((problem) => problem !== undefined)).toBe(true);
  });
});
