import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createKeychain } from './keychain/keychain';
import type { AskPassphrase } from './keychain/root-keys';
import { createServices, type Services } from './services';
import { run } from './system/run';

const limits = { kind: 'limited' as const, dns: ['test'], ip: ['127.0.0.0/8'] };
let home = '';
let dir = '';
let asked: string[] = [];
let services: Services;

/** A person who always types the same, good passphrase. */
const ask: AskPassphrase = async ({ mode }, check) => {
  asked.push(mode);
  await check(Buffer.from('a passphrase for these tests'));
  return 'answered';
};

const start = () =>
  createServices({
    dir,
    platform: 'linux',
    env: { PATH: process.env.PATH },
    home,
    who: 'window',
    run,
    keychain: createKeychain(() => Promise.reject(new Error('Could not connect: No such file or directory'))),
    ask,
    now: () => new Date(),
    random: randomBytes,
    keyChanged: () => undefined,
  });

const setUp = (name = 'Test CA') => services.setUp.run({ name, limits, keep: 'session', stores: [] }, () => undefined);

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sealwax-set-up-'));
  dir = join(home, 'data');
  asked = [];
  services = await start();
});

describe('set-up', () => {
  it('asks for a typed passphrase once, and signs with the key that it has just made', async () => {
    await setUp();
    await services.certificates.issue({ names: ['app.test'] });
    expect(asked).toEqual(['create']);
  });

  it('always permits localhost, which the proof needs', async () => {
    const { authority } = await setUp();
    expect(authority.limits).toEqual({ ...limits, dns: ['localhost', 'test'] });
  });

  it('makes one root even when it is asked twice at once', async () => {
    const results = await Promise.allSettled([setUp('A'), setUp('B')]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'already-exists' } });
    expect(await services.authorities.list()).toHaveLength(1);
  });

  it('leaves nothing behind when the keychain refuses', async () => {
    const refused = services.setUp.run({ name: 'A', limits, keep: 'keychain', stores: [] }, () => undefined);
    await expect(refused).rejects.toMatchObject({ code: 'keychain-unavailable' });
    expect(await services.authorities.list()).toEqual([]);
    await setUp();
    expect(await services.authorities.list()).toHaveLength(1);
  });

  it('shows commands without a made-up fingerprint before there is a root', async () => {
    await mkdir(join(home, '.pki/nssdb'), { recursive: true });
    const { stores } = await services.setUp.plan();
    const commands = stores.flatMap((store) => store.install.commands).join('\n');
    expect(commands).toContain('…');
    expect(commands).not.toMatch(/0{8}/);
    expect(commands).toContain('certutil -N --empty-password');
  });
});

describe('what lies in the data folder', () => {
  it('that is nobody’s authority is left alone', async () => {
    const { authority } = await setUp();
    await mkdir(join(dir, 'authorities', `${authority.id} (copy)`));
    expect((await services.authorities.list()).map(({ id }) => id)).toEqual([authority.id]);
  });

  it('of an authority of which nothing can be read never looks as if there were no root', async () => {
    const { authority } = await setUp();
    await rm(authority.certificateFile);
    await truncate(join(authority.folder, 'authority.json'), 0);
    const [found] = await services.authorities.list();
    expect(found).toMatchObject({ id: authority.id, fingerprint: '' });
    expect(found?.problems.map(({ code }) => code)).toEqual(expect.arrayContaining(['record-damaged', 'root-missing']));
    await expect(setUp()).rejects.toMatchObject({ code: 'already-exists' });
  });

  it('of an authority whose files are folders is said as damage, not thrown', async () => {
    const { authority } = await setUp();
    await rm(join(authority.folder, 'root-key.pem'));
    await mkdir(join(authority.folder, 'root-key.pem'));
    expect((await services.authorities.list())[0]?.problems.map(({ code }) => code)).toContain('key-damaged');
  });

  it('still tells the stores which root to remove when root.pem is lost', async () => {
    const { authority } = await setUp();
    await services.certificates.issue({ names: ['app.test'] });
    await rm(authority.certificateFile);
    expect((await services.authorities.rootCertificate()).fingerprint256).toBe(authority.fingerprint);
    await expect(services.authorities.rootForInstall()).rejects.toMatchObject({ code: 'authority-damaged' });
  });

  it('does not offer a root without its record for installing', async () => {
    const { authority } = await setUp();
    await rm(join(authority.folder, 'authority.json'));
    await expect(services.trust.install([], () => undefined)).rejects.toMatchObject({ code: 'authority-damaged' });
  });

  it('shows a certificate whose record or key is damaged as broken', async () => {
    await setUp();
    const one = await services.certificates.issue({ names: ['one.test'] });
    const two = await services.certificates.issue({ names: ['two.test'] });
    await truncate(join(one.files.folder, 'meta.json'), 0);
    await truncate(two.files.key, 60);
    const list = await services.certificates.list();
    expect(list).toHaveLength(2);
    for (const certificate of list) expect(certificate.status).toBe('broken');
  });

  it('confirms what was done even when the history cannot be written, and says so', async () => {
    await setUp();
    await rm(services.journal.file);
    await mkdir(services.journal.file);
    const certificate = await services.certificates.issue({ names: ['app.test'] });
    expect((await readdir(join(dir, 'certificates')))[0]).toBe(certificate.id);
    expect(services.notices().join()).toMatch(/history could not be written/);
  });

  it('never keeps the app from starting by what lies in its bin', async () => {
    await symlink('/no/such/place', join(dir, 'bin', 'dangling'));
    await expect(start()).resolves.toBeDefined();
  });

  it('keeps a deleted certificate for 30 days from its deletion, however old it is', async () => {
    await setUp();
    const { id, files } = await services.certificates.issue({ names: ['old.test'] });
    const longAgo = new Date(Date.now() - 90 * 86_400_000);
    await utimes(files.folder, longAgo, longAgo);
    await services.certificates.remove(id);
    services = await start();
    expect((await services.certificates.restore(id)).id).toBe(id);
  });

  it('is not entered when a newer version wrote it', async () => {
    await writeFile(join(dir, 'format.json'), '{"format":99}');
    await expect(start()).rejects.toMatchObject({ code: 'newer-format' });
  });
});
