import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cpuTime } from '../../../test/support/cpu-time';
import { makeAuthority, tempServices } from '../../../test/support/temp-services';
import { viewCertificate } from '../pki/certificate-view';
import type { Services } from '../services';

let services: Services;
let clock: Date;

beforeEach(async () => {
  clock = new Date();
  services = await tempServices({ now: () => clock });
  await makeAuthority(services);
});

const read = async (path: string) => new X509Certificate(await readFile(path));
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe('issuing', () => {
  it('takes every option', async () => {
    const made = await services.certificates.issue({
      names: ['app.test', '127.0.0.1'],
      purpose: 'server-client',
      keyType: 'ecdsa-p384',
      subject: { country: 'DE', organization: 'Example', commonName: 'app.test' },
      validity: { kind: 'days', days: 14 },
    });
    const certificate = await read(made.files.certificate);
    expect(certificate.subjectAltName).toBe('DNS:app.test, IP Address:127.0.0.1');
    expect(certificate.subject).toMatch(/C=DE\nO=Example\nCN=app.test/);
    expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('secp384r1');
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
    expect(certificate.checkPrivateKey(createPrivateKey(await readFile(made.files.key)))).toBe(true);
    expect((Date.parse(made.notAfter) - services.now().getTime()) / 86_400_000).toBeCloseTo(14, 2);
    expect(made).toMatchObject({ keyType: 'ecdsa-p384', purpose: 'server-client', keyHere: true, status: 'healthy' });
    expect(await modeOf(made.files.key)).toBe(0o600);
    expect(await modeOf(made.files.certificate)).toBe(0o644);
  });

  it('gives the days of the settings unless told', async () => {
    await services.settings.change({ validityDays: 30 });
    const made = await services.certificates.issue({ names: ['app.test'] });
    expect((Date.parse(made.notAfter) - services.now().getTime()) / 86_400_000).toBeCloseTo(30, 2);
  });

  it.each([
    [[], 'invalid-input', 'names'],
    [['no good'], 'invalid-name', 'no good'],
    [['example.com'], 'name-outside-limits', 'example.com'],
    [Array.from({ length: 10_000 }, (_, index) => `n${index}.test`), 'too-many-names', 'n100.test'],
  ])('refuses %.0j with a reason, and writes nothing', async (names, code, field) => {
    const before = cpuTime();
    await expect(services.certificates.issue({ names })).rejects.toMatchObject({ code, field });
    expect(cpuTime() - before).toBeLessThan(1000);
    expect(await readdir(join(services.dir, 'certificates'))).toEqual([]);
  });

  it('says what a validity would come to', async () => {
    const { certificates } = services;
    const short = await certificates.previewValidity({ validity: { kind: 'days', days: 90 } });
    expect(short).toMatchObject({ shortened: false, notes: [] });
    const long = await certificates.previewValidity({ validity: { kind: 'days', days: 900 } });
    expect(long.notes.join()).toMatch(/Apple/);
    const never = await certificates.previewValidity({
      validity: { kind: 'until', until: '2099-01-01T00:00:00.000Z' },
    });
    expect(never.shortened).toBe(true);
    expect(never.notAfter).toBe((await services.authorities.get()).summary.notAfter);
  });
});

describe('under an intermediate', () => {
  it('the full chain leads to the root, and the root lies beside it', async () => {
    const root = await services.authorities.get();
    const authority = await makeAuthority(services, { name: 'Between CA', parentId: root.summary.id });
    const made = await services.certificates.issue({ names: ['app.test'], authorityId: authority.id });
    const files = await services.certificates.readFiles(made.id);
    const pems = files.fullChainPem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
    expect(pems).toHaveLength(2);
    const [leaf, between] = pems.map((pem) => new X509Certificate(pem)) as [X509Certificate, X509Certificate];
    const top = new X509Certificate(files.rootPem);
    expect(leaf.verify(between.publicKey)).toBe(true);
    expect(between.verify(top.publicKey)).toBe(true);
    expect(top.verify(top.publicKey)).toBe(true);
    expect(made.issuer).toBe('Between CA');
  });
});

describe('renewing', () => {
  it('makes the same again with a new key; the old one stays', async () => {
    const old = await services.certificates.issue({
      names: ['app.test', 'api.test'],
      purpose: 'client',
      subject: { organization: 'Example' },
      validity: { kind: 'days', days: 14 },
    });
    clock = new Date(clock.getTime() + 10 * 86_400_000);
    const renewed = await services.lifecycle.renewal.renewOne(old.id);
    const [before, after] = await Promise.all([read(old.files.certificate), read(renewed.files.certificate)]);
    expect(after.subject).toBe(before.subject);
    expect(after.subjectAltName).toBe(before.subjectAltName);
    expect(after.keyUsage).toEqual(before.keyUsage);
    expect(after.publicKey.equals(before.publicKey)).toBe(false);
    expect(Date.parse(renewed.notAfter) - Date.parse(old.notAfter)).toBeGreaterThan(9.9 * 86_400_000);
    expect(await services.certificates.list()).toHaveLength(2);
    const meta = JSON.parse(await readFile(join(renewed.files.folder, 'meta.json'), 'utf8'));
    expect(meta.renews).toBe(old.id);
  });

  it('keeps the key when asked to, and refuses one that is another', async () => {
    const old = await services.certificates.issue({ names: ['app.test'] });
    const renewed = await services.lifecycle.renewal.renewOne(old.id, { sameKey: true });
    expect(renewed.id).not.toBe(old.id);
    expect(await readFile(renewed.files.key, 'utf8')).toBe(await readFile(old.files.key, 'utf8'));
    const other = await services.certificates.issue({ names: ['app.test'] });
    const { copyFile } = await import('node:fs/promises');
    await copyFile(other.files.key, renewed.files.key);
    await expect(services.lifecycle.renewal.renewOne(renewed.id, { sameKey: true })).rejects.toMatchObject({
      code: 'key-mismatch',
    });
  });

  it('says that the authority is gone', async () => {
    const old = await services.certificates.issue({ names: ['app.test'] });
    await services.setUp.setAside(old.authorityId, 'Test CA');
    await expect(services.lifecycle.renewal.renewOne(old.id)).rejects.toMatchObject({ code: 'no-authority' });
    await expect(services.lifecycle.renewal.renewOne('nothing-here')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('suggested names', () => {
  it('are what this machine has and the limits permit', async () => {
    const found = (await services.certificates.suggestNames()).map(({ value }) => value);
    expect(found.slice(0, 3)).toEqual(['localhost', '127.0.0.1', '::1']);
    expect(found.every((name) => name === 'localhost' || /^127\.|^::1$|\.test$/.test(name))).toBe(true);
    expect(found.length).toBeLessThanOrEqual(20);
  });
});

describe('the folder of a certificate', () => {
  it('comes back whole from the bin', async () => {
    const made = await services.certificates.issue({ names: ['app.test'] });
    await services.certificates.remove(made.id);
    await expect(services.certificates.get(made.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await services.certificates.list()).toEqual([]);
    expect(await services.certificates.restore(made.id)).toEqual(made);
  });

  it('can be deleted, come again and be deleted again', async () => {
    const made = await services.certificates.issue({ names: ['app.test'] });
    const certificate = viewCertificate(await services.certificates.readPem(made.id));
    await services.certificates.remove(made.id);
    const again = await services.certificates.adoptIssued({ certificate, chain: [] });
    expect(again).toMatchObject({ id: made.id, keyHere: false });
    await services.certificates.remove(made.id);
    expect(await services.certificates.list()).toEqual([]);
    const bin = join(services.dir, 'bin');
    const keys = await Promise.all(
      (await readdir(bin)).map(async (name) => (await readdir(join(bin, name))).includes('key.pem')),
    );
    expect(keys.sort()).toEqual([false, true]);
  });
});
