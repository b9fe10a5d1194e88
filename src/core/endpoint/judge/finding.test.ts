import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectFindingCodes } from '../../../ipc/inspect-schemas';
import { exitCodeFor, finding, kindExitCodes, sorted } from './finding';
import { findingRules } from './finding-rules';

const guide = readFileSync(join(__dirname, '../../../../docs/guide/inspect.md'), 'utf8');

describe('findings of an inspection', () => {
  it('have a rule with a source that can be opened, and stand in the guide with their exit code', () => {
    for (const code of inspectFindingCodes) {
      const { source, rule, title, kind } = finding(code, 'bad', 'It is so.');
      expect({ code, url: source.url }).toMatchObject({ url: expect.stringMatching(/^https:\/\//) });
      expect([rule, title, source.text].every((text) => text.length > 3)).toBe(true);
      const row = guide.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${code}\``));
      expect({ code, row: row?.includes(`, ${kindExitCodes[kind]} |`) }).toEqual({ code, row: true });
    }
    expect(Object.keys(findingRules)).toHaveLength(inspectFindingCodes.length);
    expect(finding('expired', 'bad', 'x').source.url).toBe('https://www.rfc-editor.org/rfc/rfc5280#section-6.1.3');
    expect(finding('expired', 'bad', 'x', { source: 'RFC 8446 appendix C.3' }).source.url).toBe(
      'https://www.rfc-editor.org/rfc/rfc8446#appendix-C.3',
    );
  });

  it('give the exit code of the first kind, warnings only where they count', () => {
    const [warned, bad, told] = [
      finding('serves-old', 'warn', 'x'),
      finding('weak-cipher', 'bad', 'x'),
      finding('root-sent', 'info', 'x'),
    ];
    expect([exitCodeFor([]), exitCodeFor([warned, told]), exitCodeFor([warned], true)]).toEqual([0, 0, 19]);
    expect(exitCodeFor([warned, bad, finding('expired', 'bad', 'x')])).toBe(12);
    expect(sorted([told, warned, bad]).map(({ code }) => code)).toEqual(['weak-cipher', 'serves-old', 'root-sent']);
    const codes = Object.values(kindExitCodes);
    expect(new Set(codes).size).toBe(codes.length);
    // 1 to 4 and 130 mean the same for every command.
    expect(Math.min(...codes)).toBe(10);
  });
});
