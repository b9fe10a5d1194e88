import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type TestMachine, testMachine } from '../../../test/support/test-machine';
import type { Authority } from '../../ipc/schemas';
import * as calls from '../system/file-calls';

// The administrator reads files of mode 000 too, so the refusal of open(2) is put in where this account would not get one.
vi.mock('../system/file-calls', { spy: true });

let machine: TestMachine;
let made: Authority;
beforeEach(async () => {
  machine = await testMachine();
  made = await machine.make();
});

/** Takes the right away, for the administrator as for everybody. */
async function lockOut(name: string): Promise<string> {
  const path = join(made.folder, name);
  await chmod(path, 0o000);
  const { openFile } = await vi.importActual<typeof calls>('../system/file-calls');
  vi.mocked(calls.openFile).mockImplementation(async (...given) => {
    const { mode } = await calls.stat(given[0]).catch(() => ({ mode: 0o600 }));
    if ((mode & 0o400) === 0) throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    return openFile(...given);
  });
  return path;
}

describe('a file of an authority that this account may not read', () => {
  it.each(['root-key.pem', 'root.pem', 'authority.json'])(
    '%s is not called damaged, and given back by chmod',
    async (name) => {
      const path = await lockOut(name);
      await machine.restart();
      const { authorities, certificates } = machine.services;
      const { summary, canSign } = await authorities.get(made.id);
      const mode = name === 'root.pem' ? '644' : '600';
      expect(summary.problems).toEqual([
        expect.objectContaining({
          code: 'not-readable',
          hint: expect.stringContaining(`chmod ${mode} ${path}`),
          remedy: 'make-private',
        }),
      ]);
      expect(canSign).toBe(false);
      await expect(certificates.issue({ names: ['a.test'] })).rejects.toMatchObject({
        message: expect.not.stringMatching(/damaged\b(?!, as far)/),
      });
      await authorities.makePrivate(made.id);
      expect((await authorities.get(made.id)).summary.problems).toEqual([]);
      await certificates.issue({ names: ['a.test'] });
      expect(await readFile(path, 'utf8')).not.toBe('');
    },
  );
});
