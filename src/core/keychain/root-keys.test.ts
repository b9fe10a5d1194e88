import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type TestMachine, testMachine } from '../../../test/support/test-machine';
import { AuthorityStore } from '../authority/authority-store';
import { AppError } from '../errors';
import { openKeyFile } from './open-key-file';

/** Key files are made slow to open on purpose: 600,000 iterations each, on a machine that does other things too. */
const slow = { timeout: 30_000 };

let machine: TestMachine;
beforeEach(async () => {
  machine = await testMachine();
});

const issue = (authorityId: string) => machine.services.certificates.issue({ names: ['a.test'], authorityId });
const asked = () => machine.asked.length;

describe('root keys', slow, () => {
  it('are open side by side, each with its own state, and are locked all at once', async () => {
    const { authorities, keys } = machine.services;
    const one = await machine.make({ name: 'One' });
    const two = await machine.make({ name: 'Two', keep: 'session' });
    expect(await authorities.keyState(one.id)).toMatchObject({ keep: 'keychain', state: 'open', authorityId: one.id });
    expect(await authorities.keyState(two.id)).toEqual({ keep: 'session', state: 'open', authorityId: two.id });
    keys.lock(one.id);
    expect(await authorities.keyState()).toMatchObject({ state: 'locked', authorityId: one.id });
    expect(await authorities.keyState(two.id)).toMatchObject({ state: 'open' });
    await authorities.unlock(one.id);
    machine.keyStates.length = 0;
    keys.lock();
    expect(machine.keyStates.map(({ authorityId, state }) => `${authorityId} ${state}`).sort()).toEqual(
      [`${one.id} locked`, `${two.id} locked`].sort(),
    );
  });

  it('that are typed for every use are asked for each time, and never open', async () => {
    const { authorities, certificates } = machine.services;
    const { id } = await machine.make({ keep: 'every-use' });
    machine.asked = [];
    await issue(id);
    await issue(id);
    expect(asked()).toBe(2);
    expect(await authorities.unlock(id)).toEqual({ keep: 'every-use', state: 'locked', authorityId: id });
    expect(asked()).toBe(2);
    const rows = Array.from({ length: 5 }, (_, line) => ({ line, names: [`row-${line}.test`] }));
    const report = await certificates.issueMany(rows, { authorityId: id });
    expect(report.results.filter(({ certificate }) => certificate !== undefined)).toHaveLength(5);
    expect(asked()).toBe(3);
  });

  it('of a session are asked for once, also by two at the same time', async () => {
    const { id } = await machine.make({ keep: 'session' });
    await machine.restart();
    machine.asked = [];
    await Promise.all([issue(id), issue(id)]);
    await issue(id);
    expect(asked()).toBe(1);
  });

  it('are asked for again when the passphrase was changed by another process', async () => {
    const { id } = await machine.make({ keep: 'session' });
    const window = machine.services;
    await machine.restart();
    machine.answers = ['a passphrase for these tests', 'a quite different passphrase'];
    await machine.services.authorities.changePassphrase(id);
    machine.asked = [];
    machine.answers = ['a quite different passphrase'];
    await window.certificates.issue({ names: ['a.test'] });
    expect(machine.asked.map(({ mode }) => mode)).toEqual(['enter']);
  });

  it('let the refusal of a program without a terminal through as it is', async () => {
    const { id } = await machine.make({ keep: 'session' });
    await machine.restart();
    const refusal = new AppError('passphrase-needed', 'There is nobody to ask.', { hint: 'Name a file.' });
    machine.answers = [refusal];
    await expect(issue(id)).rejects.toBe(refusal);
  });

  it('lock after the minutes that were set, unless they are in use', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { authorities, settings } = machine.services;
      await settings.change({ unlockMinutes: 1 });
      const { id } = await machine.make();
      expect((await authorities.keyState(id)).locksAt).toBeDefined();
      vi.advanceTimersByTime(59_000);
      expect((await authorities.keyState(id)).state).toBe('open');
      vi.advanceTimersByTime(2_000);
      expect((await authorities.keyState(id)).state).toBe('locked');
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the derived key in the keychain', slow, () => {
  const cold = async (id: string) => {
    await machine.restart();
    machine.reads.length = 0;
    await issue(id);
    return machine.reads;
  };

  it('opens the file without the passphrase', async () => {
    const { id } = await machine.make();
    expect(await cold(id)).toEqual([`${id}/derived`]);
  });

  it.each([
    ['of another salt', (text: string) => `${Buffer.alloc(16).toString('base64')}:${text.split(':')[1]}`],
    ['of another key', (text: string) => `${text.split(':')[0]}:${Buffer.alloc(32, 7).toString('base64')}`],
    ['that is cut off', (text: string) => text.slice(0, 20)],
    ['that is no such thing', () => 'x'],
  ])('%s is passed over for the passphrase, and made right again', async (_what, spoil) => {
    const { id } = await machine.make();
    const account = `${id}/derived`;
    const good = machine.entries.get(account) as string;
    machine.entries.set(account, spoil(good));
    expect(await cold(id)).toContain(id);
    expect(machine.entries.get(account)).toBe(good);
    expect(await cold(id)).toEqual([account]);
  });

  it('never gives out a key that is not the one of the record', async () => {
    const [one, two] = [await machine.make({ name: 'One' }), await machine.make({ name: 'Two' })];
    const store = new AuthorityStore(machine.dir, true);
    const { record, text } = await store.readKeyFile(one.id);
    const { rootSpki } = await store.readRecord(two.id);
    const opening = openKeyFile(machine, { ...record, rootSpki }, text);
    await expect(opening).rejects.toMatchObject({ code: 'key-mismatch' });
  });

  it('is made for an authority of version 0.1.0, which has none', async () => {
    const { id } = await machine.make();
    machine.entries.delete(`${id}/derived`);
    expect(await cold(id)).toContain(id);
    expect(await cold(id)).toEqual([`${id}/derived`]);
  });

  it('is never on the disk', async () => {
    const { id, folder } = await machine.make();
    const [, key] = (machine.entries.get(`${id}/derived`) as string).split(':');
    const { filesHolding } = await import('../../../test/support/secrets');
    expect(
      filesHolding(join(folder, '..', '..'), [key as string, Buffer.from(key as string, 'base64').toString('hex')]),
    ).toEqual([]);
  });
});
