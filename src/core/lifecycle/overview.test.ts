import { describe, expect, it } from 'vitest';
import type { Authority, Certificate, Store } from '../../ipc/schemas';
import { overviewOf } from './overview';

const authority: Authority = {
  id: 'root-1',
  name: 'Development CA',
  commonName: 'Development CA',
  kind: 'root',
  isDefault: true,
  origin: 'made',
  subject: 'CN=Development CA',
  fingerprint: 'a'.repeat(64),
  serial: '01',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2036-01-01T00:00:00.000Z',
  keyType: 'ECDSA P-256',
  limits: { kind: 'none' },
  keep: 'keychain',
  folder: '/data',
  certificateFile: '/data/root.pem',
  problems: [],
};
const change = { description: '', commands: [] };
const store = (state: Store['state'], label = 'System store'): Store => ({
  id: label,
  kind: 'system',
  label,
  location: '/etc',
  privileged: true,
  state,
  install: change,
  remove: change,
});
const certificate = (notAfter: string, status: Certificate['status']): Certificate => ({
  id: `c-${notAfter.slice(0, 10)}`,
  names: [{ type: 'dns', value: 'app.test', display: 'app.test' }],
  commonName: 'app.test',
  issuer: 'Development CA',
  authorityId: 'root-1',
  purpose: 'server',
  keyType: 'ecdsa-p256',
  keyHere: true,
  serial: '01',
  fingerprint: 'b'.repeat(64),
  createdAt: '2026-01-01T00:00:00.000Z',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter,
  status,
  files: { folder: '', certificate: '', key: '', fullChain: '' },
});

describe('the overview', () => {
  it('says that nothing is set up where there is no root', () => {
    const overview = overviewOf({ authority: undefined, certificates: [], stores: [], proof: null });
    expect(overview.readiness).toBe('not-set-up');
  });

  it('is ready when every store trusts the root and nothing is wrong', () => {
    const overview = overviewOf({ authority, certificates: [], stores: [store('trusted')], proof: null });
    expect(overview).toMatchObject({
      readiness: 'ready',
      headline: 'This machine trusts your certificates in 1 place',
      problems: [],
    });
  });

  it('counts the places, and offers to install where the root is absent', () => {
    const overview = overviewOf({
      authority,
      certificates: [],
      stores: [store('trusted'), store('absent', 'Chromium')],
      proof: null,
    });
    expect(overview.readiness).toBe('attention');
    expect(overview.headline).toBe('This machine trusts your certificates in 1 of 2 places');
    expect(overview.problems).toEqual([
      { code: 'store-absent', message: 'Chromium does not know the root.', remedy: 'install-trust' },
    ]);
  });

  it('does not miss the root in a store that another fills, or that is changed only by name', () => {
    const follower: Store = { ...store('absent', 'Java 17'), follows: 'system' };
    const optional: Store = { ...store('absent', 'System keychain'), optional: true };
    const stores = [store('trusted'), follower, optional];
    const overview = overviewOf({ authority, certificates: [], stores, proof: null });
    expect(overview).toMatchObject({
      readiness: 'ready',
      headline: 'This machine trusts your certificates in 1 place',
    });
  });

  it('is never ready while a handshake failed', () => {
    const proof = {
      passed: false,
      at: '2026-01-01T00:00:00.000Z',
      address: 'https://localhost:1',
      proofs: [{ id: 'curl', label: 'curl', result: 'failed' as const, message: 'unknown authority', durationMs: 1 }],
    };
    expect(overviewOf({ authority, certificates: [], stores: [store('trusted')], proof }).readiness).toBe('attention');
  });

  it('names what expires next, the soonest first, at most ten, and nothing that has ended, is broken or was given up', () => {
    const certificates = [
      certificate('2027-05-01T00:00:00.000Z', 'healthy'),
      certificate('2026-02-01T00:00:00.000Z', 'expired'),
      certificate('2026-03-01T00:00:00.000Z', 'broken'),
      certificate('2026-04-01T00:00:00.000Z', 'revoked'),
      ...Array.from({ length: 12 }, (_, index) => certificate(`2028-01-${10 + index}T00:00:00.000Z`, 'healthy')),
    ];
    const { next, counts } = overviewOf({ authority, certificates, stores: [], proof: null });
    expect(next).toHaveLength(10);
    expect(next[0]?.notAfter).toBe('2027-05-01T00:00:00.000Z');
    expect(next.map((each) => each.notAfter)).toEqual([...next.map((each) => each.notAfter)].sort());
    expect(new Set(next.map(({ status }) => status))).toEqual(new Set(['healthy']));
    expect(counts).toEqual({ healthy: 13, expiring: 0, expired: 1, broken: 1, notYetValid: 0, revoked: 1 });
  });

  it('counts what is watched only where something is', () => {
    const watched = { total: 4, attention: 1 };
    const facts = { authority, certificates: [], stores: [], proof: null };
    expect(overviewOf(facts).counts.unmanaged).toBeUndefined();
    expect(overviewOf({ ...facts, watched }).counts.unmanaged).toEqual(watched);
  });
});
