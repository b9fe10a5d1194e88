import { describe, expect, it } from 'vitest';
import type { Outcome, SetupResult } from '../../../ipc/schemas';
import { verdictOf } from './verdict';

const outcome = (kind: Outcome['outcome']): Outcome => ({
  storeId: kind,
  label: kind,
  location: '/x',
  outcome: kind,
  message: '',
});

function result(kinds: Outcome['outcome'][], passed: boolean | null): SetupResult {
  return {
    authority: {
      id: 'root',
      name: 'My CA',
      subject: 'CN=My CA',
      fingerprint: '0'.repeat(64),
      serial: '01',
      notBefore: '2026-11-22T10:00:00Z',
      notAfter: '2036-11-20T10:00:00Z',
      keyType: 'ECDSA P-256',
      limits: { kind: 'none' },
      keep: 'keychain',
      folder: '/x',
      certificateFile: '/x/root.pem',
      problems: [],
    },
    outcomes: kinds.map(outcome),
    proof: passed === null ? null : { passed, at: '2026-11-22T10:00:00Z', address: 'https://localhost:1', proofs: [] },
  };
}

describe('the verdict over a set-up', () => {
  it('is ready only when every store is done and the proof passed', () => {
    expect(verdictOf(result(['done', 'already'], true)).tone).toBe('ok');
    expect(verdictOf(result(['done'], false)).title).toMatch(/check failed/);
    expect(verdictOf(result(['done', 'failed'], true)).text).toMatch(/1 store could not/);
    expect(verdictOf(result([], null)).title).toMatch(/trusted nowhere/);
  });

  it('does not claim a proof that was not made', () => {
    expect(verdictOf(result(['done'], null)).text).not.toMatch(/proven/);
  });
});
