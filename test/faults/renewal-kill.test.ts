import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../support/bundle';
import { checkWhole, linksOf, startScript, untilSaid } from '../support/issuing';
import { makeAuthority, tempServices } from '../support/temp-services';

const count = 120;
let script = '';

beforeAll(async () => {
  script = await bundle('renew-batch.ts');
});

/** The ids that are renewed by certificates in this folder, one for each that renews. */
async function renewedIds(folder: string): Promise<string[]> {
  const ids: string[] = [];
  for (const name of await readdir(folder)) {
    if (name.startsWith('.')) continue;
    const { renews } = JSON.parse(await readFile(join(folder, name, 'meta.json'), 'utf8')) as { renews?: string };
    if (renews !== undefined) ids.push(renews);
  }
  return ids;
}

describe('killing a renewal of many', () => {
  it('loses nothing that was confirmed, and the next run renews the rest, each exactly once', async () => {
    const dir = join(await mkdtemp(join(tmpdir(), 'sealwax-kill-renewal-')), 'data');
    await makeAuthority(await tempServices({ dir }));
    const folder = join(dir, 'certificates');
    let confirmed = 0;
    for (const after of [1, 2]) {
      const run = startScript(script, [dir, String(count)]);
      // Groups are written one after the other: the kill comes somewhere in the next.
      for (let group = 0; group < after; group += 1) await untilSaid(run, `done ${16 * (group + 1)}`);
      run.child.kill('SIGKILL');
      await run.ended;
      const last = run.said.filter((line) => line.startsWith('done ')).at(-1);
      confirmed += Number(last?.slice('done '.length));
      const ids = await renewedIds(folder);
      expect(ids.length).toBeGreaterThanOrEqual(confirmed);
      expect(new Set(ids).size).toBe(ids.length);
    }
    const rest = startScript(script, [dir, String(count)]);
    expect(await rest.ended).toMatchObject({ code: 0, errors: '' });
    expect(rest.said.filter((line) => line.startsWith('failed'))).toEqual([]);
    const ids = await renewedIds(folder);
    expect(ids).toHaveLength(count);
    expect(new Set(ids).size).toBe(count);
    const names = await readdir(folder);
    expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
    for (const name of names) await checkWhole(join(folder, name));
    expect((await linksOf(join(dir, 'journal.jsonl'))).broken).toEqual([]);
  }, 120_000);
});
