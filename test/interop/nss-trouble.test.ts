import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readlink, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../src/core/system/run';
import { NssStore } from '../../src/core/trust/nss-store';
import { runningNote } from '../../src/core/trust/running-browser';
import { makeRoot, type TestRoot } from '../support/openssl-roots';

/** What only an ordinary user meets, on real databases: the cell runs as one. */
let base: string;
let elsewhere: string;
let root: TestRoot;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'sealwax nss é '));
  // Another disk than /tmp, as a home on an external one.
  elsewhere = await mkdtemp('/dev/shm/sealwax-elsewhere-');
  root = await makeRoot(base);
});
afterAll(async () => {
  await chmod(join(base, 'read-only'), 0o700).catch(() => undefined);
  await Promise.all([base, elsewhere].map((folder) => rm(folder, { recursive: true, force: true })));
});

const place = { platform: 'linux', env: process.env, home: userInfo().homedir } as const;
const storeAt = (folder: string) => {
  const label = 'Firefox, profile test';
  const running = () => runningNote(folder, label, place);
  return new NssStore({
    ...{ run, env: process.env, certutil: 'certutil', packageHint: '', folder, label, running },
  });
};

async function database(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const made = await run('certutil', ['-N', '--empty-password', '-d', `sql:${folder}`]);
  if (made.code !== 0) throw new Error(made.stderr);
}

it('a read-only profile is named with what to check, and stays as it was', async () => {
  const folder = join(base, 'read-only');
  await database(folder);
  const file = join(folder, 'cert9.db');
  await chmod(file, 0o400);
  await chmod(folder, 0o500);
  const before = await readFile(file);
  expect(await storeAt(folder).status(root)).toEqual({ state: 'absent' });
  const outcome = await storeAt(folder).install(root);
  expect(outcome).toMatchObject({ outcome: 'failed', message: expect.stringContaining(folder) });
  expect(outcome.hint).toContain('can be written');
  expect((await readFile(file)).equals(before)).toBe(true);
});

it('a profile on another disk, behind a link, is changed there and the link stays', async () => {
  const folder = join(base, 'linked');
  await database(join(elsewhere, 'profile'));
  await symlink(join(elsewhere, 'profile'), folder);
  expect((await stat(folder)).dev).not.toBe((await stat(base)).dev);
  expect((await storeAt(folder).install(root)).outcome).toBe('done');
  expect(await storeAt(join(elsewhere, 'profile')).status(root)).toEqual({ state: 'trusted' });
  expect((await storeAt(folder).remove(root)).outcome).toBe('done');
  expect(await readlink(folder)).toBe(join(elsewhere, 'profile'));
});

it('a profile that a real Firefox has open is changed, with the note that it notices after a restart', async () => {
  const folder = join(base, 'open');
  await database(folder);
  const firefox = spawn('firefox-esr', ['--headless', '--no-remote', '--profile', folder, 'about:blank'], {
    env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' },
    stdio: 'ignore',
    detached: true,
  });
  try {
    await expect.poll(() => readlink(join(folder, 'lock')).catch(() => ''), { timeout: 30_000 }).toMatch(/\d$/);
    expect((await storeAt(folder).install(root)).outcome).toBe('done');
    expect(await storeAt(folder).status(root)).toMatchObject({
      state: 'trusted',
      note: expect.stringContaining('after a restart'),
    });
    expect((await storeAt(folder).remove(root)).outcome).toBe('done');
  } finally {
    if (firefox.pid !== undefined) process.kill(-firefox.pid, 'SIGKILL');
    await once(firefox, 'close');
  }
}, 60_000);
