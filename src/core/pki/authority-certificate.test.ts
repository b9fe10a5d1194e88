import { describe, expect, it } from 'vitest';
import type { NameLimits } from '../../ipc/schemas';
import { buildIntermediate, buildRoot, type IntermediateRequest, type RootRequest } from './authority-certificate';
import { viewCertificate } from './certificate-view';
import { generateKey } from './keys';
import { buildLeaf } from './leaf';
import { defaultLimits, limitsOf } from './limits';
import { parseCertificate } from './parsed-certificate';
import { validateChain } from './path-validation';

const now = new Date('2026-06-01T12:34:56.789Z');
const rootKey = await generateKey('ecdsa-p256');
const middleKey = await generateKey('ecdsa-p384');
const leafKey = await generateKey('ecdsa-p256');
const limited = (dns: string[], ip: string[] = []): NameLimits => ({ kind: 'limited', dns, ip });

const rootOf = (changes: Partial<RootRequest> = {}) =>
  buildRoot({
    name: 'Development CA',
    limits: defaultLimits(),
    keyType: 'ecdsa-p256',
    years: 10,
    key: rootKey,
    serial: '0a',
    now,
    ...changes,
  });

describe('a root', () => {
  it('may sign leaves only, from an hour ago, for ten years', async () => {
    const root = await rootOf();
    const view = viewCertificate(root.pem);
    const parsed = parseCertificate(root.pem);
    expect(view.subject).toBe('CN=Development CA');
    expect(view.selfIssued).toBe(true);
    expect(parsed.basicConstraints).toEqual({ authority: true, pathLength: 0 });
    expect(view.keyUsages).toEqual(['certificate signing', 'CRL signing']);
    expect(view.notBefore.toISOString()).toBe('2026-06-01T11:34:56.000Z');
    expect(view.notAfter.toISOString()).toBe('2036-06-01T11:34:56.000Z');
    expect(parsed.unknownCritical).toEqual([]);
  });

  it('carries its limits, and gives them back', async () => {
    expect(limitsOf((await rootOf()).pem)).toEqual(defaultLimits());
    expect(limitsOf((await rootOf({ limits: { kind: 'none' } })).pem)).toEqual({ kind: 'none' });
    const narrow = limited(['app.test']);
    expect(limitsOf((await rootOf({ limits: narrow })).pem)).toEqual(narrow);
  });

  it('carries a subject beside its name, and room for intermediates when it is asked for', async () => {
    const subject = { country: 'DE', organization: 'Acme', commonName: 'not used' };
    const root = await rootOf({ subject, pathLength: 1 });
    expect(viewCertificate(root.pem).subject).toBe('C=DE, O=Acme, CN=Development CA');
    expect(parseCertificate(root.pem).basicConstraints).toEqual({ authority: true, pathLength: 1 });
    await expect(rootOf({ subject: { country: 'Germany' } })).rejects.toMatchObject({ field: 'subject.country' });
  });

  it('writes dates from 2050 on as GeneralizedTime, as RFC 5280 section 4.1.2.5 asks', async () => {
    const late = await rootOf({ now: new Date('2045-03-01T00:00:00.500Z') });
    expect(late.der.includes('450228230000Z')).toBe(true);
    expect(late.der.includes('20550228230000Z')).toBe(true);
    expect(viewCertificate(late.pem).notAfter.toISOString()).toBe('2055-02-28T23:00:00.000Z');
  });

  it.each(['', '   ', 'x'.repeat(65), 'a\u0000b', 'a\u202eb', 'a\nb'])('is not made with the name %j', async (name) => {
    await expect(rootOf({ name })).rejects.toMatchObject({ code: 'invalid-input', field: 'name' });
  });

  it.each([0, 31, 1.5, Number.NaN])('is not made for %d years', async (years) => {
    await expect(rootOf({ years })).rejects.toMatchObject({ code: 'invalid-input', field: 'years' });
  });

  it('is not made with RSA-2048, nor with another kind of key than was said', async () => {
    await expect(rootOf({ keyType: 'rsa-2048' })).rejects.toMatchObject({ code: 'invalid-input', field: 'keyType' });
    await expect(rootOf({ keyType: 'rsa-3072' })).rejects.toMatchObject({ code: 'key-mismatch' });
  });
});

describe('an intermediate', async () => {
  const root = await rootOf({ pathLength: 1 });
  const above = { pem: root.pem, key: rootKey.privateKey };
  const middleOf = (changes: Partial<IntermediateRequest> = {}) =>
    buildIntermediate({
      name: 'Team CA',
      limits: limited(['app.test', 'localhost'], ['127.0.0.0/16']),
      keyType: 'ecdsa-p384',
      years: 5,
      key: middleKey,
      serial: '0b',
      now,
      issuer: above,
      ...changes,
    });

  it('stands under its root, signs leaves only, and carries limits of its own', async () => {
    const middle = await middleOf({ subject: { organization: 'Acme' } });
    const view = viewCertificate(middle.pem);
    expect(view).toMatchObject({
      subject: 'O=Acme, CN=Team CA',
      issuer: 'CN=Development CA',
      selfIssued: false,
      isAuthority: true,
      keyUsages: ['certificate signing', 'CRL signing'],
      authorityKeyIdentifier: viewCertificate(root.pem).subjectKeyIdentifier,
    });
    expect(parseCertificate(middle.pem).basicConstraints).toEqual({ authority: true, pathLength: 0 });
    expect(limitsOf(middle.pem)).toEqual(limited(['app.test', 'localhost'], ['127.0.0.0/16']));
    const chain = [middle.pem, root.pem].map(viewCertificate);
    expect(validateChain(chain, { now })).toMatchObject({ ok: true });
  });

  it('signs a leaf that is inside its own limits and those of its root, and outlives neither', async () => {
    const middle = await middleOf();
    const issuer = { pem: middle.pem, key: middleKey.privateKey, chain: [middle.pem, root.pem] };
    const leafOf = (value: string) =>
      buildLeaf({
        names: [{ type: 'dns', value, display: value }],
        purpose: 'server',
        spki: leafKey.spki,
        issuer,
        validity: { kind: 'days', days: 3660 },
        now,
        serial: '0c',
      });
    const leaf = await leafOf('www.app.test');
    expect(leaf).toMatchObject({ shortened: true, notAfter: new Date('2031-06-01T11:34:56.000Z') });
    expect(viewCertificate(leaf.pem).issuer).toBe('CN=Team CA');
    const chain = [leaf.pem, middle.pem, root.pem].map(viewCertificate);
    expect(validateChain(chain, { now })).toMatchObject({ ok: true });
    await expect(leafOf('other.test')).rejects.toMatchObject({ code: 'name-outside-limits', field: 'other.test' });
  });

  it('is bound by limits further up, when it has none of its own', async () => {
    const free = await rootOf({ limits: { kind: 'none' }, pathLength: 1 });
    const open = await middleOf({ limits: { kind: 'none' }, issuer: { ...above, pem: free.pem } });
    const leafUnder = (chain: string[]) =>
      buildLeaf({
        names: [{ type: 'dns', value: 'google.com', display: 'google.com' }],
        purpose: 'server',
        spki: leafKey.spki,
        issuer: { pem: open.pem, key: middleKey.privateKey, chain },
        validity: { kind: 'days', days: 1 },
        now,
        serial: '0c',
      });
    expect((await leafUnder([free.pem])).commonName).toBe('google.com');
    await expect(leafUnder([root.pem])).rejects.toMatchObject({ code: 'name-outside-limits' });
  });

  it.each<[string, NameLimits]>([
    ['Any name', { kind: 'none' }],
    ['google.com', limited(['app.test', 'google.com'])],
    ['8.8.8.0/24', limited(['test'], ['127.0.0.1/32', '8.8.8.0/24'])],
    ['10.0.0.0/7', limited(['test'], ['10.0.0.0/7'])],
    ['::/8', limited(['test'], ['::/8'])],
  ])('is not made when %s reaches outside of the limits above', async (field, limits) => {
    await expect(middleOf({ limits })).rejects.toMatchObject({ code: 'name-outside-limits', field });
  });

  it('is not made under an authority without room for it, nor under a leaf', async () => {
    const full = await rootOf();
    await expect(middleOf({ issuer: { ...above, pem: full.pem } })).rejects.toMatchObject({ code: 'path-length' });
    const middle = await middleOf();
    const below = { pem: middle.pem, key: middleKey.privateKey, chain: [root.pem] };
    const limits = limited(['app.test']);
    await expect(middleOf({ name: 'Third', limits, issuer: below })).rejects.toMatchObject({ code: 'path-length' });
    const leaf = await buildLeaf({
      names: [{ type: 'dns', value: 'app.test', display: 'app.test' }],
      purpose: 'server',
      spki: rootKey.spki,
      issuer: above,
      validity: { kind: 'days', days: 1 },
      now,
      serial: '0c',
    });
    await expect(middleOf({ issuer: { ...above, pem: leaf.pem } })).rejects.toMatchObject({ code: 'not-an-authority' });
  });

  it('never outlives its root, and is not made when that has expired', async () => {
    const view = viewCertificate((await middleOf({ years: 30 })).pem);
    expect(view.notAfter.toISOString()).toBe('2036-06-01T11:34:56.000Z');
    const later = middleOf({ now: new Date('2036-06-01T11:34:57Z') });
    await expect(later).rejects.toMatchObject({ code: 'authority-expired' });
  });

  it('is not made with the name of its root, nor with a key that is not the key of the root', async () => {
    await expect(middleOf({ name: 'development  CA' })).rejects.toMatchObject({ code: 'invalid-input', field: 'name' });
    await expect(middleOf({ issuer: { ...above, key: middleKey.privateKey } })).rejects.toMatchObject({
      code: 'key-mismatch',
    });
  });
});
