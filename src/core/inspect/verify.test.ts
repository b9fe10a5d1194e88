import { describe, expect, it } from 'vitest';
import { at, daysFrom, issue, type Made } from '../../../test/support/path-certificates';
import { verifyReportSchema } from '../../ipc/view-schemas';
import { viewCertificate } from '../pki/certificate-view';
import { buildPaths, type PathRequest } from '../pki/path-building';
import { chainNodes, verifyCertificate } from './verify';

const root = issue({});
const middle = issue({ subject: 'Middle', issuer: root, ca: true });
const leaf = issue({ issuer: middle });
const view = ({ pem }: Made) => viewCertificate(pem);
const request = (more: Partial<PathRequest> = {}): PathRequest => ({
  leaf: view(leaf),
  intermediates: [view(middle)],
  roots: [view(root)],
  now: at,
  ...more,
});

describe('the report on a certificate', () => {
  it('says in one sentence that it is good, and where its chain leads', () => {
    const report = verifyCertificate(request({ name: 'leaf.app.test', purpose: 'server' }));
    expect(() => verifyReportSchema.parse(report)).not.toThrow();
    expect(report).toMatchObject({ ok: true, at: at.toISOString() });
    expect(report.message).toBe('leaf.app.test is valid for leaf.app.test: its chain leads to the trusted root Root.');
    expect(report.paths).toHaveLength(1);
  });

  it('says what is wrong, whose fault it is, and how much more there is', () => {
    const old = issue({ subject: 'Middle', issuer: root, ca: true, to: daysFrom(-1), key: middle.key });
    const report = verifyCertificate(request({ intermediates: [view(old)], name: 'other.test' }));
    expect(report.ok).toBe(false);
    expect(report.message).toBe('The certificate is not for other.test: it is for leaf.app.test. (1 more below.)');
    expect(report.paths[0]?.problems.map(({ index, code }) => `${index} ${code}`)).toEqual([
      '0 name-mismatch',
      '1 expired',
    ]);
    const alone = verifyCertificate(request({ intermediates: [view(old)] }));
    expect(alone.message).toBe('In the chain, at Middle: The certificate expired on 2026-05-31.');
  });

  it('shows every path that was tried, the best one first', () => {
    const other = issue({ subject: 'Other' });
    const cross = issue({ subject: 'Middle', issuer: other, ca: true, key: middle.key, to: daysFrom(-1) });
    const report = verifyCertificate(
      request({ intermediates: [view(cross), view(middle)], roots: [view(other), view(root)] }),
    );
    expect(report.paths.map(({ ok, chain }) => [ok, chain[2]?.name])).toEqual([
      [true, 'Root'],
      [false, 'Other'],
    ]);
  });

  it('says that the issuer is missing, and that a self-signed certificate is not trusted', () => {
    expect(verifyCertificate(request({ intermediates: [] })).message).toBe(
      'Its issuer is missing: no certificate at hand is CN=Middle.',
    );
    const own = issue({ subject: 'self.app.test', ca: false });
    expect(verifyCertificate(request({ leaf: view(own) })).message).toBe(
      'It is self-signed, and it is not one of the trusted roots.',
    );
    expect(verifyCertificate(request({ leaf: view(root) })).message).toBe(
      'Root is valid: it is itself a trusted root.',
    );
  });

  it('takes the name of a host as people write it', () => {
    const names = [{ dNSName: 'xn--mnchen-3ya.test' }, { iPAddress: '::1' }];
    const international = view(issue({ issuer: middle, names }));
    for (const name of ['münchen.test', 'MÜNCHEN.test.', ' xn--mnchen-3ya.test ', '[::1]', '0:0::1']) {
      expect([name, verifyCertificate(request({ leaf: international, name })).ok]).toEqual([name, true]);
    }
    for (const name of ['', '.', 'munchen.test', '::2', 'a b', '@', '%', '*.test']) {
      expect([name, verifyCertificate(request({ leaf: international, name })).ok]).toEqual([name, false]);
    }
  });
});

describe('the cards of a chain', () => {
  const nodesOf = (more: Partial<PathRequest>) => {
    const [path] = buildPaths(request(more));
    return path === undefined ? [] : chainNodes(path);
  };
  const kinds = (more: Partial<PathRequest>) => nodesOf(more).map(({ kind, name }) => `${kind} ${name}`);

  it('go from the leaf up to the root', () => {
    expect(kinds({})).toEqual(['leaf leaf.app.test', 'intermediate Middle', 'root Root']);
    expect(nodesOf({}).map(({ checks }) => checks.length)).toEqual([8, 8, 0]);
  });

  it('name what stands alone by what it is', () => {
    expect(kinds({ intermediates: [] })).toEqual(['leaf leaf.app.test']);
    expect(kinds({ leaf: view(root) })).toEqual(['root Root']);
    expect(kinds({ leaf: view(middle) })).toEqual(['intermediate Middle', 'root Root']);
  });

  it('show a name for a certificate without a common name', () => {
    expect(nodesOf({ leaf: view(issue({ issuer: middle, subject: '' })) })[0]?.name).toBe('leaf.app.test');
  });
});
