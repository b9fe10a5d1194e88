import { describe, expect, it } from 'vitest';
import { findingsInOrder, inOrder, issuersOf, kindWords, signOf } from './words';

describe('the words for what is watched', () => {
  it('put first what needs somebody, then what ends first', () => {
    const all = [
      { state: 'healthy', notAfter: '2027' },
      { state: 'healthy', notAfter: '2026' },
      { state: 'expired', notAfter: '2028' },
      { state: 'unreachable' },
    ] as const;
    expect(inOrder(all)).toEqual([all[3], all[2], all[1], all[0]]);
    const finding = (severity: 'info' | 'bad') => ({ code: 'changed', severity, message: '' }) as const;
    expect(findingsInOrder([finding('info'), finding('bad')]).map(({ severity }) => severity)).toEqual(['bad', 'info']);
  });

  it('say what a thing is and who signed what is in it', () => {
    const seen = [{ issuer: 'A' }, { issuer: 'A' }, { issuer: 'B' }] as never;
    expect(issuersOf({ seen })).toBe('A and 1 more');
    expect(issuersOf({ seen: [] })).toBe('');
    expect(kindWords({ kind: 'folder', seen })).toBe('Folder, 3 certificates');
    expect(kindWords({ kind: 'file', tool: 'Next.js', seen })).toBe('File of Next.js');
    expect(signOf('unreachable', 'file').word).toBe('cannot be read');
    expect(signOf('unreachable', 'host').word).toBe('not reached');
  });
});
