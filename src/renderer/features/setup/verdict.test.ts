import { describe, expect, it } from 'vitest';
import type { Outcome, Proof } from '../../../ipc/schemas';
import type { SetupResult } from '../../../ipc/setup-schemas';
import { verdictOf } from './verdict';

const outcome = (kind: Outcome['outcome']): Outcome => ({
  storeId: kind,
  label: kind,
  location: '/x',
  outcome: kind,
  message: '',
});

const proofOf = (kind: Proof['result']): SetupResult['proof'] => ({
  passed: kind === 'passed',
  at: '2026-11-22T10:00:00Z',
  address: 'https://localhost:1',
  proofs: [{ id: 'curl', label: 'curl', result: kind, message: '', durationMs: 1 }],
});

function result(kinds: Outcome['outcome'][], proof: Proof['result'] | null): SetupResult {
  return {
    authority: {
      id: 'root',
      name: 'My CA',
      commonName: 'My CA',
      kind: 'root',
      isDefault: true,
      origin: 'made',
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
    proof: proof === null ? null : proofOf(proof),
  };
}

describe('the verdict over a set-up', () => {
  it('is ready only when every store is done and the proof passed', () => {
    expect(verdictOf(result(['done', 'already'], 'passed')).tone).toBe('ok');
    expect(verdictOf(result(['done'], 'failed')).title).toMatch(/check failed/);
    expect(verdictOf(result(['done', 'failed'], 'passed')).text).toMatch(/1 store could not/);
    expect(verdictOf(result([], null)).title).toMatch(/trusted nowhere/);
  });

  it.each([null, 'not-run'] as const)('claims no proof that was not made (%s)', (proof) => {
    const verdict = verdictOf(result(['done', 'already'], proof));
    expect(verdict).toMatchObject({ tone: 'warn', title: 'Set up, but not proven' });
    expect(verdict.text).not.toMatch(/failed|have proven/);
  });
});
