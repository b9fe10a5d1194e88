import { chmod, copyFile, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeRoot, type TestRoot } from '../../../test/support/openssl-roots';
import { program } from '../../../test/support/programs';
import type { Elevate } from '../system/elevate';
import { run } from '../system/run';
import { which } from '../system/which';
import { javaLists } from './java-homes';
import { readKeystore } from './java-keystore';
import { addedEntries, readJavaList } from './java-listing';
import { javaStores } from './java-store';
import type { TrustStore } from './trust-store';

let base: string;
let root: TestRoot;
let namesake: TestRoot;
let keytool: string;
let machine: string;
let serial = 0;

const noRights: Elevate = async () => ({ kind: 'not-allowed', message: 'No rights.' });

/** A Java installation with a list of its own, whose keytool is the machine's. */
async function jdk(folder: string, format: 'JKS' | 'PKCS12' = 'JKS'): Promise<string> {
  const cacerts = join(folder, 'lib', 'security', 'cacerts');
  await mkdir(dirname(cacerts), { recursive: true });
  await copyFile(join(base, `${format}.cacerts`), cacerts);
  await program(join(folder, 'bin', 'keytool'), `exec ${keytool} "$@"`);
  await writeFile(join(folder, 'release'), 'IMPLEMENTOR="Example"\nJAVA_VERSION="17.0.2"\n');
  return cacerts;
}

async function storesOf(home: string, env: NodeJS.ProcessEnv = {}): Promise<TrustStore[]> {
  const place = { platform: 'linux', env: { PATH: '', ...env }, home } as const;
  return javaStores({ ...place, run, elevate: noRights }, machine);
}

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'sealwax java é-')));
  keytool = await realpath((await which('keytool', process.env)) ?? 'keytool');
  root = await makeRoot(base, 'Two of a name', 'ours');
  namesake = await makeRoot(base, 'Two of a name', 'namesake');
  for (const format of ['JKS', 'PKCS12']) {
    const store = ['-keystore', join(base, `${format}.cacerts`), '-storetype', format, '-storepass', 'changeit'];
    const made = await run(keytool, [
      '-importcert',
      '-noprompt',
      ...store,
      '-file',
      namesake.pemPath,
      '-alias',
      'first',
    ]);
    if (made.code !== 0) throw new Error(made.stdout + made.stderr);
  }
}, 30_000);
afterAll(() => rm(base, { recursive: true, force: true }));
beforeEach(async () => {
  serial += 1;
  machine = join(base, `machine ${serial}`);
  await mkdir(machine);
});

const homeFolder = async () => {
  const home = join(base, `home ${serial} ü`);
  await mkdir(home, { recursive: true });
  return home;
};

describe('Java installations', () => {
  it('are found where the installers put them, each list once', async () => {
    const home = await homeFolder();
    const lists = [
      await jdk(join(home, '.sdkman/candidates/java/17.0.2-tem')),
      await jdk(join(home, '.jdks/corretto 21')),
      await jdk(join(machine, 'usr/lib/jvm/temurin')),
      await jdk(join(machine, 'opt/jdk-25')),
    ];
    await symlink('17.0.2-tem', join(home, '.sdkman/candidates/java/current'));
    const found = await javaLists({ platform: 'linux', env: { PATH: '' }, home }, machine);
    expect(found.map(({ cacerts }) => cacerts).sort()).toEqual(lists.sort());
    expect(found[0]?.homes[0]?.label).toBe('Java 17 (Example)');
  });

  it('are found through JAVA_HOME and PATH', async () => {
    const home = await homeFolder();
    const [one, two] = [join(base, `named ${serial}`), join(base, `path ${serial}`)];
    const lists = [await jdk(one), await jdk(two)];
    await program(join(two, 'bin', 'java'), 'exit 0');
    const env = { JAVA_HOME: one, PATH: join(two, 'bin') };
    const found = await javaLists({ platform: 'linux', env, home }, machine);
    expect(found.map(({ cacerts }) => cacerts)).toEqual(lists);
  });

  it('that read the system’s list are one row, and are left alone', async () => {
    const home = await homeFolder();
    const list = join(machine, 'etc/ssl/certs/java/cacerts');
    await mkdir(dirname(list), { recursive: true });
    await copyFile(join(base, 'JKS.cacerts'), list);
    for (const name of ['java-17', 'java-21']) {
      const own = await jdk(join(machine, 'usr/lib/jvm', name));
      await rm(own);
      await symlink(list, own);
    }
    const [store, ...others] = await storesOf(home);
    expect(others).toEqual([]);
    expect(await store?.status(root)).toMatchObject({ state: 'absent', follows: 'system' });
    expect(await store?.status(namesake)).toMatchObject({ state: 'trusted', follows: 'system' });
    expect(store?.change(root, 'install').commands).toEqual([]);
    const before = await readFile(list);
    expect(await store?.install(root)).toMatchObject({ outcome: 'already' });
    expect(await store?.remove(namesake)).toMatchObject({ outcome: 'already' });
    expect(await readFile(list)).toEqual(before);
    expect(await store?.entries?.()).toEqual([]);
  });
});

describe('the list of a JDK', () => {
  it.each(['JKS', 'PKCS12'] as const)(
    'in the format %s goes from absent to trusted and back, and keeps the others',
    async (format) => {
      const home = await homeFolder();
      await jdk(join(home, '.jdks/mine'), format);
      const [store] = (await storesOf(home)) as [TrustStore];
      expect(await store.status(root)).toEqual({ state: 'absent' });
      expect(await store.install(root)).toMatchObject({ outcome: 'done' });
      expect(await store.status(root)).toEqual({ state: 'trusted' });
      expect(await store.install(root)).toMatchObject({ outcome: 'already' });
      expect(await store.remove(root)).toMatchObject({ outcome: 'done' });
      expect(await store.status(root)).toEqual({ state: 'absent' });
      expect(await store.status(namesake)).toEqual({ state: 'trusted' });
    },
  );

  it('is read the same by us and by keytool', async () => {
    const home = await homeFolder();
    const cacerts = await jdk(join(home, '.jdks/mine'));
    const own = readKeystore(await readFile(cacerts), 'changeit');
    expect(own?.map(({ alias, der }) => [alias, Buffer.from(der).equals(namesake.der)])).toEqual([['first', true]]);
    const pkcs12 = join(base, 'PKCS12.cacerts');
    const read = await readJavaList(run, keytool, pkcs12, process.env);
    expect(read?.map(({ alias, fingerprint256 }) => [alias, fingerprint256])).toEqual([
      ['first', namesake.fingerprint256],
    ]);
  });

  it('that is cut off, altered or of another password is not read as good', async () => {
    const good = await readFile(join(base, 'JKS.cacerts'));
    const altered = Buffer.from(good);
    altered[40] = (altered[40] ?? 0) ^ 1;
    expect(readKeystore(altered, 'changeit')).toBeUndefined();
    expect(readKeystore(good.subarray(0, good.length - 30), 'changeit')).toBeUndefined();
    expect(readKeystore(good, 'another')).toBeUndefined();
    const home = await homeFolder();
    const cacerts = await jdk(join(home, '.jdks/mine'));
    await writeFile(cacerts, altered);
    const [store] = (await storesOf(home)) as [TrustStore];
    expect(await store.status(root)).toMatchObject({ state: 'unknown', message: expect.stringContaining(cacerts) });
    expect((await store.install(root)).outcome).toBe('failed');
    expect(await readFile(cacerts)).toEqual(altered);
  });

  it('says so when there is no keytool', async () => {
    const home = await homeFolder();
    await jdk(join(home, '.jdks/mine'));
    await rm(join(home, '.jdks/mine/bin/keytool'));
    const [store] = (await storesOf(home)) as [TrustStore];
    expect(await store.status(root)).toMatchObject({ state: 'tool-missing' });
    expect(await store.install(root)).toMatchObject({ outcome: 'tool-missing' });
  });

  it('does not believe a keytool that says it is done and did nothing', async () => {
    const home = await homeFolder();
    await jdk(join(home, '.jdks/mine'));
    await program(join(home, '.jdks/mine/bin/keytool'), 'echo "Certificate was added to keystore"');
    const [store] = (await storesOf(home)) as [TrustStore];
    expect(await store.install(root)).toMatchObject({ outcome: 'failed' });
  });

  it('needs administrator rights where its file belongs to somebody else', async () => {
    const home = await homeFolder();
    const cacerts = await jdk(join(home, '.jdks/mine'));
    await chmod(cacerts, 0o444);
    const [list] = await javaLists({ platform: 'linux', env: { PATH: '' }, home }, machine);
    // Root may write everywhere.
    expect(list?.readOnly).toBe(process.getuid?.() !== 0);
  });

  it('shows what was added since the build, and not what came with it', () => {
    const entry = (alias: string, created: string) => ({
      alias,
      created,
      fingerprint256: alias,
      der: Buffer.from(alias),
    });
    const built = Array.from({ length: 20 }, (_, index) => entry(`root ${index}`, '2026-01-20'));
    const added = [entry('sealwax-0123', '2026-11-01')];
    expect(addedEntries([...built, ...added, entry('old [jdk]', '2020-01-01')])).toEqual(added);
    expect(addedEntries([entry('only', '2026-01-20')])).toHaveLength(1);
  });
});
