import { mkdir, mkdtemp, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { FolderLock } from './lock';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-lock-'));
});

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

describe('the lock on a data folder', () => {
  it('lets one piece of work in at a time, even through two locks on one folder', async () => {
    const locks = [new FolderLock(folder), new FolderLock(folder)];
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        (locks[index % 2] as FolderLock).hold(async () => {
          inside += 1;
          most = Math.max(most, inside);
          await pause(5);
          inside -= 1;
        }),
      ),
    );
    expect(most).toBe(1);
  });

  it('is free again after work that failed, and passes the error on', async () => {
    const lock = new FolderLock(folder);
    await expect(lock.hold(() => Promise.reject(new Error('inside')))).rejects.toThrow('inside');
    expect(await lock.hold(async () => 'next')).toBe('next');
  });

  it('takes over from a process that was killed with it', async () => {
    await mkdir(join(folder, '.lock'));
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(join(folder, '.lock'), longAgo, longAgo);
    expect(await new FolderLock(folder).hold(async () => 'mine')).toBe('mine');
  });
});
