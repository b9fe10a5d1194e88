import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Changed, watchDataFolder } from './watch';

describe('watching the data folder', () => {
  it('tells what changed within a second, and nothing after it was stopped', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'sealwax-watch-'));
    await mkdir(join(dir, 'certificates'));
    const told: Changed[] = [];
    const stop = watchDataFolder(dir, (what) => told.push(what));
    const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
    const seen = async (what: Changed) => {
      const started = performance.now();
      while (!told.includes(what) && performance.now() - started < 2000) await wait(10);
      return performance.now() - started;
    };
    try {
      await wait(100);
      expect(told).toEqual([]);
      await mkdir(join(dir, 'certificates', 'app.test-1'));
      expect(await seen('certificates')).toBeLessThan(1000);
      // A folder that was not there yet.
      await mkdir(join(dir, 'requests'));
      expect(await seen('requests')).toBeLessThan(1000);
      await writeFile(join(dir, 'settings.json'), '{}');
      expect(await seen('settings')).toBeLessThan(1000);
      expect(told).toEqual(['certificates', 'requests', 'settings']);
    } finally {
      stop();
    }
    await mkdir(join(dir, 'certificates', 'app.test-2'));
    await wait(700);
    expect(told).toHaveLength(3);
  });
});
