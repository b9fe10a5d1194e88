import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runningNote } from './running-browser';

let home: string;
const place = () => ({ platform: 'linux', env: {}, home }) as const;
/** No process has it: pid_max is 4,194,304 at the most (proc(5)). */
const nobody = 4_194_305;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sealwax running-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function lock(folder: string, name: string, target: string): Promise<string> {
  const path = join(home, folder);
  await mkdir(path, { recursive: true });
  await rm(join(path, name), { force: true });
  await symlink(target, join(path, name));
  return path;
}

it('notices a Firefox that runs with the profile, and not one that crashed', async () => {
  const alive = await lock('profile', 'lock', `127.0.1.1:+${process.pid}`);
  expect(await runningNote(alive, 'Firefox, profile work', place())).toContain('Firefox is running');
  const dead = await lock('profile', 'lock', `127.0.1.1:+${nobody}`);
  expect(await runningNote(dead, 'Firefox, profile work', place())).toBeUndefined();
  expect(await runningNote(join(home, 'other'), 'Firefox, profile other', place())).toBeUndefined();
});

it('notices a Chromium that runs, whichever of the family', async () => {
  expect(await runningNote(join(home, '.pki/nssdb'), 'Chromium', place())).toBeUndefined();
  await lock('.config/google-chrome', 'SingletonLock', `some-host-${process.pid}`);
  expect(await runningNote(join(home, '.pki/nssdb'), 'Chromium, Google Chrome', place())).toContain('is running');
  await lock('.config/google-chrome', 'SingletonLock', `some-host-${nobody}`);
  expect(await runningNote(join(home, '.pki/nssdb'), 'Chromium', place())).toBeUndefined();
});
