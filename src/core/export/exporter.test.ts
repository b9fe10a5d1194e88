import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleChain } from '../../../test/support/sample-chain';
import type { ExportFormat } from '../../ipc/issue-schemas';
import type { Certificate } from '../../ipc/schemas';
import type { JournalNote } from '../journal';
import { Exporter } from './exporter';
import { UnfinishedFiles } from './unfinished';

const { root, intermediate, leaf } = await sampleChain();
const everyFormat: ExportFormat[] = [
  'certificate',
  'key',
  'full-chain',
  'combined',
  'ca',
  'der',
  'pkcs12',
  'pkcs12-legacy',
  'encrypted-key',
  'traditional-key',
  'java-trust-store',
  'kubernetes-secret',
];

let folder: string;
let data = '';
let notes: JournalNote[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-export-'));
  data = await mkdtemp(join(tmpdir(), 'sealwax-data-'));
  notes = [];
});
afterEach(async () => {
  for (const each of [folder, data]) await rm(each, { recursive: true, force: true });
});

/** Certificates by their ids: "a", "b" have keys, "foreign" has none. */
function exporter(changes: { keyPem?: string; name?: (id: string) => string } = {}) {
  const certificate = (id: string): Certificate => ({
    id,
    names: [{ type: 'dns', value: changes.name?.(id) ?? `${id}.test`, display: `${id}.test` }],
    commonName: `${id}.test`,
    issuer: 'Sample Intermediate',
    authorityId: 'x',
    purpose: 'server',
    keyType: 'ecdsa-p256',
    keyHere: id !== 'foreign',
    serial: '01',
    fingerprint: '0'.repeat(64),
    createdAt: '2026-11-22T00:00:00.000Z',
    notBefore: '2026-11-22T00:00:00.000Z',
    notAfter: '2027-11-22T00:00:00.000Z',
    status: 'healthy',
    files: { folder: '', certificate: '', key: '', fullChain: '' },
  });
  return new Exporter({
    certificates: {
      get: async (id) => certificate(id),
      readFiles: async (id) => ({
        certificatePem: leaf.pem,
        fullChainPem: leaf.pem + intermediate.pem,
        rootPem: root.pem,
        ...(id === 'foreign' ? {} : { keyPem: changes.keyPem ?? leaf.keyPem }),
      }),
    },
    journal: { noteAll: async (added) => void notes.push(...added) },
    lock: { hold: (work) => work() },
    random: randomBytes,
    unfinished: new UnfinishedFiles(data, () => new Date()),
    clearUp: async () => undefined,
    deployments: () => ({ exported: async () => [] }),
  });
}

const request = (formats: ExportFormat[], ids = ['a'], overwrite = false) => ({
  ids,
  formats,
  folder,
  overwrite,
  passphrase: Buffer.from('secret'),
});

describe('exporting', () => {
  it('writes one file a format, private where it holds the key', async () => {
    const written = await exporter().write(request(everyFormat));
    const modes = await Promise.all(
      written.map(async (name) => [name, ((await stat(join(folder, name))).mode & 0o777).toString(8)]),
    );
    expect(Object.fromEntries(modes)).toEqual({
      'a.test.pem': '644',
      'a.test-key.pem': '600',
      'a.test-fullchain.pem': '644',
      'a.test-combined.pem': '600',
      'ca.crt': '644',
      'a.test.der': '644',
      'a.test.p12': '600',
      'a.test-legacy.p12': '600',
      'a.test-key-encrypted.pem': '600',
      'a.test-key-ec.pem': '600',
      'truststore.p12': '644',
      'a.test-secret.yaml': '600',
    });
    expect((await readdir(folder)).sort()).toEqual([...written].sort());
    expect(notes).toMatchObject([{ what: 'certificate.exported', subject: 'a' }]);
  });

  it('plans exactly what it writes', async () => {
    const { files, needsPassphrase } = await exporter().plan(['a', 'b'], everyFormat);
    const written = await exporter().write(request(everyFormat, ['a', 'b']));
    expect(files.map(({ folder: own, name }) => join(own, name)).sort()).toEqual([...written].sort());
    for (const file of files) {
      expect((await stat(join(folder, file.folder, file.name))).mode & 0o777).toBe(file.mode);
    }
    expect(needsPassphrase).toBe(true);
    expect((await exporter().plan(['a'], ['key', 'ca', 'java-trust-store'])).needsPassphrase).toBe(false);
  });

  it('gives each of several certificates a folder of its own, also when their names are alike', async () => {
    const alike = exporter({ name: (id) => (id === 'b' ? 'APP.test' : 'app.test') });
    expect(await alike.write(request(['key'], ['a', 'b', 'c']))).toEqual([
      'app.test/app.test-key.pem',
      'APP.test-2/APP.test-key.pem',
      'app.test-3/app.test-key.pem',
    ]);
  });

  it('has the leaf and what is above it in the right order in the combined file', async () => {
    await exporter().write(request(['combined']));
    expect(await readFile(join(folder, 'a.test-combined.pem'), 'utf8')).toBe(leaf.pem + intermediate.pem + leaf.keyPem);
  });

  it('replaces nothing without leave, and says what is there', async () => {
    await writeFile(join(folder, 'a.test.pem'), 'mine');
    await writeFile(join(folder, 'ca.crt'), 'mine too');
    // Every name, before anything is written: whoever is asked must know all that is at stake.
    await expect(exporter().write(request(['key', 'certificate', 'ca']))).rejects.toMatchObject({
      code: 'already-exists',
      message: expect.stringContaining('a.test.pem, ca.crt are in'),
    });
    expect((await readdir(folder)).sort()).toEqual(['a.test.pem', 'ca.crt']);
    expect(await readFile(join(folder, 'a.test.pem'), 'utf8')).toBe('mine');
    expect(await exporter().existing(['a'], ['key', 'certificate'], folder)).toEqual(['a.test.pem']);
  });

  it('makes a key file private when it replaces one that everybody could read', async () => {
    const path = join(folder, 'a.test-key.pem');
    await writeFile(path, 'old');
    await chmod(path, 0o644);
    await exporter().write(request(['key'], ['a'], true));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).toBe(leaf.keyPem);
  });

  it('replaces a symbolic link itself, and leaves what it points to as it was', async () => {
    const target = join(folder, 'elsewhere');
    await writeFile(target, 'precious');
    await symlink(target, join(folder, 'a.test-key.pem'));
    await expect(exporter().write(request(['key']))).rejects.toMatchObject({ code: 'already-exists' });
    await exporter().write(request(['key'], ['a'], true));
    expect(await readFile(target, 'utf8')).toBe('precious');
    expect((await lstat(join(folder, 'a.test-key.pem'))).isSymbolicLink()).toBe(false);
  });

  it('refuses a format with a key for a certificate whose key is elsewhere, before anything is asked or written', async () => {
    const refused = { code: 'no-key', message: expect.stringContaining('foreign.test') };
    await expect(exporter().plan(['a', 'foreign'], ['combined'])).rejects.toMatchObject(refused);
    await expect(exporter().write(request(['certificate', 'key'], ['a', 'foreign']))).rejects.toMatchObject(refused);
    expect(await readdir(folder)).toEqual([]);
    await exporter().write(request(['certificate', 'full-chain', 'ca', 'der'], ['foreign']));
  });

  it('writes nothing when the passphrase is missing, the key is damaged, or there is no folder', async () => {
    const { passphrase: _, ...without } = request(['certificate', 'pkcs12']);
    await expect(exporter().write(without)).rejects.toMatchObject({ code: 'passphrase-needed' });
    const damaged = exporter({ keyPem: leaf.keyPem.slice(0, 90) });
    await expect(damaged.write(request(['certificate', 'traditional-key']))).rejects.toMatchObject({
      code: 'key-file-damaged',
    });
    expect(await readdir(folder)).toEqual([]);
    await expect(exporter().write({ ...request(['certificate']), folder: join(folder, 'none') })).rejects.toMatchObject(
      { code: 'not-found' },
    );
    expect(notes).toEqual([]);
  });

  // Node's recursive mkdir never returns there (it holds the parent to be missing, and the parent is there).
  it.runIf(process.platform === 'linux')('ends with an error where no folder can be made, as in /proc', async () => {
    const request = { ids: ['a', 'b'], formats: ['certificate' as const], folder: '/proc/sys', overwrite: false };
    await expect(exporter().write(request)).rejects.toMatchObject({ code: 'read-only' });
  });

  it('keeps the key of a certificate that is called like the trust store', async () => {
    for (const name of ['truststore', 'TrustStore', 'ca', 'root', 'root-truststore']) {
      const { files } = await exporter({ name: () => name }).plan(['a'], everyFormat);
      const folded = files.map((file) => file.name.toLowerCase());
      expect(new Set(folded).size, name).toBe(everyFormat.length);
    }
    const written = await exporter({ name: () => 'truststore' }).write(request(['pkcs12', 'java-trust-store']));
    expect(written).toEqual(['truststore.p12', 'root-truststore.p12']);
    expect((await stat(join(folder, 'truststore.p12'))).mode & 0o777).toBe(0o600);
  });

  it('leaves the old certificate and key together when one of the new ones cannot be put there', async () => {
    await writeFile(join(folder, 'a.test.pem'), 'old certificate');
    await symlink('elsewhere', join(folder, 'a.test-fullchain.pem'));
    await mkdir(join(folder, 'a.test-key.pem'));
    await expect(exporter().write(request(['certificate', 'full-chain', 'key'], ['a'], true))).rejects.toMatchObject({
      code: 'already-exists',
      message: expect.stringContaining('a.test-key.pem is not a file'),
    });
    expect(await readFile(join(folder, 'a.test.pem'), 'utf8')).toBe('old certificate');
    expect((await readdir(folder)).sort()).toEqual(['a.test-fullchain.pem', 'a.test-key.pem', 'a.test.pem']);
  });

  it('takes back what it wrote when a later file cannot be written', async () => {
    // A folder in the place of a file cannot be renamed over.
    await exporter().write(request(['certificate'], ['a', 'b']));
    await rm(join(folder, 'a.test'), { recursive: true });
    await rm(join(folder, 'b.test', 'b.test.pem'));
    await mkdir(join(folder, 'b.test', 'b.test.pem', 'x'), { recursive: true });
    await expect(exporter().write(request(['certificate'], ['a', 'b'], true))).rejects.toThrow();
    expect(await readdir(join(folder, 'a.test'))).toEqual([]);
  });
});
