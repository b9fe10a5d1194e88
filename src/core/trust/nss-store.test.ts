import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeRoot, type TestRoot } from '../../../test/support/openssl-roots';
import { run } from '../system/run';
import { NssStore, nicknameOf, withServerTrust } from './nss-store';

// A path with a space and letters outside ASCII: every test runs in it.
let base: string;
let folder: string;
let ours: TestRoot;
let namesake: TestRoot;
let serial = 0;

const storeIn = (at: string, env: NodeJS.ProcessEnv = process.env) =>
  new NssStore({
    run,
    env,
    certutil: 'certutil',
    packageHint: 'Type: install it',
    folder: at,
    label: 'Firefox, profile test',
  });

const certutil = async (...args: string[]) => {
  const result = await run('certutil', [...args.slice(0, 1), '-d', `sql:${folder}`, ...args.slice(1)]);
  if (result.code !== 0) throw new Error(`certutil ${args.join(' ')}: ${result.stderr}`);
  return result.stdout;
};
const database = () => certutil('-N', '--empty-password');
const flagsOf = async (nickname: string) =>
  (await certutil('-L'))
    .split('\n')
    .filter((line) => line.startsWith(`${nickname} `))
    .map((line) => line.trim().split(/\s+/).pop());

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'sealwax nss é-'));
  ours = await makeRoot(base, 'Two of a name', 'ours');
  namesake = await makeRoot(base, 'Two of a name', 'namesake');
});
afterAll(() => rm(base, { recursive: true, force: true }));
beforeEach(async () => {
  serial += 1;
  folder = join(base, `profile ${serial} ü`);
  await mkdir(folder);
});

describe('a database without the root', () => {
  it('says absent, and removing there is already done', async () => {
    await database();
    expect(await storeIn(folder).status(ours)).toEqual({ state: 'absent' });
    expect((await storeIn(folder).remove(ours)).outcome).toBe('already');
  });

  it('trusts the root after the install, for servers only, and says so the second time', async () => {
    await database();
    const store = storeIn(folder);
    expect((await store.install(ours)).outcome).toBe('done');
    expect(await store.status(ours)).toEqual({ state: 'trusted' });
    expect(await flagsOf(nicknameOf(ours))).toEqual(['C,,']);
    expect((await store.install(ours)).outcome).toBe('already');
  });

  it('is as before after the removal', async () => {
    await database();
    const before = await certutil('-L');
    await storeIn(folder).install(ours);
    expect((await storeIn(folder).remove(ours)).outcome).toBe('done');
    expect(await certutil('-L')).toBe(before);
    expect((await storeIn(folder).remove(ours)).outcome).toBe('already');
  });
});

describe('a profile without a database', () => {
  it('gets one on install, private to the person', async () => {
    const fresh = join(folder, 'data', 'pki', 'nssdb');
    const store = storeIn(fresh);
    expect(await store.status(ours)).toEqual({ state: 'absent' });
    expect((await store.install(ours)).outcome).toBe('done');
    expect(await store.status(ours)).toEqual({ state: 'trusted' });
    expect((await stat(fresh)).mode & 0o777).toBe(0o700);
  });

  it('is left without one when the install fails', async () => {
    const fresh = join(folder, 'new', 'nssdb');
    const store = storeIn(fresh, { PATH: join(base, 'no-such-folder') });
    expect((await store.install(ours)).outcome).toBe('tool-missing');
    await expect(stat(join(folder, 'new'))).rejects.toThrow();
  });
});

describe('a root that is there without trust', () => {
  it('is present, and the install adds trust for servers and keeps the other flags', async () => {
    await database();
    await certutil('-A', '-t', ',c,', '-n', 'by hand', '-i', ours.pemPath);
    const store = storeIn(folder);
    const status = await store.status(ours);
    expect(status.state).toBe('present');
    expect(status.message).toContain('not marked as trusted');
    expect((await store.install(ours)).outcome).toBe('done');
    expect(await flagsOf('by hand')).toEqual(['C,c,']);
  });

  it('is found and removed under whatever nickname it has', async () => {
    await database();
    const long = `a nickname of more than sixty columns, ${'x'.repeat(40)}`;
    await certutil('-A', '-t', 'C,,', '-n', long, '-i', ours.pemPath);
    expect(await storeIn(folder).status(ours)).toEqual({ state: 'trusted' });
    expect((await storeIn(folder).remove(ours)).outcome).toBe('done');
    expect(await certutil('-L')).not.toContain(long);
  });

  it('is found under a nickname with a colon', async () => {
    await database();
    await certutil('-A', '-t', 'C,,', '-n', 'tool: root', '-i', ours.pemPath);
    expect(await storeIn(folder).status(ours)).toEqual({ state: 'trusted' });
    expect((await storeIn(folder).remove(ours)).outcome).toBe('done');
    expect(await storeIn(folder).status(ours)).toEqual({ state: 'absent' });
  });
});

describe('two roots of one name', () => {
  it('are told apart: the other one does not count as ours', async () => {
    await database();
    await storeIn(folder).install(namesake);
    expect(await storeIn(folder).status(ours)).toEqual({ state: 'absent' });
    expect((await storeIn(folder).remove(ours)).outcome).toBe('already');
    expect(await storeIn(folder).status(namesake)).toEqual({ state: 'trusted' });
  });

  const orders: [string, () => TestRoot[]][] = [
    ['ours first', () => [ours, namesake]],
    ['ours last', () => [namesake, ours]],
  ];
  it.each(orders)('under one nickname: only ours goes (%s)', async (_order, roots) => {
    await database();
    for (const root of roots()) {
      const flags = root === ours ? 'C,,' : 'CT,c,';
      await certutil('-A', '-t', flags, '-n', 'shared', '-i', root.pemPath);
    }
    const outcome = await storeIn(folder).remove(ours);
    expect(outcome).toMatchObject({
      outcome: 'done',
      message: expect.stringContaining('Another root of the same name stayed'),
    });
    expect(await storeIn(folder).status(ours)).toEqual({ state: 'absent' });
    expect(await storeIn(folder).status(namesake)).toEqual({ state: 'trusted' });
    expect(await flagsOf('shared')).toEqual(['CT,c,']);
  });

  it.each(orders)(
    'under two nicknames: only ours goes, the other keeps nickname and flags (%s)',
    async (_order, roots) => {
      await database();
      for (const root of roots()) {
        const [flags, name] = root === ours ? ['C,,', 'one'] : ['CT,c,', 'other'];
        await certutil('-A', '-t', flags, '-n', name, '-i', root.pemPath);
      }
      expect((await storeIn(folder).remove(ours)).outcome).toBe('done');
      expect(await flagsOf('one')).toEqual([]);
      expect(await flagsOf('other')).toEqual(['CT,c,']);
      expect(await storeIn(folder).status(namesake)).toEqual({ state: 'trusted' });
    },
  );
});

/** Holds SQLite's lock, as a browser does while it writes: for the seconds given, else until it is killed. */
const holdsDatabase = `
import sqlite3, sys, time
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute('BEGIN EXCLUSIVE')
print('held', flush=True)
time.sleep(float(sys.argv[2]) if len(sys.argv) > 2 else 600)
`;

describe('trouble', () => {
  it('a damaged database is "unknown", with what to do, and is not touched', async () => {
    await database();
    const file = join(folder, 'cert9.db');
    await writeFile(file, Buffer.alloc(20_000, 'not a database '));
    const before = await readFile(file);
    const store = storeIn(folder);
    expect(await store.status(ours)).toMatchObject({ state: 'unknown', hint: expect.stringContaining('damaged') });
    expect((await store.install(ours)).outcome).toBe('failed');
    expect((await store.remove(ours)).outcome).toBe('failed');
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it('a database cut short is "unknown" too; an empty file is filled like a missing one', async () => {
    await database();
    await truncate(join(folder, 'cert9.db'), 1000);
    expect((await storeIn(folder).status(ours)).state).toBe('unknown');
    await truncate(join(folder, 'cert9.db'), 0);
    expect(await storeIn(folder).status(ours)).toEqual({ state: 'absent' });
    expect((await storeIn(folder).install(ours)).outcome).toBe('done');
  });

  it('a database that another program keeps to itself is said to be busy, with that program, and not damaged', async () => {
    await database();
    const file = join(folder, 'cert9.db');
    const holder = spawn('python3', ['-c', holdsDatabase, file]);
    try {
      await once(holder.stdout, 'data');
      const before = await readFile(file);
      const status = await storeIn(folder).status(ours);
      expect(status).toMatchObject({ state: 'unknown', message: expect.stringContaining(`process ${holder.pid}`) });
      expect(status.hint).not.toContain('damaged');
      const outcome = await storeIn(folder).install(ours);
      expect(outcome).toMatchObject({ outcome: 'failed', message: expect.stringContaining(`process ${holder.pid}`) });
      expect((await readFile(file)).equals(before)).toBe(true);
    } finally {
      holder.kill('SIGKILL');
      await once(holder, 'close');
    }
    // Nothing of it stays behind.
    expect((await storeIn(folder).install(ours)).outcome).toBe('done');
    // NSS waits a second for the lock at each try.
  }, 30_000);

  it('waits for a program that keeps the database for a moment', async () => {
    await database();
    const holder = spawn('python3', ['-c', holdsDatabase, join(folder, 'cert9.db'), '1.5']);
    await once(holder.stdout, 'data');
    expect((await storeIn(folder).install(ours)).outcome).toBe('done');
    if (holder.exitCode === null) await once(holder, 'close');
  }, 30_000);

  it('without certutil every answer is "tool-missing", with the package', async () => {
    await database();
    const store = storeIn(folder, { PATH: join(base, 'no-such-folder') });
    expect(await store.status(ours)).toMatchObject({ state: 'tool-missing', hint: 'Type: install it' });
    expect((await store.install(ours)).outcome).toBe('tool-missing');
    expect((await store.remove(ours)).outcome).toBe('tool-missing');
  });

  it('a certutil that does nothing and reports success is caught', async () => {
    await database();
    const liar = join(base, 'liar');
    await mkdir(liar, { recursive: true });
    // Reads truthfully, but adds and deletes nothing.
    await writeFile(
      join(liar, 'certutil'),
      '#!/bin/sh\ncase $1 in -A|-D) exit 0 ;; esac\nexec /usr/bin/certutil "$@"\n',
    );
    await chmod(join(liar, 'certutil'), 0o755);
    const store = storeIn(folder, { PATH: `${liar}:/usr/bin:/bin` });
    expect(await store.install(ours)).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('reported success'),
    });
    await storeIn(folder).install(ours);
    expect(await store.remove(ours)).toMatchObject({ outcome: 'failed', message: expect.stringContaining('still in') });
  });
});

describe('flags and nicknames', () => {
  it('trust for servers replaces a distrust mark and keeps the rest', () => {
    expect(withServerTrust()).toBe('C,,');
    expect(withServerTrust('p,c,P')).toBe('C,c,P');
    expect(withServerTrust('T,,')).toBe('CT,,');
  });
  it('a nickname has no colon and carries the fingerprint', () => {
    expect(nicknameOf({ commonName: 'CA: me', fingerprint256: 'abcdef0123456789' })).toBe('CA  me abcdef01');
  });
  it('the commands for a person quote what a shell would take apart', () => {
    const { commands } = storeIn(folder).change(ours, 'install');
    expect(commands).toEqual([
      `mkdir -p '${folder}'`,
      `certutil -N --empty-password -d 'sql:${folder}'`,
      `certutil -A -d 'sql:${folder}' -n 'Two of a name ${ours.fingerprint256.slice(0, 8)}' -t C,, -i '${ours.pemPath}'`,
    ]);
  });
});
