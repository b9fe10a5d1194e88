import { describe, expect, it } from 'vitest';
import type { CertificateName } from '../../ipc/schemas';
import { asciiForms, namesInBrief, sentenceList } from './names';

const dns = (value: string, display = value): CertificateName => ({ type: 'dns', value, display });

describe('names in brief', () => {
  it('shows one name alone', () => {
    expect(namesInBrief([dns('app.test')])).toEqual({ first: 'app.test', others: '' });
  });

  it('shows three names whole', () => {
    expect(namesInBrief([dns('a.test'), dns('b.test'), dns('c.test')])).toEqual({
      first: 'a.test',
      others: 'b.test, c.test',
    });
  });

  it('counts what does not fit', () => {
    expect(namesInBrief([dns('a.test'), dns('b.test'), dns('c.test'), dns('d.test'), dns('e.test')])).toEqual({
      first: 'a.test',
      others: 'b.test, c.test and 2 more',
    });
  });
});

describe('names in a sentence', () => {
  it('join with commas and one "and"', () => {
    expect(sentenceList(['app.test', 'localhost', '::1'])).toBe('app.test, localhost and ::1');
  });

  it('tell the ASCII form only where it differs', () => {
    expect(asciiForms([dns('app.test'), dns('xn--bcher-kva.test', 'bücher.test')])).toEqual(['xn--bcher-kva.test']);
  });
});
