import { existsSync, readdirSync, rmSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { opensslText } from '../../../test/support/openssl';
import { goodPassphrase, type TestMachine, testMachine } from '../../../test/support/test-machine';
import type { Authority, Keep } from '../../ipc/schemas';
import { AppError } from '../errors';

/** Key files are made slow to open on purpose: 600,000 iterations each, on a machine that does other things too. */
const slow = { timeout: 30_000 };

let machine: TestMachine;
beforeEach(async () => {
  machine = await testMachine();
});

const issue = () => machine.services.certificates.issue({ names: ['a.test'] });
const keyFile = (authority: Authority) => join(authority.folder, 'root-key.pem');
const asked = () => machine.asked.map(({ mode }) => mode);
const opens = async (authority: Authority, passphrase: string) =>
  opensslText(['pkey', '-in', keyFile(authority), '-noout', '-passin', 'stdin'], { input: `${passphrase}\n` }).then(
    () => true,
    () => false,
  );

describe('the passphrase of an authority', slow, () => {
  it('that the keychain keeps is changed for another random one, and the old entry goes', async () => {
    const made = await machine.make();
    const before = machine.entries.get(made.id);
    await machine.services.authorities.changePassphrase(made.id);
    await machine.restart();
    await issue();
    expect(machine.asked).toEqual([]);
    const left = [...machine.entries.keys()].filter((account) => !account.endsWith('/derived'));
    expect(left).toHaveLength(1);
    expect(machine.entries.get(left[0] as string)).not.toBe(before);
    expect(await opens(made, machine.entries.get(left[0] as string) as string)).toBe(true);
    expect((await readdir(join(machine.dir, 'authorities'))).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('that a person types is asked for, then the new one; the old one opens nothing any more', async () => {
    const made = await machine.make({ keep: 'session' });
    await machine.restart();
    machine.asked = [];
    machine.answers = [goodPassphrase, 'a quite different passphrase'];
    await machine.services.authorities.changePassphrase(made.id);
    expect(asked()).toEqual(['enter', 'create']);
    expect(await opens(made, goodPassphrase)).toBe(false);
    expect(await opens(made, 'a quite different passphrase')).toBe(true);
    await machine.restart();
    await expect(issue()).rejects.toMatchObject({ code: 'passphrase-wrong' });
    machine.answers = ['a quite different passphrase'];
    await issue();
  });

  it('stays as it was when the person says no, types a weak one, or cannot be asked', async () => {
    const made = await machine.make({ keep: 'session' });
    const before = await readFile(keyFile(made), 'utf8');
    const cannot = new AppError('passphrase-needed', 'There is nobody to ask.');
    for (const [answers, code] of [
      [[null], 'cancelled'],
      [[goodPassphrase, null], 'cancelled'],
      [[goodPassphrase, 'short'], 'passphrase-weak'],
      [['wrong wrong wrong wrong'], 'passphrase-wrong'],
      [[cannot], 'passphrase-needed'],
    ] as const) {
      machine.answers = [...answers];
      await expect(machine.services.authorities.changePassphrase(made.id)).rejects.toMatchObject({ code });
    }
    machine.answers = [cannot];
    await expect(machine.services.authorities.changePassphrase(made.id)).rejects.toBe(cannot);
    expect(await readFile(keyFile(made), 'utf8')).toBe(before);
    expect(machine.entries.size).toBe(0);
  });

  const ways: [Keep, Keep, string[], number][] = [
    ['keychain', 'session', ['create'], 0],
    ['keychain', 'every-use', ['create'], 0],
    ['session', 'keychain', ['enter'], 2],
    ['every-use', 'keychain', ['enter'], 2],
    ['session', 'every-use', [], 0],
    ['every-use', 'session', [], 0],
  ];
  it.each(ways)('moves from %s to %s', async (from, to, questions, entries) => {
    const made = await machine.make({ keep: from });
    machine.asked = [];
    expect((await machine.services.authorities.setKeep(made.id, to)).keep).toBe(to);
    expect(asked()).toEqual(questions);
    expect(machine.entries.size).toBe(entries);
    await machine.restart();
    machine.asked = [];
    await issue();
    await issue();
    expect(asked()).toEqual({ keychain: [], session: ['enter'], 'every-use': ['enter', 'enter'] }[to]);
  });

  it('opens by the old way or by the new one wherever a change was cut short', async () => {
    const made = await machine.make();
    const record = join(made.folder, 'authority.json');
    const old = { record: await readFile(record, 'utf8'), key: await readFile(keyFile(made), 'utf8') };
    const oldEntry = machine.entries.get(made.id) as string;
    await machine.services.authorities.setKeep(made.id, 'session');
    const after = { record: await readFile(record, 'utf8'), key: await readFile(keyFile(made), 'utf8') };
    const { keep, keyFileSha256 } = JSON.parse(after.record);
    const between = JSON.stringify({ ...JSON.parse(old.record), next: { keep, keyFileSha256 } });
    machine.entries.set(made.id, oldEntry);
    for (const [key, questions, way] of [
      [old.key, [], 'keychain'],
      [after.key, ['enter'], 'session'],
    ] as const) {
      await writeFile(record, between);
      await writeFile(keyFile(made), key);
      await machine.restart();
      machine.asked = [];
      expect((await machine.services.authorities.get(made.id)).summary).toMatchObject({ keep: way, problems: [] });
      await issue();
      expect(asked()).toEqual(questions);
      // The next change writes a record without a trace of the cut one.
      await machine.services.authorities.rename(made.id, 'Renamed');
      expect(JSON.parse(await readFile(record, 'utf8')).next).toBeUndefined();
    }
  });

  it('stays as it was when another process tidied the change up, and no keychain is asked under the lock', async () => {
    const made = await machine.make();
    const folder = join(machine.dir, 'authorities');
    const set = machine.entries.set.bind(machine.entries);
    machine.entries.set = (account, secret) => {
      for (const name of readdirSync(folder)) if (name.startsWith('.pending-')) rmSync(join(folder, name));
      return set(account, secret);
    };
    await expect(machine.services.authorities.changePassphrase(made.id)).rejects.toMatchObject({ code: 'busy' });
    machine.entries.set = set;
    expect([...machine.entries.keys()].filter((account) => !account.endsWith('/derived'))).toEqual([made.id]);
    const get = machine.entries.get.bind(machine.entries);
    let underLock = 0;
    machine.entries.get = (account) => {
      if (existsSync(join(machine.dir, '.lock'))) underLock += 1;
      return get(account);
    };
    await machine.services.authorities.changePassphrase(made.id);
    expect(underLock).toBe(0);
    await machine.restart();
    await issue();
  });

  it('is in the recovery kit where the keychain has it, and opens the key file with openssl', async () => {
    const made = await machine.make({ name: "Tim's CA" });
    const { text, title } = await machine.services.authorities.recoveryKit(made.id);
    expect(title).toContain("Tim's CA");
    const passphrase = /Passphrase {3}(\S+)/.exec(text)?.[1] ?? '';
    expect(passphrase).toBe(machine.entries.get(made.id));
    expect(await opens(made, passphrase)).toBe(true);
    expect(text).toContain(`openssl pkey -noout -check \\\n    -in ${keyFile(made)}`);
    await machine.services.authorities.setKeep(made.id, 'session');
    const typed = await machine.services.authorities.recoveryKit(made.id);
    expect(typed.text).toContain('write yours here');
    expect(typed.text).not.toContain(goodPassphrase);
  });
});
