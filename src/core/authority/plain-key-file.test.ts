import { randomBytes } from 'node:crypto';
import { copyFile, link, mkdir, mkdtemp, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { opensslText } from '../../../test/support/openssl';
import { type TestMachine, testMachine } from '../../../test/support/test-machine';
import { viewCertificate } from '../pki/certificate-view';
import { readPrivateKeyAny } from '../pki/key-forms';
import { run } from '../system/run';

/** Key files are made slow to open on purpose: 600,000 iterations each, on a machine that does other things too. */
const slow = { timeout: 30_000 };

/** Authorities made by OpenSSL, so that nothing of ours vouches for itself. */
let folder = '';
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-plain-key-'));
  for (const name of ['root', 'other']) {
    await opensslText([
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'],
      ...['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`), '-subj', `/CN=${name}`],
      ...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    ]);
  }
});

let machine: TestMachine;
beforeEach(async () => {
  machine = await testMachine();
});

const view = async (name: string) => viewCertificate(await readFile(at(`${name}.pem`), 'utf8'));
const opened = async () => ({
  certificates: [await view('root')],
  keys: [{ pkcs8: await readPrivateKeyAny(await readFile(at('root.key'))) }],
});

describe('the unencrypted key that an authority was adopted from', slow, () => {
  let caroot = '';
  beforeEach(async () => {
    caroot = join(machine.home, '.local/share/mkcert');
    await mkdir(caroot, { recursive: true });
    await copyFile(at('root.pem'), join(caroot, 'rootCA.pem'));
    await copyFile(at('root.key'), join(caroot, 'rootCA-key.pem'));
  });
  const plain = () => join(caroot, 'rootCA-key.pem');
  const isThere = () =>
    stat(plain()).then(
      () => true,
      () => false,
    );

  it('is found, named, and deleted when that is asked for', async () => {
    const { adoption, authorities } = machine.services;
    const [found] = await adoption.findMkcert();
    expect(found).toMatchObject({ folder: caroot, name: 'root', hasKey: true });
    expect(found?.adoptedAs).toBeUndefined();
    const adopted = await adoption.adoptMkcert(caroot, 'keychain');
    expect(adopted).toMatchObject({ origin: 'mkcert', plainKeyFile: plain() });
    expect((await adoption.findMkcert())[0]?.adoptedAs).toBe(adopted.id);
    expect(await isThere()).toBe(true);
    const after = await adoption.deletePlainKey(adopted.id);
    expect(after.plainKeyFile).toBeUndefined();
    expect(await isThere()).toBe(false);
    expect((await authorities.forCaroot(caroot))?.summary.id).toBe(adopted.id);
    expect((await machine.services.journal.entries()).map(({ what }) => what)).toContain('authority.plain-key-deleted');
    expect((await adoption.findMkcert())[0]).toMatchObject({ hasKey: false });
    await expect(adoption.deletePlainKey(adopted.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is deleted itself when what lies there is a link to it', async () => {
    const { adoption } = machine.services;
    const real = join(machine.home, 'elsewhere.pem');
    await rename(plain(), real);
    await symlink(real, plain());
    const adopted = await adoption.adoptMkcert(caroot, 'keychain');
    expect(adopted.plainKeyFile).toBe(real);
    expect((await adoption.deletePlainKey(adopted.id)).plainKeyFile).toBeUndefined();
    await expect(stat(real)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is not said to be deleted while it has another name on the disk', async () => {
    const { adoption } = machine.services;
    const second = join(machine.home, 'second.pem');
    await link(plain(), second);
    const { id } = await adoption.adoptMkcert(caroot, 'keychain');
    await expect(adoption.deletePlainKey(id)).rejects.toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining('2 names'),
    });
    expect(await isThere()).toBe(true);
    await rm(second);
    await adoption.deletePlainKey(id);
    expect(await isThere()).toBe(false);
  });

  it('holds nothing up when a pipe lies in its place', async () => {
    const { adoption, authorities } = machine.services;
    const { id, folder: own } = await adoption.adoptMkcert(caroot, 'keychain');
    const pipe = async (path: string) => {
      await rm(path);
      await run('mkfifo', [path]);
    };
    await pipe(plain());
    expect((await authorities.get(id)).summary).toMatchObject({ problems: [] });
    expect((await authorities.get(id)).summary.plainKeyFile).toBeUndefined();
    expect((await adoption.findMkcert())[0]?.adoptedAs).toBe(id);
    await pipe(join(caroot, 'rootCA.pem'));
    expect(await adoption.findMkcert()).toEqual([]);
    await pipe(join(own, 'root-key.pem'));
    expect((await authorities.list())[0]?.problems).not.toEqual([]);
  });

  it('notes a file that holds the certificate and the key, and deletes it: the certificate is kept here', async () => {
    const { adoption } = machine.services;
    const both = join(machine.home, 'both.pem');
    await writeFile(both, `${await readFile(at('root.pem'), 'utf8')}${await readFile(at('root.key'), 'utf8')}`);
    const adopted = await adoption.adoptOpened({ ...(await opened()), paths: [both] }, 'keychain');
    expect(adopted.plainKeyFile).toBe(both);
    expect((await adoption.deletePlainKey(adopted.id)).plainKeyFile).toBeUndefined();
    await expect(stat(both)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(viewCertificate(await readFile(adopted.certificateFile, 'utf8')).der).toEqual((await view('root')).der);
    await machine.restart();
    await machine.services.certificates.issue({ names: ['a.test'] });
  });

  it('is told of in every file that it lies in, and each is deleted by itself', async () => {
    const { adoption } = machine.services;
    const [alone, both] = [join(machine.home, 'alone.pem'), join(machine.home, 'both.pem')];
    await copyFile(at('root.key'), alone);
    await writeFile(both, `${await readFile(at('root.pem'), 'utf8')}${await readFile(at('root.key'), 'utf8')}`);
    const adopted = await adoption.adoptOpened({ ...(await opened()), paths: [both, alone, alone] }, 'keychain');
    expect(adopted).toMatchObject({ plainKeyFile: alone, morePlainKeyFiles: [both] });
    const after = await adoption.deletePlainKey(adopted.id);
    expect(after.plainKeyFile).toBe(both);
    expect(after.morePlainKeyFiles).toBeUndefined();
    await expect(stat(alone)).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await adoption.deletePlainKey(adopted.id)).plainKeyFile).toBeUndefined();
    await expect(stat(both)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('leaves a file alone that holds another key as well', async () => {
    const { adoption } = machine.services;
    const both = join(machine.home, 'both.pem');
    await writeFile(both, `${await readFile(at('root.key'), 'utf8')}${await readFile(at('other.key'), 'utf8')}`);
    const { id } = await adoption.adoptOpened({ ...(await opened()), paths: [both] }, 'keychain');
    await expect(adoption.deletePlainKey(id)).rejects.toMatchObject({ code: 'not-allowed' });
    expect((await stat(both)).isFile()).toBe(true);
  });

  it('is left alone when another file lies there now', async () => {
    const { adoption, authorities } = machine.services;
    const { id } = await adoption.adoptMkcert(caroot, 'keychain');
    await copyFile(at('other.key'), plain());
    expect((await authorities.get(id)).summary.plainKeyFile).toBeUndefined();
    await expect(adoption.deletePlainKey(id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await isThere()).toBe(true);
  });

  it('is left alone when the encrypted one does not open: it may be the last', async () => {
    const { adoption } = machine.services;
    const { id } = await adoption.adoptMkcert(caroot, 'keychain');
    machine.entries.clear();
    await expect(adoption.deletePlainKey(id)).rejects.toMatchObject({ code: 'keychain-empty' });
    expect(await isThere()).toBe(true);
  });

  it('that is missing, damaged or huge is a refusal with its file', async () => {
    const { adoption } = machine.services;
    await writeFile(plain(), 'not a key');
    await expect(adoption.adoptMkcert(caroot, 'keychain')).rejects.toMatchObject({ hint: expect.any(String) });
    await writeFile(plain(), randomBytes(200_000));
    await expect(adoption.adoptMkcert(caroot, 'keychain')).rejects.toMatchObject({ code: 'file-too-large' });
    await expect(adoption.adoptMkcert(join(machine.home, 'none'), 'keychain')).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await machine.services.authorities.list()).toEqual([]);
  });
});
