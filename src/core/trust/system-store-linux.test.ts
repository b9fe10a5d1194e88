import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeRoot, type TestRoot } from '../../../test/support/openssl-roots';
import { program } from '../../../test/support/programs';
import { elevation } from '../system/elevate';
import { run } from '../system/run';
import { type SystemFamily, systemFamilies } from './system-families';
import { linuxSystemStore } from './system-store-linux';

// The scripts run for real, in a prepared folder in place of "/"; only the distributions' own tools are stood in for, by
// scripts that build the list as those do. The real tool of this machine is used in test/interop.
let base: string;
let rootFolder: string;
let ours: TestRoot;
let other: TestRoot;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'sealwax system é '));
  ours = await makeRoot(base, 'One name', 'ours');
  other = await makeRoot(base, 'One name', 'other');
});
afterAll(() => rm(base, { recursive: true, force: true }));
beforeEach(async () => {
  rootFolder = await mkdtemp(join(base, 'root folder '));
});
afterEach(() => rm(rootFolder, { recursive: true, force: true }));

// Nothing below the prepared folder needs rights: "as root directly" is the plain way to run the step.
const elevate = elevation({ run, platform: 'linux', env: process.env, uid: 0, now: Date.now });
const open = (toolSeconds = 20) => linuxSystemStore({ elevate, rootFolder, toolSeconds });
const at = (path: string) => join(rootFolder, path);
const calls = () => readFile(at('calls'), 'utf8').then((text) => text.replace(/\n$/, '').split('\n'));

/** A tool that notes its arguments and gathers the anchors into the list. */
const gathering = (family: SystemFamily) =>
  `echo "$*" >>"${at('calls')}"; cat /dev/null "${at(family.anchors)}"/*${family.suffix} >"${at(family.bundle)}" 2>/dev/null; exit 0`;

async function prepare(family: SystemFamily, body = gathering(family)): Promise<void> {
  await mkdir(at(family.anchors), { recursive: true });
  await mkdir(dirname(at(family.bundle)), { recursive: true });
  await writeFile(at(family.bundle), other.pem);
  await writeFile(join(at(family.anchors), `admin${family.suffix}`), other.pem);
  await program(at(join('usr/sbin', family.tool)), body);
}
const family = (id: SystemFamily['id']): SystemFamily => {
  const found = systemFamilies.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
const debian = family('debian');
const anchors = () => readdir(at(debian.anchors)).then((names) => names.sort());
const ourName = () => `sealwax-${ours.fingerprint256.slice(0, 16)}.crt`;

describe('each family of distributions', () => {
  const expected: Record<SystemFamily['id'], { file: string; add: string; remove: string }> = {
    debian: { file: 'usr/local/share/ca-certificates/sealwax-ID.crt', add: '', remove: '--fresh' },
    fedora: { file: 'etc/pki/ca-trust/source/anchors/sealwax-ID.pem', add: 'extract', remove: 'extract' },
    arch: {
      file: 'etc/ca-certificates/trust-source/anchors/sealwax-ID.crt',
      add: 'extract-compat',
      remove: 'extract-compat',
    },
    suse: { file: 'etc/pki/trust/anchors/sealwax-ID.pem', add: '', remove: '' },
  };

  it.each(systemFamilies.map((one) => one.id))('%s: the right file, tool and arguments, there and back', async (id) => {
    await prepare(family(id));
    const store = await open();
    const file = at(expected[id].file.replace('ID', ours.fingerprint256.slice(0, 16)));
    expect(await store.status(ours)).toEqual({ state: 'absent' });

    expect(await store.install(ours)).toMatchObject({ outcome: 'done', message: expect.stringContaining(file) });
    expect(await store.status(ours)).toEqual({ state: 'trusted' });
    expect(await readFile(file, 'utf8')).toBe(ours.pem);
    expect((await store.install(ours)).outcome).toBe('already');

    expect((await store.remove(ours)).outcome).toBe('done');
    expect(await store.status(ours)).toEqual({ state: 'absent' });
    expect(await store.status(other)).toEqual({ state: 'trusted' });
    expect((await store.remove(ours)).outcome).toBe('already');
    expect(await calls()).toEqual([expected[id].add, expected[id].remove]);
  });

  it('a folder without its tool, or a tool without its folder, does not count', async () => {
    await prepare(debian);
    await mkdir(at(family('fedora').anchors), { recursive: true });
    await program(at('usr/bin/trust'), 'exit 0');
    expect((await open()).location).toBe(at(debian.anchors));
  });

  it('a machine with none of them is told which package to install', async () => {
    await program(at('usr/bin/apt-get'), 'exit 0');
    const store = await open();
    expect(await store.status(ours)).toMatchObject({
      state: 'tool-missing',
      hint: 'Type: sudo apt-get install ca-certificates',
    });
    expect((await store.install(ours)).outcome).toBe('tool-missing');
    expect((await store.remove(ours)).outcome).toBe('tool-missing');
  });

  it('NixOS is told about its configuration', async () => {
    await mkdir(at('etc'), { recursive: true });
    await writeFile(at('etc/NIXOS'), '');
    expect((await (await open()).status(ours)).hint).toContain('security.pki.certificateFiles');
  });
});

describe('what is in the store', () => {
  it('is "present" while only the file is there, and an install then rebuilds the list without a second file', async () => {
    await prepare(debian);
    await writeFile(join(at(debian.anchors), 'by hand.crt'), ours.pem);
    const store = await open();
    expect(await store.status(ours)).toMatchObject({
      state: 'present',
      message: expect.stringContaining(at(debian.bundle)),
    });
    expect((await store.install(ours)).outcome).toBe('done');
    expect(await anchors()).toEqual(['admin.crt', 'by hand.crt']);
  });

  it('is removed by fingerprint: every copy under any name, also deeper and as DER, and no other root', async () => {
    await prepare(debian);
    const store = await open();
    await store.install(ours);
    await mkdir(join(at(debian.anchors), 'deeper'));
    await writeFile(join(at(debian.anchors), 'deeper', 'mine.crt'), `a comment\n${ours.pem}`);
    await writeFile(join(at(debian.anchors), 'mine.cer'), ours.der);
    await symlink(ours.pemPath, join(at(debian.anchors), 'link.crt'));
    expect((await store.remove(ours)).outcome).toBe('done');
    expect(await anchors()).toEqual(['admin.crt', 'deeper']);
    expect(await readdir(join(at(debian.anchors), 'deeper'))).toEqual([]);
    expect(await readFile(ours.pemPath, 'utf8')).toBe(ours.pem);
  });

  it('stays when a file holds other certificates too, and the file is named', async () => {
    await prepare(debian);
    await writeFile(join(at(debian.anchors), 'team.crt'), other.pem + ours.pem);
    const outcome = await (await open()).remove(ours);
    expect(outcome).toMatchObject({ outcome: 'failed', message: expect.stringContaining('team.crt') });
    expect(await readFile(join(at(debian.anchors), 'team.crt'), 'utf8')).toBe(other.pem + ours.pem);
  });

  it('tells the hooks of a removal, which --fresh does not', async () => {
    await prepare(debian);
    await program(at('etc/ca-certificates/update.d/java'), `cat >>"${at('hook')}"`);
    const store = await open();
    await store.install(ours);
    await store.remove(ours);
    const link = join(at('etc/ssl/certs'), ourName().replace('.crt', '.pem'));
    expect(await readFile(at('hook'), 'utf8')).toBe(`-${link}\n`);
  });
});

describe('trouble', () => {
  it("somebody else's certificate under our file name is left alone", async () => {
    await prepare(debian);
    await writeFile(join(at(debian.anchors), ourName()), other.pem);
    const outcome = await (await open()).install(ours);
    expect(outcome).toMatchObject({ outcome: 'failed', message: expect.stringContaining('left alone') });
    expect(await readFile(join(at(debian.anchors), ourName()), 'utf8')).toBe(other.pem);
  });

  it('a file that appears at the last moment is not overwritten either', async () => {
    await prepare(debian);
    const target = join(at(debian.anchors), ourName());
    const racing = await linuxSystemStore({
      rootFolder,
      elevate: async (step) => {
        await writeFile(target, other.pem);
        return elevate(step);
      },
    });
    expect(await racing.install(ours)).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('left alone'),
    });
    expect(await readFile(target, 'utf8')).toBe(other.pem);
    expect(await anchors()).toEqual(['admin.crt', ourName()]);
  });

  it('a tool that hangs is stopped at its limit, and our file is taken out again', async () => {
    await prepare(debian, 'sleep 60');
    const started = Date.now();
    const outcome = await (await open(1)).install(ours);
    expect(outcome).toMatchObject({ outcome: 'timed-out', message: expect.stringContaining('did not end within 1 s') });
    expect(Date.now() - started).toBeLessThan(8000);
    expect(await anchors()).toEqual(['admin.crt']);
  });

  it('a tool that hangs in spite of being told to end is killed', async () => {
    await prepare(debian, "trap '' TERM; while :; do sleep 1; done");
    expect((await (await open(1)).install(ours)).outcome).toBe('timed-out');
  }, 15_000);

  it('a tool that reports success and does nothing is caught, and our file is taken out again', async () => {
    await prepare(debian, 'exit 0');
    const outcome = await (await open()).install(ours);
    expect(outcome).toMatchObject({ outcome: 'failed', message: expect.stringContaining('reported success') });
    expect(await anchors()).toEqual(['admin.crt']);
  });

  it('a tool that fails is quoted, and our file is taken out again', async () => {
    await prepare(debian, 'echo "openssl: no such engine" >&2; exit 3');
    const outcome = await (await open()).install(ours);
    expect(outcome).toMatchObject({ outcome: 'failed', message: expect.stringContaining('no such engine') });
    expect(await anchors()).toEqual(['admin.crt']);
  });

  it('a removal that the list does not show is not called done', async () => {
    await prepare(debian);
    const store = await open();
    await store.install(ours);
    await program(at('usr/sbin/update-ca-certificates'), 'exit 0');
    expect(await store.remove(ours)).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('still has the root'),
    });
  });

  it.each([
    [{ kind: 'cancelled', message: 'Closed.' }, 'cancelled'],
    [{ kind: 'not-allowed', message: 'Refused.' }, 'not-allowed'],
    [{ kind: 'unsupported', message: 'Not yet.' }, 'not-allowed'],
    [{ kind: 'timed-out', message: 'Late.' }, 'timed-out'],
  ] as const)('without rights (%o) nothing changes and the commands are given', async (answer, outcome) => {
    await prepare(debian);
    const store = await linuxSystemStore({ rootFolder, elevate: async () => answer });
    const file = `'${join(at(debian.anchors), ourName())}'`;
    expect(await store.install(ours)).toMatchObject({
      outcome,
      message: answer.message,
      commands: [`sudo install -m 644 '${ours.pemPath}' ${file}`, 'sudo update-ca-certificates'],
    });
    expect(await anchors()).toEqual(['admin.crt']);
    await writeFile(join(at(debian.anchors), ourName()), ours.pem);
    expect(await store.remove(ours)).toMatchObject({
      outcome,
      commands: [`sudo rm -f ${file}`, 'sudo update-ca-certificates --fresh'],
    });
    expect(await anchors()).toEqual(['admin.crt', ourName()]);
  });
});
