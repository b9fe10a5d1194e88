import { chmod, copyFile, mkdir, mkdtemp, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { issue, type Made, serverAuth } from '../../../test/support/path-certificates';
import { makeAuthority, tempServices } from '../../../test/support/temp-services';
import type { Services } from '../services';

// Encrypting the key of an authority takes its time, and the tests run beside others.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const day = 86_400_000;
const start = Date.UTC(2026, 10, 1);
let now = new Date(start);
let folder = '';
let dir = '';
let services: Services;

beforeEach(async () => {
  now = new Date(start);
  folder = await mkdtemp(join(tmpdir(), 'sealwax-watched-'));
  dir = join(folder, 'data');
  services = await tempServices({ dir, now: () => now });
});

const days = (count: number) => new Date(start + count * day);
const keyOf = (made: Made) => String(made.key.key.export({ type: 'pkcs8', format: 'pem' }));
const foreign = (to = days(60), names = ['app.test']) =>
  issue({
    ...{ issuer: issue({ subject: 'mkcert me@host', from: days(-400), to: days(4000) }), from: days(-30), to },
    ...{ names: names.map((dNSName) => ({ dNSName })), extended: [serverAuth] },
  });

/** As mkcert writes a pair. */
async function pairAt(place: string, made = foreign()) {
  await writeFile(place, made.pem);
  await writeFile(place.replace('.pem', '-key.pem'), keyOf(made), { mode: 0o600 });
  return made;
}
const file = (name: string) => join(folder, name);
const watched = () => services.lifecycle.watched;
const history = async () =>
  (await services.journal.entries()).map(({ what }) => what).filter((what) => what.startsWith('watch.'));

describe('what is watched', () => {
  it('is kept with its reading, once each, and is the same for another process', async () => {
    await pairAt(file('app.pem'));
    const added = await watched().addPath(file('app.pem'));
    expect(added).toMatchObject({
      kind: 'file',
      state: 'healthy',
      seen: [{ commonName: 'leaf.app.test', origin: 'other', keyFile: file('app-key.pem') }],
    });
    await expect(watched().addPath(file('app.pem'))).rejects.toMatchObject({ code: 'already-exists' });
    const other = await tempServices({ dir, now: () => now });
    expect(await other.lifecycle.watched.list()).toEqual(await watched().list());
    expect(await readFile(join(dir, 'watched.json'), 'utf8')).not.toContain('PRIVATE KEY');
    await watched().remove(added.id);
    expect(await watched().list()).toEqual([]);
    await expect(watched().remove(added.id)).rejects.toMatchObject({ code: 'not-found' });
    expect((await watched().undoRemove(added.id)).seen).toHaveLength(1);
    expect(await history()).toEqual(['watch.added', 'watch.removed', 'watch.added']);
  });

  it('is refused when there is nothing, or no certificate', async () => {
    await expect(watched().addPath(file('none.pem'))).rejects.toMatchObject({ code: 'not-found' });
    await writeFile(file('notes.txt'), 'no certificate');
    await expect(watched().addPath(file('notes.txt'))).rejects.toMatchObject({ code: 'certificate-unreadable' });
    await expect(watched().addHost('ftp://app.test')).rejects.toMatchObject({ code: 'invalid-input', field: 'host' });
    expect(await watched().list()).toEqual([]);
  });

  it('is not written over when its list is damaged or of a newer version', async () => {
    for (const [text, code] of [
      ['{ "items": [', 'file-unreadable'],
      ['{ "version": 2, "items": [] }', 'newer-format'],
    ] as const) {
      await writeFile(join(dir, 'watched.json'), text);
      await expect(watched().list()).rejects.toMatchObject({ code });
      await expect(watched().addHost('app.test')).rejects.toMatchObject({ code });
      expect(await readFile(join(dir, 'watched.json'), 'utf8')).toBe(text);
    }
  });

  it('tells a change, an end and a loss, each once in the history', async () => {
    await pairAt(file('app.pem'));
    const { id } = await watched().addPath(file('app.pem'));
    expect(await watched().checkDue()).toBe(false);
    expect(await watched().checkDue()).toBe(false);
    await pairAt(file('app.pem'), foreign(days(90)));
    expect(await watched().checkDue()).toBe(true);
    const [changed] = await watched().list();
    expect(changed?.seen[0]?.findings.map(({ code }) => code)).toContain('changed');
    now = days(80);
    expect(await watched().checkDue()).toBe(true);
    expect(await watched().list()).toMatchObject([{ state: 'expiring' }]);
    await watched().checkDue();
    now = days(91);
    await watched().checkDue();
    await watched().check([id]);
    expect(await watched().list()).toMatchObject([{ state: 'expired' }]);
    await rm(file('app.pem'));
    expect(await watched().checkDue()).toBe(true);
    const [gone] = await watched().list();
    expect(gone).toMatchObject({ state: 'unreachable', findings: [{ code: 'gone' }], seen: [{ state: 'expired' }] });
    expect(await history()).toEqual(['watch.added', 'watch.changed', 'watch.expiring', 'watch.expiring']);
  });

  it('goes by the clock also when it was set back', async () => {
    await pairAt(file('app.pem'));
    await watched().addPath(file('app.pem'));
    now = days(-3650);
    await watched().checkDue();
    expect(await watched().list()).toMatchObject([{ state: 'not-yet-valid' }]);
    now = days(0);
    await watched().checkDue();
    expect(await watched().list()).toMatchObject([{ state: 'healthy' }]);
  });

  it('notices a key that is not the certificate’s, and a copy that was renewed', async () => {
    await makeAuthority(services);
    const mine = await services.certificates.issue({ names: ['app.test'] });
    await copyFile(mine.files.certificate, file('mine.pem'));
    await copyFile(mine.files.key, file('mine-key.pem'));
    const { id } = await watched().addPath(file('mine.pem'));
    expect(await watched().list()).toMatchObject([
      { state: 'healthy', seen: [{ origin: 'ours', certificateId: mine.id }] },
    ]);
    await writeFile(file('mine-key.pem'), keyOf(foreign()));
    await watched().checkDue();
    expect((await watched().list())[0]?.seen[0]).toMatchObject({
      state: 'attention',
      findings: [{ code: 'key-mismatch' }],
    });
    await copyFile(mine.files.key, file('mine-key.pem'));
    now = days(1);
    const newer = await services.lifecycle.renewal.renewOne((await services.lifecycle.renewal.renewOne(mine.id)).id);
    await watched().checkDue();
    const [view] = await watched().list();
    expect(view?.seen[0]?.findings).toMatchObject([
      { code: 'old-copy', message: expect.stringContaining(newer.notAfter.slice(0, 10)) },
    ]);
    // The one that it was renewed as goes there; no third is made.
    const plan = await services.lifecycle.renewInPlace.plan(id, view?.seen[0]?.id ?? '');
    const done = await services.lifecycle.renewInPlace.renew(id, plan.seenId, plan.fingerprint);
    expect(done.certificateId).toBe(newer.id);
    expect(await watched().list()).toMatchObject([{ state: 'healthy', seen: [{ certificateId: newer.id }] }]);
  });
});

describe('a watched folder', () => {
  it('shows every certificate below it, passes over what tools keep, and survives anything else', async () => {
    await mkdir(file('sites/one/deep'), { recursive: true });
    await mkdir(file('sites/node_modules/x'), { recursive: true });
    await pairAt(file('sites/a.pem'));
    await pairAt(file('sites/one/deep/b.pem'), foreign(days(3)));
    await writeFile(file('sites/node_modules/x/c.pem'), foreign().pem);
    await writeFile(file('sites/broken.crt'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    await writeFile(file('sites/empty.pem'), '');
    await symlink(file('sites'), file('sites/one/circle'));
    const added = await watched().addPath(file('sites'));
    expect(added.seen.map(({ label, state }) => [label, state])).toEqual([
      ['a.pem', 'healthy'],
      ['one/deep/b.pem', 'expiring'],
    ]);
    expect(added.state).toBe('expiring');
    await rename(file('sites/one/deep/b.pem'), file('sites/one/deep/b.txt'));
    await watched().checkDue();
    expect((await watched().list())[0]).toMatchObject({ state: 'healthy', seen: [{ label: 'a.pem' }] });
    await rm(file('sites'), { recursive: true });
    await watched().checkDue();
    expect((await watched().list())[0]).toMatchObject({ state: 'unreachable', findings: [{ code: 'gone' }] });
  });
});

describe('renewing in place', () => {
  beforeEach(() => makeAuthority(services));
  const seenOf = async (path: string) => {
    const { id, seen } = await watched().addPath(path);
    return { id, seenId: seen[0]?.id ?? '' };
  };
  const renewer = () => services.lifecycle.renewInPlace;
  const renewed = async (path: string) => {
    const { id, seenId } = await seenOf(path);
    const { fingerprint } = await renewer().plan(id, seenId);
    return renewer().renew(id, seenId, fingerprint);
  };

  it('writes a certificate of ours over both files, with their modes, and can put the old pair back', async () => {
    const old = await pairAt(file('localhost.pem'), foreign(days(-1), ['localhost', 'app.test']));
    await chmod(file('localhost.pem'), 0o664);
    await chmod(file('localhost-key.pem'), 0o640);
    const { id, seenId } = await seenOf(file('localhost.pem'));
    const plan = await renewer().plan(id, seenId);
    expect(plan).toMatchObject({
      ...{ certificateFile: file('localhost.pem'), keyFile: file('localhost-key.pem') },
      ...{ names: ['localhost', 'app.test'], authority: 'Test CA' },
    });
    const done = await renewer().renew(id, seenId, plan.fingerprint);
    expect(done.notAfter > now.toISOString()).toBe(true);
    const [view] = await watched().list();
    expect(view).toMatchObject({
      state: 'healthy',
      seen: [{ origin: 'ours', certificateId: done.certificateId, names: ['localhost', 'app.test'] }],
    });
    const modes = async () =>
      Promise.all(['localhost.pem', 'localhost-key.pem'].map(async (name) => (await stat(file(name))).mode & 0o777));
    expect(await modes()).toEqual([0o664, 0o640]);
    const { files } = await services.certificates.get(done.certificateId);
    expect(await readFile(file('localhost-key.pem'), 'utf8')).toBe(await readFile(files.key, 'utf8'));
    expect((await stat(join(dir, 'bin', done.backup, 'file-1'))).mode & 0o777).toBe(0o600);
    await renewer().putBack(done.backup);
    expect(await readFile(file('localhost.pem'), 'utf8')).toBe(old.pem);
    expect(await readFile(file('localhost-key.pem'), 'utf8')).toBe(keyOf(old));
    expect(await modes()).toEqual([0o664, 0o640]);
    expect(await history()).toEqual(expect.arrayContaining(['watch.renewed', 'watch.put-back']));
    // By now the old ones lie there again, which are not ours to replace.
    await expect(renewer().putBack(done.backup)).rejects.toMatchObject({ code: 'not-allowed' });
  });

  it('keeps certificate and key in one file, a link a link, and DER in DER', async () => {
    const made = foreign();
    await writeFile(file('both.pem'), `${made.pem}${keyOf(made)}`);
    await symlink(file('both.pem'), file('link.pem'));
    await renewed(file('link.pem'));
    const text = await readFile(file('both.pem'), 'utf8');
    expect(text.match(/-----BEGIN [A-Z ]+-----/g)).toEqual([
      '-----BEGIN CERTIFICATE-----',
      '-----BEGIN PRIVATE KEY-----',
    ]);
    expect(text).not.toContain(made.pem.split('\n')[3]);
    await writeFile(file('site.der'), made.der);
    await writeFile(file('site.key'), keyOf(made));
    await renewed(file('site.der'));
    expect((await readFile(file('site.der')))[0]).toBe(0x30);
    expect((await watched().list()).map(({ state, seen }) => [state, seen[0]?.origin])).toEqual([
      ['healthy', 'ours'],
      ['healthy', 'ours'],
    ]);
  });

  it.each([
    ['without its key', async (): Promise<void> => rm(file('app-key.pem')), 'no-key'],
    [
      'for names outside the limits',
      async (): Promise<void> => void (await pairAt(file('app.pem'), foreign(days(9), ['example.com']))),
      'name-outside-limits',
    ],
    ['when the certificate is gone', async (): Promise<void> => rm(file('app.pem')), 'not-found'],
  ] as const)('does not begin %s', async (_, spoil, code) => {
    await pairAt(file('app.pem'));
    const { id, seenId } = await seenOf(file('app.pem'));
    await spoil();
    await expect(renewer().plan(id, seenId)).rejects.toMatchObject({ code });
    await expect(renewer().renew(id, seenId, 'x')).rejects.toMatchObject({ code });
    expect(await services.certificates.list()).toEqual([]);
  });

  it('leaves alone what was changed since it was shown', async () => {
    await pairAt(file('app.pem'));
    const { id, seenId } = await seenOf(file('app.pem'));
    const plan = await renewer().plan(id, seenId);
    const other = await pairAt(file('app.pem'));
    await expect(renewer().renew(id, seenId, plan.fingerprint)).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await readFile(file('app.pem'), 'utf8')).toBe(other.pem);
    expect(await services.certificates.list()).toEqual([]);
    await expect(renewer().putBack('../authorities')).rejects.toMatchObject({ code: 'not-found' });
  });
});
