import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeRoot, type TestRoot } from '../../../test/support/openssl-roots';
import { AppError } from '../errors';
import { run } from '../system/run';
import { NssStore } from './nss-store';

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

describe('a database with a primary password', () => {
  const passwordFile = () => join(base, 'password');
  beforeEach(async () => {
    await writeFile(passwordFile(), 'a primary password\n');
    await certutil('-N', '-f', passwordFile());
  });

  it('is locked, and an install leaves it exactly as it was', async () => {
    const before = await certutil('-L');
    const store = storeIn(folder);
    expect(await store.status(ours)).toMatchObject({ state: 'locked', hint: expect.stringContaining('Import') });
    const outcome = await store.install(ours);
    expect(outcome).toMatchObject({ outcome: 'locked', commands: [expect.stringContaining('certutil -A')] });
    expect(await certutil('-L')).toBe(before);
  });

  /** A person who types these, one after the other, and then gives up; and every call that was made meanwhile. */
  const asking = (...typed: string[]) => {
    const calls: string[] = [];
    const errors: string[] = [];
    const store = new NssStore({
      run: (command, args, options) => {
        calls.push(JSON.stringify([command, args, options?.env]));
        return run(command, args, options);
      },
      env: process.env,
      certutil: 'certutil',
      packageHint: '',
      folder,
      label: 'Firefox, profile test',
      ask: async (_request, check) => {
        for (const password of typed) {
          const bytes = Buffer.from(password);
          try {
            await check(bytes);
            return 'answered';
          } catch (error) {
            // As in the window: only a wrong passphrase is asked for again.
            if (!(error instanceof AppError)) throw error;
            errors.push(String(error));
          } finally {
            bytes.fill(0);
          }
        }
        return 'cancelled';
      },
    });
    return { store, calls, errors };
  };

  it('asks for it, again after a wrong one, and installs; the password is in no argument and no variable', async () => {
    const { store, calls, errors } = asking('a wrong one', 'a primary password');
    expect(await store.install(ours)).toMatchObject({ outcome: 'done' });
    expect(errors).toEqual([expect.stringContaining('not the primary password')]);
    expect(await storeIn(folder).status(ours)).toEqual({ state: 'trusted' });
    expect(calls.join('\n')).not.toContain('a primary password');
    expect(calls.join('\n')).not.toContain('a wrong one');
  });

  it('changes nothing when the person gives up', async () => {
    const before = await certutil('-L');
    const { store } = asking('a wrong one');
    expect(await store.install(ours)).toMatchObject({ outcome: 'cancelled' });
    expect(await certutil('-L')).toBe(before);
  });

  it('is asked for three times at the most', async () => {
    const before = await certutil('-L');
    const { store, errors } = asking('one', 'two', 'three', 'a primary password');
    const outcome = await store.install(ours);
    expect(outcome).toMatchObject({ outcome: 'locked', message: expect.stringContaining('wrong 3 times') });
    expect(errors).toHaveLength(2);
    expect(await certutil('-L')).toBe(before);
  });

  it('is not asked for where it is not needed', async () => {
    const { store, errors } = asking('never');
    await certutil('-A', '-t', 'C,,', '-n', 'there', '-i', ours.pemPath, '-f', passwordFile());
    expect((await store.install(ours)).outcome).toBe('already');
    expect((await store.remove(ours)).outcome).toBe('done');
    expect((await store.remove(ours)).outcome).toBe('already');
    expect(errors).toEqual([]);
  });

  it('puts another root of the same name back with it', async () => {
    for (const root of [ours, namesake]) {
      await certutil('-A', '-t', 'C,,', '-n', 'shared', '-i', root.pemPath, '-f', passwordFile());
    }
    expect((await asking('a primary password').store.remove(ours)).outcome).toBe('done');
    expect(await storeIn(folder).status(namesake)).toEqual({ state: 'trusted' });
    expect((await storeIn(folder).entries()).map(({ der }) => Buffer.from(der).equals(namesake.der))).toEqual([true]);
  });

  it('still shows and loses a root that was installed with the password', async () => {
    await certutil('-A', '-t', 'C,,', '-n', 'with password', '-i', ours.pemPath, '-f', passwordFile());
    expect(await storeIn(folder).status(ours)).toEqual({ state: 'trusted' });
    expect((await storeIn(folder).remove(ours)).outcome).toBe('done');
    expect(await certutil('-L')).not.toContain('with password');
  });

  it('keeps both roots of one name, since the other could not be put back', async () => {
    for (const root of [ours, namesake]) {
      await certutil('-A', '-t', 'C,,', '-n', 'shared', '-i', root.pemPath, '-f', passwordFile());
    }
    expect((await storeIn(folder).remove(ours)).outcome).toBe('locked');
    expect(await storeIn(folder).status(ours)).toEqual({ state: 'trusted' });
    expect(await storeIn(folder).status(namesake)).toEqual({ state: 'trusted' });
  });
});
