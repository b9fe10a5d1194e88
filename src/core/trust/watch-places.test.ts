import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { nssDatabases } from './nss-databases';
import { watchPlaces } from './watch-places';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sealwax places-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

it('notices a profile of Firefox that is made later, and is quiet otherwise', async () => {
  const place = { platform: 'linux', env: { PATH: '' }, home } as const;
  let looks = 0;
  const list = async () => {
    looks += 1;
    return (await nssDatabases(place)).map(({ folder }) => folder);
  };
  const changed = vi.fn();
  const stop = watchPlaces(list, changed, 5);
  await vi.waitFor(() => expect(looks).toBeGreaterThan(3));
  expect(changed).not.toHaveBeenCalled();
  const folder = join(home, '.mozilla/firefox');
  await mkdir(join(folder, 'later'), { recursive: true });
  await writeFile(join(folder, 'profiles.ini'), '[Profile0]\nName=later\nIsRelative=1\nPath=later\n');
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1));
  stop();
  const before = looks;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(looks).toBeLessThanOrEqual(before + 1);
});
