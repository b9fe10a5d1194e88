import { describe, expect, it } from 'vitest';
import type { Proof, ProveReport } from '../../ipc/schemas';
import { reportVerdict } from './report-verdict';

const report = (passed: boolean, ...results: Proof['result'][]): ProveReport => ({
  passed,
  at: '2026-11-22T10:00:00Z',
  address: 'https://localhost:40123',
  proofs: results.map((result) => ({ id: result, label: result, result, message: '', durationMs: 1 })),
});

describe('the verdict over a check', () => {
  it('is failed as soon as one client failed', () => {
    expect(reportVerdict(report(false, 'passed', 'failed', 'not-run'))).toBe('failed');
  });

  it('is neither passed nor failed when no client could run', () => {
    expect(reportVerdict(report(false, 'not-run', 'not-run'))).toBe('unchecked');
    expect(reportVerdict(report(false))).toBe('unchecked');
  });

  it('is passed when the report says so', () => {
    expect(reportVerdict(report(true, 'passed', 'not-run'))).toBe('passed');
  });
});
