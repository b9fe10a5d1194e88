import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeAuthority, tempServices } from '../../../test/support/temp-services';
import { viewCertificate } from '../pki/certificate-view';
import { buildRequest, parseRequest } from '../pki/csr';
import { generateKey, importSigningKey } from '../pki/keys';
import type { Services } from '../services';

let services: Services;

beforeEach(async () => {
  services = await tempServices();
  await makeAuthority(services);
});

const dns = (value: string) => ({ type: 'dns' as const, value, display: value });
const folderOf = (name: string) => readdir(join(services.dir, name)).catch(() => [] as string[]);

/** Somebody's request, whose key is not here. */
async function foreign(names: string[], subject: Record<string, string> = {}) {
  const key = await generateKey('ecdsa-p256');
  const { der } = await buildRequest({ names: names.map(dns), purpose: 'server-client', key, subject });
  return { parsed: parseRequest(der), key };
}

describe('a signing request made here', () => {
  it('is kept with its key, private, until its certificate comes', async () => {
    const request = await services.requests.create({
      names: ['app.example.com', '10.0.0.1'],
      purpose: 'client',
      keyType: 'ecdsa-p384',
      subject: { organization: 'Example' },
    });
    expect(await services.requests.list()).toEqual([request]);
    const parsed = parseRequest(await readFile(request.files.request, 'utf8'));
    expect(parsed.signature.ok).toBe(true);
    expect(parsed.names.map(({ value }) => value)).toEqual(['app.example.com', '10.0.0.1']);
    expect(parsed.purpose).toBe('client');
    expect(request.subject).toMatch(/O=Example/);
    const key = createPublicKey(createPrivateKey(await readFile(request.files.key)));
    expect(key.export({ type: 'spki', format: 'der' }).equals(parsed.spki)).toBe(true);
    expect((await stat(request.files.key)).mode & 0o777).toBe(0o600);
    expect((await stat(request.files.folder)).mode & 0o777).toBe(0o700);
  });

  it('becomes a certificate with its key when somebody signed it, and is done then', async () => {
    const request = await services.requests.create({ names: ['app.test'], purpose: 'server-client' });
    const keyPem = await readFile(request.files.key, 'utf8');
    const elsewhere = await tempServices();
    const theirs = await makeAuthority(elsewhere, { name: 'Their CA' });
    const root = viewCertificate(await readFile(theirs.certificateFile, 'utf8'));
    const signed = await elsewhere.requests.sign(parseRequest(request.pem), { names: ['app.test'] });
    const view = viewCertificate(await elsewhere.certificates.readPem(signed.id));
    const stranger = viewCertificate(await services.certificates.readPem((await issueHere()).id));
    await expect(services.requests.complete(stranger)).rejects.toMatchObject({ code: 'not-found' });

    const made = await services.requests.complete([root, view]);
    expect(made).toMatchObject({ status: 'healthy', keyHere: true, purpose: 'server-client', authorityId: 'unknown' });
    expect(made.issuer).toBe('Their CA');
    const files = await services.certificates.readFiles(made.id);
    expect(files.keyPem).toBe(keyPem);
    expect(files.rootPem).toBe(root.pem);
    expect(files.fullChainPem).toBe(view.pem);
    expect(await services.requests.list()).toEqual([]);
    expect(await folderOf('requests')).toEqual([]);
    await expect(services.requests.complete(view)).rejects.toMatchObject({ code: 'not-found' });
    await expect(services.lifecycle.renewal.renewOne(made.id)).rejects.toMatchObject({ code: 'no-authority' });
  });

  it('keeps its key when the certificate cannot be put into the list', async () => {
    const request = await services.requests.create({ names: ['app.test'] });
    const signed = await services.requests.sign(parseRequest(request.pem), { names: ['app.test'] });
    const view = viewCertificate(await services.certificates.readPem(signed.id));
    await services.certificates.remove(signed.id);
    await rm(join(services.dir, 'certificates'), { recursive: true });
    await writeFile(join(services.dir, 'certificates'), 'no folder');
    await expect(services.requests.complete(view)).rejects.toThrow();
    expect((await services.requests.list()).map(({ id }) => id)).toEqual([request.id]);
    await rm(join(services.dir, 'certificates'));
  });

  it('takes over what a certificate without a key here lacked: the key', async () => {
    const request = await services.requests.create({ names: ['app.test'] });
    const signed = await services.requests.sign(parseRequest(request.pem), { names: ['app.test'] });
    expect(signed.keyHere).toBe(false);
    const made = await services.requests.complete(viewCertificate(await services.certificates.readPem(signed.id)));
    expect(made).toMatchObject({ id: signed.id, keyHere: true, authorityId: signed.authorityId, status: 'healthy' });
    expect((await services.certificates.list()).map(({ id }) => id)).toEqual([signed.id]);
  });

  it('is still listed when its record is lost, and not when the request is', async () => {
    const request = await services.requests.create({ names: ['app.test'] });
    await rm(join(request.files.folder, 'meta.json'));
    expect((await services.requests.get(request.id)).names).toEqual(request.names);
    await rm(request.files.request);
    expect(await services.requests.list()).toEqual([]);
  });

  it('goes into the bin when it is deleted', async () => {
    const request = await services.requests.create({ names: ['app.test'] });
    await services.requests.remove(request.id);
    expect(await services.requests.list()).toEqual([]);
    expect(await folderOf('bin')).toEqual([request.id]);
    await expect(services.requests.remove(request.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each([
    [[], 'invalid-input'],
    [['no good'], 'invalid-name'],
  ])('is refused for %j', async (names, code) => {
    await expect(services.requests.create({ names })).rejects.toMatchObject({ code });
    expect(await folderOf('requests')).toEqual([]);
  });
});

describe("somebody's signing request", () => {
  it('is shown first, with each name held against the limits', async () => {
    const { parsed } = await foreign(['app.test', 'example.com'], { organization: 'Example', country: 'DE' });
    const preview = await services.requests.preview(parsed);
    expect(preview.checks.map(({ input, ok }) => [input, ok])).toEqual([
      ['app.test', true],
      ['example.com', false],
    ]);
    expect(preview).toMatchObject({ purpose: 'server-client', refusals: [], keyType: 'ECDSA P-256' });
    expect(preview.subjectFields).toMatchObject({ organization: 'Example', country: 'DE' });
  });

  it('is signed for the names that are left, with its own key, subject and purpose', async () => {
    const { parsed, key } = await foreign(['app.test', 'example.com'], { organization: 'Example' });
    await expect(services.requests.sign(parsed, { names: ['app.test', 'example.com'] })).rejects.toMatchObject({
      code: 'name-outside-limits',
    });
    const made = await services.requests.sign(parsed, { names: ['app.test', 'more.test'] });
    const certificate = new X509Certificate(await readFile(made.files.certificate));
    expect(certificate.subjectAltName).toBe('DNS:app.test, DNS:more.test');
    expect(certificate.subject).toMatch(/O=Example/);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
    expect(certificate.ca).toBe(false);
    expect(certificate.publicKey.export({ type: 'spki', format: 'der' }).equals(key.spki)).toBe(true);
    expect(made).toMatchObject({ keyHere: false, status: 'healthy', files: { key: '' } });
    expect((await readdir(made.files.folder)).sort()).toEqual(['ca.pem', 'cert.pem', 'fullchain.pem', 'meta.json']);
    expect(await services.certificates.readFiles(made.id)).not.toHaveProperty('keyPem');
    expect(await services.certificates.list()).toEqual([made]);
  });

  it('does not bring a struck-out name in by its common name', async () => {
    const { parsed } = await foreign(['app.test', 'struck.test'], {
      organization: 'Example',
      commonName: 'struck.test',
    });
    const made = await services.requests.sign(parsed, { names: ['app.test'] });
    const { subject } = new X509Certificate(await readFile(made.files.certificate));
    expect(subject).not.toMatch(/struck/);
    expect(subject).toMatch(/O=Example/);
  });

  it('is renewed with the same key, which stays with its owner', async () => {
    const { parsed, key } = await foreign(['app.test']);
    const made = await services.requests.sign(parsed, { names: ['app.test'], validity: { kind: 'days', days: 7 } });
    const renewed = await services.lifecycle.renewal.renewOne(made.id);
    const certificate = new X509Certificate(await readFile(renewed.files.certificate));
    expect(certificate.publicKey.export({ type: 'spki', format: 'der' }).equals(key.spki)).toBe(true);
    expect(renewed.keyHere).toBe(false);
  });

  it('is refused when its signature is broken or its key too weak, and nothing is written', async () => {
    const { parsed } = await foreign(['app.test']);
    const broken = Buffer.from(parsed.der);
    broken[broken.length - 5] = (broken[broken.length - 5] ?? 0) ^ 1;
    const weakPair = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const pkcs8 = weakPair.privateKey.export({ type: 'pkcs8', format: 'der' });
    const key = {
      privateKey: await importSigningKey(pkcs8),
      pkcs8,
      spki: weakPair.publicKey.export({ type: 'spki', format: 'der' }),
    };
    const weak = await buildRequest({ names: [dns('app.test')], purpose: 'server', key });
    for (const request of [parseRequest(broken), parseRequest(weak.der)]) {
      const [refusal] = (await services.requests.preview(request)).refusals;
      expect(refusal?.message).toBeTruthy();
      await expect(services.requests.sign(request, { names: ['app.test'] })).rejects.toMatchObject({
        message: refusal?.message,
      });
    }
    expect(await services.certificates.list()).toEqual([]);
  });
});

async function issueHere() {
  return services.certificates.issue({ names: ['stranger.test'] });
}
