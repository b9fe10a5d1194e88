import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryKeychain } from '../../test/support/memory-keychain';
import { createServices } from './services';
import { run } from './system/run';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sealwax-services-'));
});

const day = 86_400_000;
const start = (lazy: boolean, now = new Date()) =>
  createServices({
    ...{ dir, platform: 'linux', env: { PATH: process.env.PATH }, home: dir, who: 'command-line', run, lazy },
    ...{ keychain: memoryKeychain().keychain, ask: async () => 'cancelled', random: randomBytes },
    now: () => now,
    keyChanged: () => undefined,
  });
const places = ['.', 'authorities', 'certificates'];
const litter = async () => {
  for (const place of places) await mkdir(join(dir, place, '.tmp-0123456789abcdef'), { recursive: true });
};
const leftIn = async () => {
  const names = await Promise.all(places.map((place) => readdir(join(dir, place))));
  return names.map((each) => each.filter((name) => name.startsWith('.tmp-')).length);
};

describe('what a kill left half-written', () => {
  it('is cleared by a start, in the data folder itself too', async () => {
    await litter();
    await start(false);
    expect(await leftIn()).toEqual([0, 0, 0]);
  });

  it('is cleared by a lazy start only after work that wrote, and once a day', async () => {
    await (await start(false)).tidyUp();
    await litter();
    const write = async (now?: Date) => {
      const services = await start(true, now);
      await services.settings.change({ theme: 'dark' });
      await services.tidyUp();
    };
    await write();
    expect(await leftIn()).toEqual([1, 1, 1]);
    await utimes(join(dir, '.tidied'), new Date(), new Date(Date.now() - 2 * day));
    await (await start(true)).tidyUp();
    expect(await leftIn()).toEqual([1, 1, 1]);
    await write();
    expect(await leftIn()).toEqual([0, 0, 0]);
    await litter();
    await write();
    expect(await leftIn()).toEqual([1, 1, 1]);
    await write(new Date(Date.now() + 2 * day));
    expect(await leftIn()).toEqual([0, 0, 0]);
  });
});
