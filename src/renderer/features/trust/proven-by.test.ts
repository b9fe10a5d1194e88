import { describe, expect, it } from 'vitest';
import type { ProveReport } from '../../../ipc/schemas';
import { proofsOf, provenWords } from './proven-by';

const report: ProveReport = {
  passed: false,
  at: '2026-11-22T10:00:00Z',
  address: 'https://localhost:40123',
  proofs: [
    { id: 'curl', label: 'curl, with the system store', result: 'passed', message: 'page read', durationMs: 40 },
    { id: 'openssl', label: 'openssl', result: 'passed', message: 'verified', durationMs: 30 },
    { id: 'python', label: 'Python', result: 'not-run', message: 'Python is not installed', durationMs: 0 },
    { id: 'nss:/home/me/.pki/nssdb', label: 'NSS', result: 'failed', message: 'unknown issuer', durationMs: 20 },
  ],
};

describe('what proves a store', () => {
  it('is every client of the system store, without those that did not run', () => {
    const proofs = proofsOf({ id: 'system', kind: 'system' }, report);
    expect(proofs.map((proof) => proof.id)).toEqual(['curl', 'openssl']);
    expect(provenWords(proofs)).toEqual({ ok: true, text: 'curl, openssl' });
  });

  it('is its own handshake for an NSS database, and a failure is told with its reason', () => {
    const proofs = proofsOf({ id: 'nss:/home/me/.pki/nssdb', kind: 'nss' }, report);
    expect(provenWords(proofs)).toEqual({ ok: false, text: 'NSS: unknown issuer' });
  });

  it('is nothing before the first check', () => {
    expect(provenWords(proofsOf({ id: 'system', kind: 'system' }, null))).toBeUndefined();
  });
});
