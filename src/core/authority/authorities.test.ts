import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { limits, type TestMachine, testMachine } from '../../../test/support/test-machine';
import { AppError } from '../errors';
import { viewCertificate } from '../pki/certificate-view';
import { parseCertificate } from '../pki/parsed-certificate';
import { validateChain } from '../pki/path-validation';

/** Key files are made slow to open on purpose: 600,000 iterations each, on a machine that does other things too. */
const slow = { timeout: 30_000 };

let machine: TestMachine;
beforeEach(async () => {
  machine = await testMachine();
});

const names = async () => (await machine.services.authorities.list()).map(({ name }) => name).sort();
const defaultName = async () => (await machine.services.authorities.find())?.summary.name;

describe('several authorities', slow, () => {
  it('lie side by side, and the first one stays the default', async () => {
    await machine.make({ name: 'One' });
    await machine.make({ name: 'Two' });
    await machine.make({ name: 'Three' });
    const { authorities } = machine.services;
    expect((await authorities.list()).map(({ name }) => name)).toEqual(['One', 'Two', 'Three']);
    await authorities.setDefault((await authorities.list())[2]?.id as string);
    expect((await authorities.list()).map(({ name }) => name)).toEqual(['Three', 'One', 'Two']);
    await authorities.setDefault((await authorities.list())[1]?.id as string);
    expect(await defaultName()).toBe('One');
    const list = await machine.services.authorities.list();
    expect(list.filter(({ isDefault }) => isDefault)).toHaveLength(1);
  });

  it('sign for themselves: a certificate is from the one that was named', async () => {
    const one = await machine.make({ name: 'One' });
    const two = await machine.make({ name: 'Two', keyType: 'ecdsa-p384' });
    const a = await machine.services.certificates.issue({ names: ['a.test'] });
    const b = await machine.services.certificates.issue({ names: ['b.test'], authorityId: two.id });
    expect([a.authorityId, b.authorityId]).toEqual([one.id, two.id]);
    expect(viewCertificate(await readFile(b.files.certificate, 'utf8')).issuerCommonName).toBe('Two');
  });

  it('may have the same name, and are still two', async () => {
    const one = await machine.make({ name: 'Same' });
    const two = await machine.make({ name: 'Same' });
    expect(one.id).not.toBe(two.id);
    expect(await names()).toEqual(['Same', 'Same']);
  });

  it('have the default that was chosen, until that one is set aside', async () => {
    await machine.make({ name: 'One' });
    const two = await machine.make({ name: 'Two' });
    expect((await machine.services.authorities.setDefault(two.id)).isDefault).toBe(true);
    await machine.restart();
    expect(await defaultName()).toBe('Two');
    await machine.services.settings.change({ theme: 'dark' });
    expect(await defaultName()).toBe('Two');
    await machine.services.setUp.setAside(two.id, 'Two');
    expect(await defaultName()).toBe('One');
  });

  it('are not made when their passphrase was tidied up by another process', async () => {
    const folder = join(machine.dir, 'authorities');
    const set = machine.entries.set.bind(machine.entries);
    machine.entries.set = (account, secret) => {
      for (const name of readdirSync(folder)) if (name.startsWith('.pending-')) rmSync(join(folder, name));
      return set(account, secret);
    };
    await expect(machine.make()).rejects.toMatchObject({ code: 'busy' });
    expect(await readdir(folder)).toEqual([]);
    expect(machine.entries.size).toBe(0);
  });

  it('keep the choice of the default when a setting is changed at the same moment', async () => {
    await machine.make({ name: 'One' });
    const two = await machine.make({ name: 'Two' });
    const { authorities, settings } = machine.services;
    for (const theme of ['dark', 'light', 'system', 'dark'] as const) {
      await Promise.all([
        settings.change({ theme }),
        authorities.setDefault(two.id),
        settings.change({ validityDays: 30 }),
      ]);
      expect(await settings.read()).toMatchObject({ theme, validityDays: 30 });
      expect(await defaultName()).toBe('Two');
    }
  });

  it('never let another one sign in place of a default that is damaged', async () => {
    const one = await machine.make({ name: 'One' });
    await machine.make({ name: 'Two' });
    await rm(join(one.folder, 'root-key.pem'));
    await expect(machine.services.certificates.issue({ names: ['a.test'] })).rejects.toMatchObject({
      code: 'authority-damaged',
    });
  });

  it('are called as the user renames them; the certificate stays as it is', async () => {
    const { id, certificateFile } = await machine.make({ name: 'One' });
    const before = await readFile(certificateFile, 'utf8');
    expect(await machine.services.authorities.rename(id, '  Büro ')).toMatchObject({ name: 'Büro', commonName: 'One' });
    expect(await readFile(certificateFile, 'utf8')).toBe(before);
    await machine.services.certificates.issue({ names: ['a.test'] });
    for (const bad of ['', '   ', 'x'.repeat(101), 'a\u202Eb', 'a\nb']) {
      await expect(machine.services.authorities.rename(id, bad)).rejects.toMatchObject({ code: 'invalid-input' });
    }
    expect(await names()).toEqual(['Büro']);
  });

  it('say that an unknown one is not here', async () => {
    await machine.make();
    await expect(machine.services.authorities.get('root-0000')).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each([
    ['ecdsa-p256', 'ECDSA P-256'],
    ['ecdsa-p384', 'ECDSA P-384'],
    ['rsa-3072', 'RSA 3072'],
  ] as const)(
    'are made with a key of kind %s, a subject, years, and no limits when that is chosen',
    async (type, words) => {
      const { id, keyType, notBefore, notAfter, ...authority } = await machine.make({
        keyType: type,
        years: 3,
        limits: { kind: 'none' },
        subject: { organization: 'Example', country: 'DE' },
      });
      expect(keyType).toBe(words);
      expect(authority.limits).toEqual({ kind: 'none' });
      expect(authority.subject).toMatch(/O=Example/);
      expect(new Date(notAfter).getUTCFullYear() - new Date(notBefore).getUTCFullYear()).toBe(3);
      await machine.services.certificates.issue({ names: ['any.example.org'], authorityId: id });
    },
  );
});

describe('an intermediate', slow, () => {
  it('is not made below a root that is set aside in the meantime, and a root is not while it is made', async () => {
    const { authorities, setUp } = machine.services;
    for (const at of ['keychain', 'root-certificate'] as const) {
      const root = await machine.make({ name: 'Root' });
      let aside: Promise<unknown> = Promise.resolve();
      // The keychain answers when the root is set aside: which of the two is first does not depend on how busy the machine is.
      const { set } = machine.keychain;
      machine.keychain.set = (...entry) => aside.catch(() => undefined).then(() => set(...entry));
      const asked = { name: 'Middle', limits, keep: 'keychain' as const, parentId: root.id };
      const made = authorities.create(asked, (step) => {
        if (step !== at) return;
        aside = setUp.setAside(root.id, 'Root');
        aside.catch(() => undefined);
      });
      const ended = await Promise.allSettled([made, made.catch(() => undefined).then(() => aside)]);
      const refused = ended.map((each) => (each.status === 'rejected' ? each.reason.code : undefined));
      machine.keychain.set = set;
      expect(refused).toEqual(at === 'keychain' ? ['not-found', undefined] : [undefined, 'not-allowed']);
    }
    const ids = (await authorities.list()).map(({ id }) => id);
    for (const { parentId } of await authorities.list()) if (parentId !== undefined) expect(ids).toContain(parentId);
  });

  it('signs below its root, and hands out the whole chain', async () => {
    const root = await machine.make({ name: 'Root' });
    const middle = await machine.make({ name: 'Middle', parentId: root.id });
    expect(middle).toMatchObject({ kind: 'intermediate', parentId: root.id });
    const leaf = await machine.services.certificates.issue({ names: ['a.test'], authorityId: middle.id });
    const { fullChainPem, rootPem } = await machine.services.certificates.readFiles(leaf.id);
    const chain = [...fullChainPem.matchAll(/-----BEGIN[\s\S]+?-----END CERTIFICATE-----/g)].map(([pem]) => pem);
    expect(chain).toHaveLength(2);
    const views = [...chain, rootPem].map((pem) => viewCertificate(pem));
    expect(views.map(({ commonName }) => commonName)).toEqual(['a.test', 'Middle', 'Root']);
    expect(validateChain(views, { now: new Date() }).ok).toBe(true);
  });

  it('is trusted through its root', async () => {
    const root = await machine.make({ name: 'Root' });
    const middle = await machine.make({ name: 'Middle', parentId: root.id });
    const { authorities } = machine.services;
    expect((await authorities.rootForInstall(middle.id)).fingerprint256).toBe(root.fingerprint);
    const { pemPath } = await authorities.rootCertificate(middle.id);
    expect(viewCertificate(await readFile(pemPath, 'utf8')).fingerprint256).toBe(root.fingerprint);
    expect((await authorities.exportable(middle.id)).fingerprint256).toBe(middle.fingerprint);
  });

  it('has path length 0, and none goes below it', async () => {
    const root = await machine.make({ name: 'Root' });
    const middle = await machine.make({ name: 'Middle', parentId: root.id });
    const parsed = async (file: string) => parseCertificate(await readFile(file, 'utf8')).basicConstraints?.pathLength;
    expect(await parsed(root.certificateFile)).toBe(1);
    expect(await parsed(middle.certificateFile)).toBe(0);
    await expect(machine.make({ name: 'Low', parentId: middle.id })).rejects.toMatchObject({ code: 'path-length' });
    expect(await names()).toEqual(['Middle', 'Root']);
  });

  it('has no limits wider than its root', async () => {
    const root = await machine.make({ name: 'Root' });
    const wide = { kind: 'limited' as const, dns: ['localhost', 'example'], ip: [] };
    await expect(machine.make({ parentId: root.id, limits: wide })).rejects.toMatchObject({
      code: 'name-outside-limits',
    });
    await expect(machine.make({ parentId: root.id, limits: { kind: 'none' } })).rejects.toBeInstanceOf(AppError);
  });

  it('keeps its root from being set aside', async () => {
    const root = await machine.make({ name: 'Root' });
    const middle = await machine.make({ name: 'Middle', parentId: root.id });
    const refused = expect(machine.services.setUp.setAside(root.id, 'Root'));
    await refused.rejects.toMatchObject({ code: 'not-allowed', message: expect.stringContaining('Middle') });
    await machine.services.setUp.setAside(middle.id, 'Middle');
    await machine.services.setUp.setAside(root.id, 'Root');
    expect(await names()).toEqual([]);
  });

  it('whose chain was cut or swapped does not sign', async () => {
    const root = await machine.make({ name: 'Root' });
    const middle = await machine.make({ name: 'Middle', parentId: root.id });
    const other = await machine.make({ name: 'Other' });
    const codes = async () =>
      (await machine.services.authorities.get(middle.id)).summary.problems.map(({ code }) => code);
    const file = join(middle.folder, 'chain.pem');
    const whole = await readFile(file, 'utf8');
    for (const bad of [await readFile(other.certificateFile, 'utf8'), whole.slice(0, 300), '']) {
      await writeFile(file, bad);
      expect(await codes()).toEqual(['chain-damaged']);
      await expect(machine.services.authorities.forSigning(middle.id)).rejects.toMatchObject({
        code: 'authority-damaged',
      });
    }
    await writeFile(file, whole);
    expect(await codes()).toEqual([]);
  });
});

describe('a folder that version 0.1.0 wrote', slow, () => {
  // Made by hand after that version's record; the certificate and key are those of an authority made here.
  it('is read, is the default, and signs', async () => {
    const made = await machine.make({ name: 'Old', keep: 'session' });
    const now = JSON.parse(await readFile(join(made.folder, 'authority.json'), 'utf8')) as Record<string, unknown>;
    const fields =
      'version,id,name,subject,createdAt,notBefore,notAfter,keyType,limits,keep,serial,fingerprint,rootSpki';
    const old = Object.fromEntries([...fields.split(','), 'keyFileSha256'].map((field) => [field, now[field]]));
    await writeFile(join(made.folder, 'authority.json'), `${JSON.stringify(old, null, 2)}\n`);
    await rm(join(machine.dir, 'settings.json'), { force: true });
    await machine.restart();
    expect(await machine.services.authorities.list()).toEqual([
      { ...made, isDefault: true, kind: 'root', origin: 'made', commonName: 'Old' },
    ]);
    await machine.services.certificates.issue({ names: ['a.test'] });
    await machine.make({ name: 'New' });
    expect(await defaultName()).toBe('Old');
  });
});

describe('limits and names of what is made', slow, () => {
  it('are refused before anything is written', async () => {
    await expect(machine.make({ name: ' ' })).rejects.toMatchObject({ code: 'invalid-input', field: 'name' });
    await expect(machine.make({ limits: { ...limits, dns: ['com'] } as typeof limits })).rejects.toBeInstanceOf(
      AppError,
    );
    await expect(machine.make({ parentId: 'root-none' })).rejects.toMatchObject({ code: 'not-found' });
    expect((await readdir(join(machine.dir, 'authorities'))).filter((name) => !name.startsWith('.'))).toEqual([]);
    expect(machine.entries.size).toBe(0);
  });
});

describe('an authority that stands for mkcert', slow, () => {
  it('is the default only as long as it is alone', async () => {
    const { authorities } = machine.services;
    const request = { name: 'mkcert me@host', limits: { kind: 'none' as const }, keep: 'keychain' as const };
    const made = await authorities.create(request, () => undefined, { caroot: '/home/me/.local/share/mkcert' });
    expect(await defaultName()).toBe('mkcert me@host');
    expect((await authorities.forCaroot('/home/me/.local/share/mkcert'))?.summary.id).toBe(made.id);
    expect(parseCertificate(await readFile(made.certificateFile, 'utf8')).basicConstraints?.pathLength).toBe(0);
    await machine.make({ name: 'Mine' });
    expect(await defaultName()).toBe('Mine');
  });
});

describe('what a kill left of a making', slow, () => {
  it('is taken out of the keychain at a later start, and nothing else is', async () => {
    const { id } = await machine.make();
    const folder = join(machine.dir, 'authorities');
    const orphan = `root-${createHash('sha256').update('x').digest('hex').slice(0, 16)}`;
    machine.entries.set(orphan, 'secret').set(`${orphan}/derived`, 'secret').set(`${id}/0badcafe`, 'secret');
    await mkdir(folder, { recursive: true });
    // Version 0.1.0 wrote empty marks.
    await writeFile(join(folder, `.pending-${orphan}`), '');
    await writeFile(join(folder, `.pending-${id}`), JSON.stringify([id, `${id}/0badcafe`]));
    machine.clock.now = new Date(Date.now() + 3_600_000);
    await machine.services.authorities.recover();
    expect([...machine.entries.keys()].sort()).toEqual([id, `${id}/derived`]);
    expect((await readdir(folder)).filter((name) => name.startsWith('.pending'))).toEqual([]);
  });
});
