import { describe, expect, it } from 'vitest';
import { chainVectors, vectorTime } from '../../../test/support/chain-vectors';
import { viewCertificate } from './certificate-view';
import { type ChainVerdict, checkEdge, validateChain } from './path-validation';

const vectors = await chainVectors();
const first = vectors[0];
if (first === undefined) throw new Error('no vectors');
const [leaf, root] = first.chain.map(viewCertificate) as [
  ReturnType<typeof viewCertificate>,
  ReturnType<typeof viewCertificate>,
];

const criticalOf = ({ problems }: ChainVerdict) =>
  problems.some(({ code }) => code === 'unknown-critical') ? ['critical'] : [];

describe('the validation of a chain', () => {
  it.each(vectors)('judges $title: fails $fails', ({ chain, fails }) => {
    const verdict = validateChain(chain.map(viewCertificate), { now: vectorTime });
    const failed = verdict.edges.flat().filter((check) => !check.ok);
    const found = [...new Set(failed.map((check) => check.id)), ...criticalOf(verdict)];
    expect(found.sort()).toEqual([...fails].sort());
    expect(verdict.ok).toBe(fails.length === 0);
    expect(verdict.problems.length > 0).toBe(fails.length > 0);
    // Whatever failed is told in a whole sentence, with the rule.
    for (const check of failed) {
      expect(check.message).toMatch(/^[A-Z].*\.$/);
      expect(check.source).toMatch(/^RFC 5280 section /);
    }
  });

  it('refuses an empty chain, and an expired certificate that stands alone', () => {
    expect(validateChain([], { now: vectorTime }).ok).toBe(false);
    expect(validateChain([root], { now: vectorTime }).ok).toBe(true);
    expect(validateChain([root], { now: new Date('2030-01-01T00:00:00Z') }).ok).toBe(false);
  });
});

describe('the check of one edge', () => {
  const failing = (now: Date) =>
    checkEdge(leaf, root, { now, depth: 0 })
      .filter((check) => !check.ok)
      .map((check) => check.id);

  it('answers every rule, once', () => {
    expect(checkEdge(leaf, root, { now: vectorTime, depth: 0 }).map((check) => check.id)).toEqual([
      'signature',
      'issuer-name',
      'key-identifiers',
      'validity',
      'basic-constraints',
      'path-length',
      'key-usage',
      'name-constraints',
    ]);
  });

  it('counts the last second of the validity, and not the next', () => {
    const end = leaf.notAfter.getTime();
    expect(failing(new Date(end + 999))).toEqual([]);
    expect(failing(new Date(end + 1000))).toEqual(['validity']);
    expect(failing(leaf.notBefore)).toEqual([]);
    expect(failing(new Date(leaf.notBefore.getTime() - 1))).toEqual(['validity']);
  });

  it('holds the path length against the depth', () => {
    const edge = checkEdge(leaf, root, { now: vectorTime, depth: 1 });
    expect(edge.filter((check) => !check.ok).map((check) => check.message)).toEqual([
      'The issuer allows 0 authorities below it; the chain has 1.',
    ]);
  });

  it('notices a single changed bit in the signed part', () => {
    const der = Buffer.from(leaf.der);
    const place = der.indexOf(Buffer.from('a.test'));
    expect(place).toBeGreaterThan(0);
    der[place] = (der[place] ?? 0) ^ 1;
    const changed = checkEdge(viewCertificate(der), root, { now: vectorTime, depth: 0 });
    expect(changed.filter((check) => !check.ok).map((check) => check.id)).toEqual(['signature']);
  });
});
