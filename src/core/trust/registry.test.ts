import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRoot, type TestRoot } from '../../../test/support/openssl-roots';
import { run } from '../system/run';
import { trustStores } from './registry';

let base: string;
let root: TestRoot;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'sealwax registry '));
  root = await makeRoot(base);
  const firefox = join(base, '.mozilla', 'firefox');
  await mkdir(join(firefox, 'p'), { recursive: true });
  await writeFile(join(firefox, 'profiles.ini'), '[Profile0]\nName=p\nIsRelative=1\nPath=p\n');
});
afterAll(() => rm(base, { recursive: true, force: true }));

const stores = (platform: NodeJS.Platform, rootFolder = join(base, 'nothing')) =>
  trustStores({ run, platform, env: { PATH: '' }, home: base, rootFolder });

describe('the list of stores', () => {
  it('has the system store first, then one store a database, each with an id of its own', async () => {
    // The lists of Java are those of the machine that runs this; java-store.test.ts looks at them.
    const list = (await stores('linux', '/')).filter(({ kind }) => kind !== 'java');
    expect(list.map(({ id, kind, label }) => [id, kind, label])).toEqual([
      ['system', 'system', 'System store'],
      [`nss:${join(base, '.mozilla/firefox/p')}`, 'nss', 'Firefox, profile p'],
    ]);
    expect(list[0]).toMatchObject({ privileged: true });
    expect(list[1]).toMatchObject({ privileged: false });
  });

  it('answers for a root that does not exist yet, so that the first run can show what would change', async () => {
    const future = {
      pem: '',
      der: new Uint8Array(),
      pemPath: '/data/root.pem',
      fingerprint256: '0'.repeat(64),
      commonName: 'To come',
    };
    const [system, firefox] = await stores('linux', '/');
    expect(await system?.status(future)).toEqual({ state: 'absent' });
    expect(system?.change(future, 'install').commands[0]).toContain('/data/root.pem');
    expect(firefox?.change(future, 'install').commands.join('\n')).toContain('To come 00000000');
  });

  it.each([
    ['darwin', ['keychain:login', 'keychain:system']],
    ['win32', ['windows:user', 'windows:machine']],
  ] as const)('claims no success on %s where its tool is not there', async (platform, ids) => {
    const list = (await stores(platform)).filter(({ kind }) => kind === 'keychain' || kind === 'windows');
    expect(list.map(({ id }) => id)).toEqual(ids);
    // The second is for who asks for it by name: the first does the same for this person.
    expect(list.map(({ optional }) => optional)).toEqual([false, true]);
    for (const store of list) {
      expect(await store.status(root)).toMatchObject({ state: 'tool-missing' });
      expect((await store.install(root)).outcome).toBe('tool-missing');
      expect((await store.remove(root)).outcome).toBe('tool-missing');
    }
  });
});
