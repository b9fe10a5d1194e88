import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Run } from '../system/run';
import { wslStores } from './wsl-store';

let base: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'sealwax wsl-'));
  await mkdir(join(base, 'proc/sys/fs/binfmt_misc'), { recursive: true });
  await writeFile(join(base, 'proc/sys/fs/binfmt_misc/WSLInterop'), 'enabled\n');
});
afterAll(() => rm(base, { recursive: true, force: true }));

/** As wslpath of a machine whose drives are mounted below /win. */
const wslpath: Run = async (program, args) => {
  const [flag, path = ''] = args;
  const converted =
    flag === '-u'
      ? path.replace(/^C:/, '/win/c').replaceAll('\\', '/')
      : `\\\\wsl.localhost\\Debian${path.replaceAll('/', '\\')}`;
  const found = program === 'wslpath';
  return {
    code: found ? 0 : null,
    stdout: `${converted}\n`,
    stderr: '',
    timedOut: false,
    missing: !found,
    durationMs: 1,
  };
};

it('lists no store of Windows on a machine that is no WSL', async () => {
  expect(await wslStores({ run: wslpath, env: {}, rootFolder: join(base, 'elsewhere') })).toEqual([]);
});

it('lists the account’s store of Windows in WSL, wherever the drives are mounted', async () => {
  const stores = await wslStores({ run: wslpath, env: {}, rootFolder: base });
  expect(stores).toMatchObject([{ id: 'wsl:windows-user', kind: 'windows', privileged: false }]);
});

it('lists none where the programs of Windows cannot be reached', async () => {
  const failing: Run = async () => ({
    code: 1,
    stdout: '',
    stderr: '',
    timedOut: false,
    missing: false,
    durationMs: 1,
  });
  expect(await wslStores({ run: failing, env: {}, rootFolder: base })).toEqual([]);
});
