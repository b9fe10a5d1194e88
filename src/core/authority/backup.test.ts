import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { filesHolding } from '../../../test/support/secrets';
import { type TestMachine, testMachine } from '../../../test/support/test-machine';
import { sha256Hex } from '../digest';
import { openBackup, sealBackup } from './backup-file';

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

/** The backup, sealed anew by somebody who knows its passphrase and changed the record of the first authority. */
async function changed(file: Buffer, change: Record<string, unknown>): Promise<Buffer> {
  const content = await openBackup(file, passphrase());
  const end = content.indexOf(0x0a);
  const read = JSON.parse(content.subarray(0, end).toString());
  Object.assign(read.authorities[0].record, change);
  const text = Buffer.from(JSON.stringify(read));
  return sealBackup(Buffer.concat([text, content.subarray(end)]), passphrase(), randomBytes);
}

describe('a backup', slow, () => {
  it('brings authorities to another machine, where they sign with keys kept in its own way', async () => {
    const root = await here.make({ name: 'Root' });
    const middle = await here.make({ name: 'Middle', parentId: root.id, keep: 'session' });
    await here.services.authorities.rename(root.id, 'My root');
    const file = await here.services.backup.write([middle.id, root.id], passphrase());
    const { restored, already } = await there.services.backup.read(file, passphrase(), 'keychain');
    expect(already).toEqual([]);
    expect(restored).toMatchObject([
      { id: root.id, name: 'My root', commonName: 'Root', origin: 'restored', keep: 'keychain', problems: [] },
      { id: middle.id, kind: 'intermediate', parentId: root.id, origin: 'restored', keep: 'keychain', problems: [] },
    ]);
    expect(restored[0]?.fingerprint).toBe(root.fingerprint);
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

  it('is not believed in what it says of an authority: that is read from its certificate', async () => {
    const root = await here.make({ name: 'Root', limits: { kind: 'none' } });
    const middle = await here.make({ name: 'Middle', limits: { kind: 'none' }, parentId: root.id });
    const other = await there.make({ name: 'Other' });
    const file = await here.services.backup.write([middle.id], passphrase());
    const forged = await changed(file, {
      ...{ name: 'Bank', subject: 'CN=Bank', kind: 'root', id: `root-${middle.id.slice(-16)}`, parentId: other.id },
      ...{ limits: { kind: 'limited', dns: ['test'], ip: [] }, serial: '01', keyType: 'rsa-4096', chain: [] },
      ...{ notAfter: '2099-01-01T00:00:00.000Z', label: 'My\u202eroot' },
    });
    const { restored } = await there.services.backup.read(forged, passphrase(), 'keychain');
    const { id, name, limits, notAfter, fingerprint } = middle;
    expect(restored).toMatchObject([{ id, name, limits, notAfter, fingerprint, kind: 'intermediate', problems: [] }]);
    expect(restored[0]?.limits).toEqual({ kind: 'none' });
    expect(restored[0]?.parentId).toBeUndefined();
    const { record } = await there.services.authorities.get(id);
    expect(record).toMatchObject({ subject: 'CN=Middle', keyType: 'ecdsa-p256' });
    expect(record?.serial).not.toBe('01');
  });

  it('finds the root of an intermediate by its certificate, and takes back one whose time is over', async () => {
    const root = await here.make({ name: 'Root' });
    const middle = await here.make({ name: 'Middle', parentId: root.id });
    const write = (id: string) => here.services.backup.write([id], passphrase());
    there.clock.now = new Date(Date.parse(root.notAfter) + 86_400_000);
    await there.services.backup.read(await write(root.id), passphrase(), 'keychain');
    const file = await changed(await write(middle.id), { parentId: undefined });
    const { restored } = await there.services.backup.read(file, passphrase(), 'keychain');
    expect(restored).toMatchObject([{ id: middle.id, parentId: root.id }]);
  });

  it('is noted in the journal once its file was written', async () => {
    const { id } = await here.make();
    const noted = async () =>
      (await here.services.journal.entries()).filter(({ what }) => what === 'authority.backed-up');
    await here.services.backup.write([id], passphrase());
    expect(await noted()).toEqual([]);
    await here.services.backup.noteWritten([id, id]);
    expect(await noted()).toHaveLength(1);
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
