import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/** @returns {Count} */
export const one = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });

export const sum = (counts) =>
  counts.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );

/** Vitest's JSON: a file that could not even be loaded has no tests in it, and counts as one failure. */
function fromVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + (numTodoTests ?? 0),
  };
}

/**
 * Playwright's JSON: a test that passed only when repeated is flaky, and a flaky test is a failed one. Its errors are those
 * outside of any test, such as a clean-up that hung.
 */
function fromPlaywright({ stats: { expected, unexpected, flaky, skipped }, errors }) {
  return { passed: expected, failed: unexpected + flaky + errors.length, skipped };
}

/**
 * What a test runner's report file says. A runner that failed without naming a failed test (it was ended, or wrote no
 * report) counts as one failure.
 * @returns {Count}
 */
export function countReport(file, code) {
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const count = report.stats === undefined ? fromVitest(report) : fromPlaywright(report);
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/** The last line of `npm test`. */
export const summary = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
