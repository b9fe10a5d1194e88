import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { filesHolding } from '../../../test/support/secrets';
import { type TestMachine, testMachine } from '../../../test/support/test-machine';
import { sha256Hex } from '../digest';

/** Key files are made slow to open on purpose: 600,000 iterations each, on a machine that does other things too. */
const slow = { timeout: 30_000 };

const passphrase = () => Buffer.from('the passphrase of the backup');
let here: TestMachine;
let there: TestMachine;
beforeEach(async () => {
  here = await testMachine();
  there = await testMachine();
});

const folders = async (machine: TestMachine) =>
  (await readdir(join(machine.dir, 'authorities'))).filter((name) => !name.startsWith('.'));

describe('a backup', slow, () => {
  it('brings authorities to another machine, where they sign with keys kept in its own way', async () => {
    const root = await here.make({ name: 'Root' });
    const middle = await here.make({ name: 'Middle', parentId: root.id, keep: 'session' });
    await here.services.authorities.rename(root.id, 'My root');
    const file = await here.services.backup.write([middle.id, root.id], passphrase());
    const { restored, already } = await there.services.backup.read(file, passphrase(), 'keychain');
    expect(already).toEqual([]);
    expect(restored).toMatchObject([
      { id: middle.id, kind: 'intermediate', parentId: root.id, origin: 'restored', keep: 'keychain', problems: [] },
      { id: root.id, name: 'My root', commonName: 'Root', origin: 'restored', keep: 'keychain', problems: [] },
    ]);
    expect(restored[1]?.fingerprint).toBe(root.fingerprint);
    expect(there.asked).toEqual([]);
    await there.restart();
    for (const { id } of restored) await there.services.certificates.issue({ names: ['a.test'], authorityId: id });
    expect((await there.services.authorities.list()).map(({ name }) => name)).toEqual(['My root', 'Middle']);
  });

  it('asks once for a passphrase that encrypts all of them', async () => {
    const one = await here.make({ name: 'One' });
    const two = await here.make({ name: 'Two' });
    const file = await here.services.backup.write([one.id, two.id], passphrase());
    await there.services.backup.read(file, passphrase(), 'session');
    expect(there.asked).toMatchObject([{ mode: 'create', message: expect.stringContaining('One, Two') }]);
    expect(there.entries.size).toBe(0);
  });

  it('leaves what is there already as it is, and says so', async () => {
    const one = await here.make({ name: 'One' });
    const two = await here.make({ name: 'Two' });
    await there.services.backup.read(
      await here.services.backup.write([one.id], passphrase()),
      passphrase(),
      'keychain',
    );
    await there.services.authorities.rename(one.id, 'Mine');
    const both = await here.services.backup.write([one.id, two.id], passphrase());
    const { restored, already } = await there.services.backup.read(both, passphrase(), 'keychain');
    expect(restored.map(({ name }) => name)).toEqual(['Two']);
    expect(already).toEqual(['Mine']);
    expect(await there.services.backup.read(both, passphrase(), 'keychain')).toEqual({
      restored: [],
      already: ['Mine', 'Two'],
    });
  });

  it('keeps an intermediate without its root, with its chain', async () => {
    const root = await here.make({ name: 'Root' });
    const middle = await here.make({ name: 'Middle', parentId: root.id });
    const file = await here.services.backup.write([middle.id], passphrase());
    const { restored } = await there.services.backup.read(file, passphrase(), 'keychain');
    expect(restored).toMatchObject([{ name: 'Middle', problems: [] }]);
    expect(restored[0]?.parentId).toBeUndefined();
    expect((await there.services.authorities.rootCertificate(middle.id)).fingerprint256).toBe(root.fingerprint);
  });

  it('does not open with a wrong passphrase, and takes no weak one', async () => {
    const { id } = await here.make();
    const file = await here.services.backup.write([id], passphrase());
    const wrong = Buffer.from('another passphrase than that');
    await expect(there.services.backup.read(file, wrong, 'keychain')).rejects.toMatchObject({
      code: 'passphrase-wrong',
    });
    await expect(there.services.backup.check(file, wrong)).rejects.toMatchObject({ code: 'passphrase-wrong' });
    await there.services.backup.check(file, passphrase());
    await expect(here.services.backup.write([id], Buffer.from('short'))).rejects.toMatchObject({
      code: 'passphrase-weak',
    });
    expect(await folders(there)).toEqual([]);
  });

  it('is told from a file that is cut off, changed, too large, or none at all', async () => {
    const { id } = await here.make();
    const file = await here.services.backup.write([id], passphrase());
    const read = (bytes: Buffer) => there.services.backup.read(bytes, passphrase(), 'keychain');
    for (const length of [0, 1, 40, Math.floor(file.length / 2), file.length - 2]) {
      await expect(read(file.subarray(0, length))).rejects.toMatchObject({ code: 'file-unreadable' });
    }
    for (const position of [30, 120, 300, file.length - 10]) {
      const changed = Buffer.from(file);
      changed[position] = (changed[position] as number) ^ 1;
      await expect(read(changed)).rejects.toMatchObject({ code: 'file-unreadable' });
    }
    await expect(read(Buffer.alloc(5_000_000, 'a'))).rejects.toMatchObject({ code: 'file-too-large' });
    await expect(read(Buffer.from('-----BEGIN CERTIFICATE-----'))).rejects.toMatchObject({ code: 'file-unreadable' });
    expect(await folders(there)).toEqual([]);
    expect(there.entries.size).toBe(0);
  });

  it('whose header was changed by somebody who mended the checksum does not open', async () => {
    const { id } = await here.make();
    const [head = '', body = ''] = (await here.services.backup.write([id], passphrase())).toString().split('\n');
    const resealed = (first: string) => Buffer.from(`${first}\n${body}\n${sha256Hex(`${first}\n${body}\n`)}\n`);
    const read = (bytes: Buffer) => there.services.backup.read(bytes, passphrase(), 'keychain');
    await expect(read(resealed(head.replace('{"format"', '{ "format"')))).rejects.toMatchObject({
      code: 'passphrase-wrong',
    });
    await expect(read(resealed(head.replace('600000', '100000')))).rejects.toMatchObject({ code: 'passphrase-wrong' });
    await expect(read(resealed(head.replace('600000', '900000000')))).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    await expect(read(resealed(head.replace('"version":1', '"version":2')))).rejects.toMatchObject({
      code: 'newer-format',
    });
  });

  it('restores all or nothing: a keychain that fails leaves no authority behind', async () => {
    const one = await here.make({ name: 'One' });
    const two = await here.make({ name: 'Two' });
    const file = await here.services.backup.write([one.id, two.id], passphrase());
    const set = there.entries.set.bind(there.entries);
    let left = 2;
    there.entries.set = (account, secret) => {
      if (left === 0) throw new Error('the collection is locked');
      left -= 1;
      return set(account, secret);
    };
    await expect(there.services.backup.read(file, passphrase(), 'keychain')).rejects.toMatchObject({
      code: 'keychain-locked',
    });
    there.entries.set = set;
    expect(await folders(there)).toEqual([]);
    expect(there.entries.size).toBe(0);
    expect((await there.services.backup.read(file, passphrase(), 'keychain')).restored).toHaveLength(2);
  });

  it('holds no name, and nothing of a key, in the clear', async () => {
    const { id } = await here.make({ name: 'A telling name' });
    const file = (await here.services.backup.write([id], passphrase())).toString('latin1');
    expect(file).not.toContain('A telling name');
    expect(file).not.toContain(Buffer.from('A telling name').toString('base64').slice(0, 12));
    expect(filesHolding(here.dir, ['the passphrase of the backup'])).toEqual([]);
  });
});
