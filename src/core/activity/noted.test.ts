import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { goodPassphrase, type TestMachine, testMachine } from '../../../test/support/test-machine';

let machine: TestMachine;
const noted = async () => (await machine.services.journal.entries()).map(({ what, data }) => [what, data]);

beforeAll(async () => {
  machine = await testMachine();
  await machine.make({ keep: 'session' });
});

describe('the history', () => {
  it('has a line when a key is opened, one for all that is done while it stays open', async () => {
    const { authorities, certificates, keys } = machine.services;
    keys.lock();
    await certificates.issue({ names: ['a.test'] });
    await certificates.issue({ names: ['b.test'] });
    await authorities.unlock();
    const name = expect.any(String);
    expect((await noted()).slice(1)).toEqual([
      ['key.unlocked', { name, keep: 'session' }],
      ['certificate.issued', expect.anything()],
      ['certificate.issued', expect.anything()],
    ]);
    keys.lock();
    await authorities.unlock();
    expect((await noted()).at(-1)).toEqual(['key.unlocked', { name, keep: 'session' }]);
  });

  it('says what setting was changed, from what to what, and nothing when none was', async () => {
    const { settings } = machine.services;
    const before = (await noted()).length;
    await settings.change({ unlockMinutes: 10, theme: 'system' });
    await settings.change({ unlockMinutes: 10 });
    expect((await noted()).slice(before)).toEqual([['settings.changed', { unlockMinutes: { from: 5, to: 10 } }]]);
  });

  it('takes the lines of what core does not do itself', async () => {
    const { activity } = machine.services.lifecycle;
    await activity.note('authority.exported', 'root', { name: 'Test', form: 'der' });
    expect((await noted()).at(-1)).toEqual(['authority.exported', { name: 'Test', form: 'der' }]);
  });

  it('never holds the passphrase that was typed', async () => {
    expect(machine.asked.length).toBeGreaterThan(0);
    expect(await readFile(machine.services.journal.file, 'utf8')).not.toContain(goodPassphrase);
  });
});
