import { describe, expect, it } from 'vitest';
import { fourNodes, reportWords, restOf } from './batch-text';

describe('issuing many at once', () => {
  it('offers an example of four nodes, each for server and client', () => {
    expect(fourNodes.match(/^node\d\.test,,server-client$/gm)).toHaveLength(4);
  });

  it('gives back what was not issued as a list', () => {
    const certificate = { id: 'a', fingerprint: '00', notAfter: '2027-01-01T00:00:00.000Z' };
    expect(
      restOf([
        { line: 1, names: ['a.test'], certificate },
        { line: 2, names: ['b.test', '10.0.0.1'], problem: { code: 'cancelled', message: 'Cancelled.' } },
        { line: 3, names: ['c.test'], problem: { code: 'cancelled', message: 'Cancelled.' } },
      ]),
    ).toBe('b.test, 10.0.0.1\nc.test');
  });

  it.each([
    [4, 0, false, '4 certificates issued.'],
    [1, 1, false, '1 certificate issued, 1 row was not.'],
    [10, 990, true, 'Stopped. 10 certificates issued, 990 rows were not.'],
  ] as const)('says %d issued, %d not', (issued, failed, cancelled, words) => {
    expect(reportWords(issued, failed, cancelled)).toBe(words);
  });
});
