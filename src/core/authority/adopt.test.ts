import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { opensslText } from '../../../test/support/openssl';
import { type TestMachine, testMachine } from '../../../test/support/test-machine';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import { readPrivateKeyAny } from '../pki/key-forms';

/** Key files are made slow to open on purpose: 600,000 iterations each, on a machine that does other things too. */
const slow = { timeout: 30_000 };

/** Authorities made by OpenSSL, so that nothing of ours vouches for itself. */
let folder = '';
const at = (name: string) => join(folder, name);
const authority = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];

interface Making {
  key?: string[];
  extensions?: string[];
  signer?: string;
  more?: string[];
}

async function make(
  name: string,
  { key = ['ec', 'ec_paramgen_curve:P-256'], extensions = authority, signer, more = [] }: Making,
) {
  const [type = '', option = ''] = key;
  const by = signer === undefined ? [] : ['-CA', at(`${signer}.pem`), '-CAkey', at(`${signer}.key`)];
  await opensslText([
    'req',
    '-x509',
    '-newkey',
    type,
    '-pkeyopt',
    option,
    '-nodes',
    '-keyout',
    at(`${name}.key`),
    '-out',
    at(`${name}.pem`),
    '-subj',
    `/CN=${name}`,
    '-days',
    '30',
    ...by,
    ...extensions.flatMap((extension) => ['-addext', extension]),
    ...more,
  ]); // prettier-ignore
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-adopt-'));
  await make('root', {});
  await make('other', {});
  await make('middle', { signer: 'root' });
  await make('server', { signer: 'root', extensions: ['basicConstraints=critical,CA:FALSE'] });
  await make('no-signing', { extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,cRLSign'] });
  await make('weak', { key: ['rsa', 'rsa_keygen_bits:1024'] });
  await make('odd-curve', { key: ['ec', 'ec_paramgen_curve:secp521r1'] });
  await make('sha1-root', { key: ['rsa', 'rsa_keygen_bits:2048'], more: ['-sha1'] });
  await make('md5-root', { key: ['rsa', 'rsa_keygen_bits:2048'], more: ['-md5'] });
  await make('sha1-middle', { signer: 'sha1-root', more: ['-sha1'] });
  await make('limited', {
    extensions: [...authority, 'nameConstraints=critical,permitted;DNS:corp.test,permitted;IP:10.0.0.0/255.0.0.0'],
  });
});

let machine: TestMachine;
beforeEach(async () => {
  machine = await testMachine();
});

const view = async (name: string): Promise<CertificateView> =>
  viewCertificate(await readFile(at(`${name}.pem`), 'utf8'));
const key = async (name: string) => readPrivateKeyAny(await readFile(at(`${name}.key`)));
const adopt = async (certificate: string, keyName = certificate, others: string[] = []) =>
  machine.services.adoption.adoptPair({
    certificate: await view(certificate),
    pkcs8: await key(keyName),
    keep: 'keychain',
    origin: 'imported',
    others: await Promise.all(others.map(view)),
  });

describe('adopting an authority', slow, () => {
  it('keeps its certificate byte for byte, encrypts its key, and signs', async () => {
    const adopted = await adopt('root');
    expect(adopted).toMatchObject({
      kind: 'root',
      origin: 'imported',
      name: 'root',
      limits: { kind: 'none' },
      problems: [],
    });
    expect(viewCertificate(await readFile(adopted.certificateFile, 'utf8')).der).toEqual((await view('root')).der);
    expect(await readFile(join(adopted.folder, 'root-key.pem'), 'utf8')).toContain('ENCRYPTED PRIVATE KEY');
    await machine.restart();
    const leaf = await machine.services.certificates.issue({ names: ['a.test'] });
    expect(leaf.authorityId).toBe(adopted.id);
  });

  it('reads its limits from its certificate', async () => {
    const { limits } = await adopt('limited');
    expect(limits).toEqual({ kind: 'limited', dns: ['corp.test'], ip: ['10.0.0.0/8'] });
    await expect(machine.services.certificates.issue({ names: ['a.test'] })).rejects.toMatchObject({
      code: 'name-outside-limits',
    });
    await machine.services.certificates.issue({ names: ['a.corp.test'] });
  });

  it.each([
    ['server', 'server', 'not-an-authority', /not a certificate authority/],
    ['no-signing', 'no-signing', 'not-an-authority', /key usage/],
    ['root', 'other', 'key-mismatch', /not the one of root/],
    ['weak', 'weak', 'weak-key', /1024 bits/],
    ['odd-curve', 'odd-curve', 'weak-key', /ECDSA P-521/],
    ['sha1-middle', 'sha1-middle', 'weak-key', /ECDSA with SHA-1|RSA with SHA-1/],
    ['md5-root', 'md5-root', 'weak-key', /has signed itself by RSA with MD5/],
    ['middle', 'middle', 'chain-incomplete', /signed by CN=root, which is not here/],
  ])('refuses %s with the key of %s and says why: %s', async (certificate, keyName, code, words) => {
    const error = await adopt(certificate, keyName).then(
      () => undefined,
      (thrown: { code: string; message: string; hint: string }) => thrown,
    );
    expect(error?.code).toBe(code);
    expect(error?.message).toMatch(words);
    expect(error?.hint).toMatch(/\.$/);
    expect(await machine.services.authorities.list()).toEqual([]);
    expect(machine.entries.size).toBe(0);
    expect(machine.asked).toEqual([]);
  });

  it.each([
    [40, /root expired on /],
    [-1, /root is not valid before /],
  ])('refuses one whose time is over or has not come: the clock %i days on', async (days, words) => {
    machine.clock.now = new Date(Date.now() + days * 86_400_000);
    await expect(adopt('root')).rejects.toMatchObject({
      code: 'authority-expired',
      message: expect.stringMatching(words),
    });
  });

  it('takes a root whose own signature is of SHA-1, as nobody checks that one, and says so', async () => {
    const adopted = await adopt('sha1-root');
    expect(adopted).toMatchObject({ kind: 'root', problems: [] });
    expect(adopted.notes).toEqual([expect.stringContaining('signed itself by RSA with SHA-1')]);
    expect((await adopt('root')).notes).toBeUndefined();
  });

  it('names no parent that was set aside while the passphrase was kept', async () => {
    const root = await adopt('root');
    const { set } = machine.keychain;
    machine.keychain.set = async (...given) => {
      machine.keychain.set = set;
      await machine.services.setUp.setAside(root.id, 'root');
      return set.apply(machine.keychain, given);
    };
    const middle = await adopt('middle');
    expect(middle).toMatchObject({ kind: 'intermediate', problems: [] });
    expect(middle.parentId).toBeUndefined();
    await machine.services.certificates.issue({ names: ['a.test'] });
  });

  it('refuses one that is here already', async () => {
    await adopt('root');
    await expect(adopt('root')).rejects.toMatchObject({ code: 'already-exists' });
    expect(machine.entries.size).toBe(2);
  });

  it('takes an intermediate with its chain, or under a root that is here', async () => {
    const alone = await adopt('middle', 'middle', ['other', 'root']);
    expect(alone).toMatchObject({ kind: 'intermediate', problems: [] });
    expect(alone.parentId).toBeUndefined();
    const { authorities } = machine.services;
    expect((await authorities.rootCertificate(alone.id)).fingerprint256).toBe((await view('root')).fingerprint256);
    await machine.services.setUp.setAside(alone.id, 'middle');
    const root = await adopt('root');
    expect((await adopt('middle')).parentId).toBe(root.id);
  });

  it('leaves the keychain entry of one that was set aside alone, so that it can be put back', async () => {
    const first = await adopt('root');
    const entries = [...machine.entries];
    await machine.services.setUp.setAside(first.id, 'root');
    await adopt('root');
    for (const [account, secret] of entries) expect(machine.entries.get(account)).toBe(secret);
  });
});

describe('adopting what was opened', slow, () => {
  const opened = async (certificates: string[], keys: string[]) => ({
    certificates: await Promise.all(certificates.map(view)),
    keys: await Promise.all(keys.map(async (name) => ({ pkcs8: await key(name) }))),
  });

  it('finds the authority and its key among the rest', async () => {
    const { adoption } = machine.services;
    const found = await adoption.adoptOpened(
      await opened(['root', 'server', 'middle'], ['server', 'middle']),
      'keychain',
    );
    expect(found).toMatchObject({ name: 'middle', kind: 'intermediate' });
  });

  it('notes the file that holds the key unencrypted, and not one that holds it encrypted', async () => {
    const { adoption } = machine.services;
    const locked = join(machine.home, 'locked.pem');
    await opensslText(['pkcs8', '-topk8', '-in', at('root.key'), '-out', locked, '-passout', 'pass:x']);
    const content = await opened(['root'], ['root']);
    const paths = [at('root.pem'), locked, at('other.key')];
    const { id, plainKeyFile } = await adoption.adoptOpened({ ...content, paths }, 'keychain');
    expect(plainKeyFile).toBeUndefined();
    await machine.services.setUp.setAside(id, 'root');
    const again = await adoption.adoptOpened({ ...content, paths: [...paths, at('root.key')] }, 'keychain');
    expect(again.plainKeyFile).toBe(at('root.key'));
  });

  it.each([
    [[], ['root'], 'not-an-authority'],
    [['root'], [], 'no-key'],
    [['root'], ['other'], 'key-mismatch'],
    [['server'], ['server'], 'not-an-authority'],
  ])('refuses certificates %j with keys %j: %s', async (certificates, keys, code) => {
    const content = await opened(certificates, keys);
    await expect(machine.services.adoption.adoptOpened(content, 'keychain')).rejects.toMatchObject({ code });
  });

  it('asks to unlock a key that is locked', async () => {
    const content = { certificates: [await view('root')], keys: [{}] };
    await expect(machine.services.adoption.adoptOpened(content, 'keychain')).rejects.toMatchObject({
      code: 'passphrase-needed',
    });
  });
});
