import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeRoot, type TestRoot } from '../../../test/support/openssl-roots';
import type { Run } from '../system/run';
import { trustStores } from './registry';
import type { TrustStore } from './trust-store';

let base: string;
let root: TestRoot;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'sealwax firefox é-'));
  root = await makeRoot(base);
});
afterAll(() => rm(base, { recursive: true, force: true }));

const folders = {
  darwin: join('Library', 'Application Support', 'Firefox'),
  win32: join('AppData', 'Roaming', 'Mozilla', 'Firefox'),
} as const;

let called: string[][];
beforeEach(() => {
  called = [];
});

/** Notes what would run, and finds no tool. */
const run: Run = async (program, args) => {
  called.push([program, ...args]);
  return { code: null, stdout: '', stderr: '', timedOut: false, missing: true, durationMs: 1 };
};

async function firefox(platform: 'darwin' | 'win32', prefs: string): Promise<TrustStore> {
  const folder = join(base, folders[platform]);
  await mkdir(join(folder, 'Profiles', 'p'), { recursive: true });
  await writeFile(join(folder, 'profiles.ini'), '[Profile0]\r\nName=p\r\nIsRelative=1\r\nPath=Profiles/p\r\n');
  await writeFile(join(folder, 'Profiles', 'p', 'prefs.js'), prefs);
  const stores = await trustStores({ run, platform, env: { PATH: '' }, home: base, rootFolder: join(base, 'none') });
  const found = stores.find(({ label }) => label === 'Firefox, profile p');
  if (found === undefined) throw new Error(`no profile among ${stores.map(({ label }) => label).join(', ')}`);
  return found;
}

const off = 'user_pref("security.enterprise_roots.enabled", false);\n';

describe.each([
  ['darwin', 'keychain:login'],
  ['win32', 'windows:user'],
] as const)('a Firefox profile on %s', (platform, follows) => {
  it('follows the platform’s store unless it is told not to, and nothing is put into it', async () => {
    const store = await firefox(platform, '');
    expect(await store.status(root)).toMatchObject({ follows });
    called = [];
    expect(await store.install(root)).toMatchObject({ outcome: 'already' });
    expect(await store.remove(root)).toMatchObject({ outcome: 'already' });
    expect(await store.entries?.()).toEqual([]);
    expect(called).toEqual([]);
  });

  it('says which preference keeps it from the platform’s roots', async () => {
    const store = await firefox(platform, off);
    const status = await store.status(root);
    expect(status.follows).toBeUndefined();
    expect(JSON.stringify(status)).toContain('security.enterprise_roots.enabled');
  });
});

describe('a Firefox profile that was told not to read the platform’s store', () => {
  it('is changed in its own database on macOS, where NSS’s tool is there', async () => {
    const store = await firefox('darwin', off);
    expect(store.change(root, 'install').commands.join('\n')).toContain('certutil');
    expect(await store.install(root)).toMatchObject({ outcome: 'tool-missing', hint: expect.stringContaining('brew') });
  });

  it('is left to the person on Windows, who is told what to set', async () => {
    const store = await firefox('win32', off);
    expect(await store.status(root)).toMatchObject({ state: 'absent' });
    expect(store.change(root, 'install')).toMatchObject({
      commands: [],
      description: expect.stringContaining('about:config'),
    });
    expect(await store.install(root)).toMatchObject({
      outcome: 'not-allowed',
      hint: expect.stringContaining('about:config'),
    });
    expect(await store.remove(root)).toMatchObject({ outcome: 'already' });
  });
});
