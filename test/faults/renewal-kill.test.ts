import { mkdir, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../support/bundle';
import { fingerprintOfPair } from '../support/deployed';
import { checkWhole, linksOf, startScript, untilSaid } from '../support/issuing';
import { makeAuthority, tempServices } from '../support/temp-services';

const count = 200;
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

/** The certificates that lie in the folders below, sorted. Throws for one whose key is another's. */
async function fingerprintsBelow(target: string): Promise<string[]> {
  const folders = await readdir(target);
  expect(folders).toHaveLength(count);
  const found = folders.map(async (name) => {
    const files = (await readdir(join(target, name))).filter((file) => !file.startsWith('.'));
    const read = (ending: string) => readFile(join(target, name, files.find((file) => file.endsWith(ending)) ?? ''));
    return fingerprintOfPair(await read('-fullchain.pem'), await read('-key.pem'));
  });
  return (await Promise.all(found)).sort();
}

describe('killing a renewal of many', () => {
  it('loses nothing that was confirmed, and the next run renews the rest, each exactly once', async () => {
    const home = await mkdtemp(join(tmpdir(), 'sealwax-kill-renewal-'));
    const [dir, target] = [join(home, 'data'), join(home, 'servers')];
    await mkdir(target);
    await makeAuthority(await tempServices({ dir }));
    const folder = join(dir, 'certificates');
    let confirmed = 0;
    for (const after of [1, 2]) {
      const run = startScript(script, [dir, String(count), target]);
      // Groups are written one after the other: the kill comes somewhere in the next.
      for (let group = 0; group < after; group += 1) await untilSaid(run, `done ${16 * (group + 1)}`);
      run.child.kill('SIGKILL');
      await run.ended;
      const last = run.said.filter((line) => line.startsWith('done ')).at(-1);
      confirmed += Number(last?.slice('done '.length));
      const ids = await renewedIds(folder);
      expect(ids.length).toBeGreaterThanOrEqual(confirmed);
      expect(new Set(ids).size).toBe(ids.length);
      // As a server would find them now: each old or new, and never mixed.
      await fingerprintsBelow(target);
    }
    const rest = startScript(script, [dir, String(count), target]);
    expect(await rest.ended).toMatchObject({ code: 0, errors: '' });
    expect(rest.said.filter((line) => line.startsWith('failed'))).toEqual([]);
    const ids = await renewedIds(folder);
    expect(ids).toHaveLength(count);
    expect(new Set(ids).size).toBe(count);
    const names = await readdir(folder);
    expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
    for (const name of names) await checkWhole(join(folder, name));
    expect((await linksOf(join(dir, 'journal.jsonl'))).broken).toEqual([]);
    // What the kills cut off was caught up with: every server has the certificate in use.
    const services = await tempServices({ dir });
    await services.lifecycle.deployments.recover();
    const inUse = (await services.certificates.list()).filter(({ replacedBy }) => replacedBy === undefined);
    expect(await fingerprintsBelow(target)).toEqual(inUse.map(({ fingerprint }) => fingerprint).sort());
  }, 180_000);
});
