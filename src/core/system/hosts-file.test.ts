import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal } from '../journal';
import { type Elevate, elevation } from './elevate';
import { HostsFile } from './hosts-file';
import { FolderLock } from './lock';
import { reachOf } from './reach';
import { run } from './run';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax hosts '));
  path = join(folder, 'hosts');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

// "Root" is this user on a file of their own; the script is the real one.
const asRoot = elevation({ run, platform: 'linux', env: process.env, uid: 0, now: Date.now });
const hostsFile = (elevate: Elevate = asRoot) =>
  new HostsFile({
    path,
    elevate,
    lock: new FolderLock(folder),
    journal: new Journal(folder, 'window', () => new Date('2026-12-01T08:00:00Z')),
  });
const change = async (action: 'add' | 'remove', ...names: string[]) => {
  const { fingerprint } = await hostsFile().plan({ action, names });
  return hostsFile().apply({ action, names }, fingerprint);
};

const usual = '127.0.0.1\tlocalhost\n::1 localhost ip6-localhost # loopback\n\n192.168.0.7 printer.lan printer\n';

describe('names in the hosts file', () => {
  it('stand in a part of their own, and the rest is byte for byte as before when they are gone', async () => {
    for (const before of [usual, usual.trimEnd(), '', usual.replaceAll('\n', '\r\n'), `${usual}# Bücher \xff\xfe\n`]) {
      await writeFile(path, before, 'latin1');
      await change('add', 'app.test');
      await change('add', 'Bücher.test', 'app.test');
      const text = await readFile(path, 'latin1');
      expect(text.startsWith(before)).toBe(true);
      const lines = text.slice(before.length).trim().split(/\r?\n/);
      expect(lines.slice(1, -1)).toEqual([
        '127.0.0.1 app.test',
        '::1       app.test',
        '127.0.0.1 xn--bcher-kva.test',
        '::1       xn--bcher-kva.test',
      ]);
      await change('remove', 'app.test');
      expect((await hostsFile().list()).names.map(({ name }) => name)).toEqual(['xn--bcher-kva.test']);
      await change('remove', 'bücher.test');
      expect(await readFile(path, 'latin1')).toBe(before);
    }
  });

  it('stay where somebody else wrote behind them, and what that one wrote stays too', async () => {
    await writeFile(path, usual.trimEnd());
    await change('add', 'app.test');
    await writeFile(path, `${await readFile(path, 'utf8')}10.0.0.1 other.test\n`);
    await change('add', 'api.test');
    expect((await readFile(path, 'utf8')).endsWith('# Sealwax end\n10.0.0.1 other.test\n')).toBe(true);
    await change('remove', 'app.test', 'api.test');
    expect(await readFile(path, 'utf8')).toBe(`${usual}10.0.0.1 other.test\n`);
  });

  it('are shown before anything is written, and need nothing where they lead here already', async () => {
    await writeFile(path, `${usual}127.0.0.1 mine.test\n`);
    const plan = await hostsFile().plan({ action: 'add', names: ['app.test', 'mine.test'] });
    expect(plan).toMatchObject({ lines: ['127.0.0.1 app.test', '::1       app.test'], already: ['mine.test'] });
    expect(await readFile(path, 'utf8')).not.toContain('app.test');
    expect(await change('remove', 'mine.test')).toMatchObject({ lines: [], already: ['mine.test'] });
    expect(await readFile(path, 'utf8')).toContain('mine.test');
  });

  it('keep mode and owner, leave nothing beside the file, and follow a link', async () => {
    const real = join(folder, 'real hosts');
    await writeFile(real, usual);
    await chmod(real, 0o640);
    await symlink(real, path);
    await change('add', 'app.test');
    expect((await stat(real)).mode & 0o777).toBe(0o640);
    expect(await readFile(real, 'utf8')).toContain('app.test');
    const beside = (await readdir(folder)).filter((name) => !name.startsWith('journal'));
    expect(beside.sort()).toEqual(['hosts', 'real hosts']);
  });

  it.each([
    [{ names: ['*.app.test'] }, 'invalid-name', 'wildcard'],
    [{ names: ['app.test\n10.0.0.1 bank.example'] }, 'invalid-name', 'character'],
    [{ names: ['app\u0000.test'] }, 'invalid-name', 'character'],
    [{ names: ['10.0.0.1'] }, 'invalid-name', 'address'],
    [{ names: ['app.test'], addresses: ['10.0.0.1'] }, 'invalid-input', 'not this machine'],
    [{ names: ['app.test'], addresses: ['nowhere'] }, 'invalid-input', 'no IP address'],
    [{ names: ['printer.lan'] }, 'already-exists', 'line 4'],
  ])('refuse %j', async (asked, code, says) => {
    await writeFile(path, usual);
    const failing = hostsFile().plan({ action: 'add', ...asked });
    await expect(failing).rejects.toMatchObject({
      code,
      message: expect.stringContaining(says),
      hint: expect.any(String),
    });
    expect(await readFile(path, 'utf8')).toBe(usual);
  });

  it('lead to another machine only when that is asked for, and never contradict an earlier wish', async () => {
    await writeFile(path, usual);
    const far = { action: 'add', names: ['app.test'], addresses: ['10.0.0.1'], anyAddress: true } as const;
    await hostsFile().apply(far, (await hostsFile().plan(far)).fingerprint);
    expect((await hostsFile().list()).names).toEqual([{ name: 'app.test', addresses: ['10.0.0.1'] }]);
    await expect(change('add', 'app.test')).rejects.toMatchObject({ code: 'already-exists' });
  });

  it('are not written over what another program changed between the look and the writing', async () => {
    await writeFile(path, usual);
    const asked = { action: 'add', names: ['app.test'] } as const;
    const { fingerprint } = await hostsFile().plan(asked);
    const meddling: Elevate = async (step) => {
      await writeFile(path, `${usual}10.0.0.2 new.test\n`);
      return asRoot(step);
    };
    await expect(hostsFile(meddling).apply(asked, fingerprint)).rejects.toMatchObject({ code: 'busy' });
    expect(await readFile(path, 'utf8')).toBe(`${usual}10.0.0.2 new.test\n`);
    await expect(hostsFile().apply(asked, fingerprint)).rejects.toMatchObject({ code: 'busy' });
  });

  it.each([
    [{ kind: 'cancelled', message: 'Closed.' }, 'cancelled'],
    [{ kind: 'not-allowed', message: 'No rights.' }, 'not-allowed'],
    [{ kind: 'timed-out', message: 'Too late.' }, 'timed-out'],
    [{ kind: 'unsupported', message: 'Not here.' }, 'not-allowed'],
  ] as const)('say %j with the lines to add by hand', async (answer, code) => {
    await writeFile(path, usual);
    const asked = { action: 'add', names: ['app.test'] } as const;
    const hosts = hostsFile(async () => answer);
    const failing = hosts.apply(asked, (await hosts.plan(asked)).fingerprint);
    await expect(failing).rejects.toMatchObject({
      code,
      hint: expect.stringContaining('127.0.0.1 app.test; ::1 app.test'),
    });
  });

  it.each([
    ['written into', (text: string) => text.replace('# Sealwax end', 'hello\n# Sealwax end')],
    ['cut off', (text: string) => text.replace('# Sealwax end\n', '')],
    ['doubled', (text: string) => text + text],
  ])('are left alone when their part was %s, with the line named', async (_, damage) => {
    await writeFile(path, usual);
    await change('add', 'app.test');
    const damaged = damage(await readFile(path, 'utf8'));
    await writeFile(path, damaged);
    await expect(change('remove', 'app.test')).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringMatching(/line \d+/),
    });
    expect(await readFile(path, 'utf8')).toBe(damaged);
  });
});

describe('where a name leads', () => {
  it('is this machine, another one, or nowhere', async () => {
    const answers: Record<string, string[]> = {
      'app.test': ['127.0.0.1', '::1'],
      'far.test': ['127.0.0.1', '10.0.0.1'],
    };
    const reach = await reachOf(['app.test', 'far.test', 'none.test', 'a.localhost', '127.0.0.2'], async (name) => {
      const found = answers[name];
      if (found === undefined) throw new Error('ENOTFOUND');
      return found;
    });
    expect(reach.map(({ state }) => state)).toEqual(['loopback', 'elsewhere', 'nowhere', 'loopback', 'loopback']);
  });
});
