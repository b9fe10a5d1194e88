import { describe, expect, it } from 'vitest';
import { at } from '../../../test/support/path-certificates';
import { pathVectors } from '../../../test/support/path-vectors';
import { viewCertificate } from './certificate-view';
import { buildPaths } from './path-building';

const vectors = pathVectors();

describe('the building and validation of paths', () => {
  it('has a good and a bad case for every rule', () => {
    expect(new Set(vectors.map(({ title }) => title)).size).toBe(vectors.length);
    expect(vectors.filter(({ fails }) => fails.length === 0).length).toBeGreaterThanOrEqual(60);
    expect(vectors.filter(({ fails }) => fails.length > 0).length).toBeGreaterThanOrEqual(60);
  });

  it.each(vectors)('judges $title: $fails', (vector) => {
    const { leaf, intermediates = [], roots, name, purpose, fails, chain } = vector;
    const views = (list: { pem: string }[]) => list.map(({ pem }) => viewCertificate(pem));
    const paths = buildPaths({
      leaf: viewCertificate(leaf.pem),
      intermediates: views(intermediates),
      roots: views(roots),
      now: vector.at ?? at,
      name,
      purpose,
    });
    const [best] = paths;
    expect([...new Set(best?.problems.map(({ code }) => code))].sort()).toEqual([...fails].sort());
    expect(best?.ok).toBe(fails.length === 0);
    expect(best?.edges.length).toBe((best?.chain.length ?? 0) - 1);
    if (chain !== undefined) expect(best?.chain.map(({ commonName }) => commonName)).toEqual(chain);
    for (const { problems, chain: members } of paths) {
      expect(new Set(members.map(({ fingerprint256 }) => fingerprint256)).size).toBe(members.length);
      for (const { message, source } of problems) {
        expect(message).toMatch(/^[A-Z].*\.$/);
        expect(source).toMatch(/^(RFC|NIST) /);
      }
    }
  });
});
