import { mkdir, mkdtemp, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { UnfinishedFiles } from '../../src/core/export/unfinished';
import { run } from '../../src/core/system/run';
import { bundle } from '../support/bundle';

let script = '';
beforeAll(async () => {
  script = await bundle('export-step.ts');
}, 60_000);

const contents = async (folder: string) =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(folder)).sort().map(async (name) => [name, await readFile(join(folder, name), 'utf8')]),
    ),
  );

// The method of SQLite's tests: die before the first step, then before the second, until one run has no such step left.
it('an export that is killed before any of its steps leaves all files old or all new, after the next start', async () => {
  const [data, folder] = (await Promise.all(
    ['data', 'out'].map((name) => mkdtemp(join(tmpdir(), `sealwax-export-${name}-`))),
  )) as [string, string];
  const unfinished = new UnfinishedFiles(data, () => new Date());
  const seen = new Set<string>();
  let count = 0;
  for (let done = false; !done; ) {
    count += 1;
    expect(count).toBeLessThan(60);
    for (const name of ['a.pem', 'a-key.pem']) {
      await writeFile(join(folder, name), `old ${name}`);
      await utimes(join(folder, name), 1_700_000_000, 1_700_000_000);
    }
    const { stdout } = await run(process.execPath, [script, data, folder, String(count)], { timeoutMs: 30_000 });
    done = stdout.includes('completed');
    const killed = await readdir(folder);
    await unfinished.sweep();
    const found: Record<string, string> = await contents(folder);
    expect(Object.keys(found)).toEqual(['a-key.pem', 'a.pem']);
    const whose = new Set(Object.entries(found).map(([name, text]) => text.replace(` ${name}`, '')));
    expect([count, ...whose]).toHaveLength(2);
    seen.add(`${[...whose]}${killed.length > 2 ? ' after remains' : ''}`);
    expect((await readdir(join(data, 'unfinished'))).filter((name) => name.endsWith('.json'))).toEqual([]);
  }
  // Fewer would mean that the steps were not seen, and nothing was tested.
  expect(count).toBeGreaterThan(12);
  expect(seen).toEqual(new Set(['old', 'old after remains', 'new after remains', 'new']));
}, 60_000);

it('what is newer than what was on its way is left as it is, and so is what a living process writes', async () => {
  const root = await mkdtemp(join(tmpdir(), 'sealwax-export-'));
  const [data, out] = [join(root, 'data'), join(root, 'out')];
  await mkdir(out);
  const dead = (await run(process.execPath, ['-e', 'console.log(process.pid)'])).stdout.trim();
  const other = new UnfinishedFiles(data, () => new Date(1_700_000_000_000));
  const temporary = join(out, '.tmp-0123456789abcdef');
  await writeFile(temporary, 'on its way');
  const note = await other.begin([{ target: join(out, 'a.pem'), temporary }], true);
  await note.placing();
  await writeFile(join(out, 'a.pem'), 'newer');
  const [name = ''] = await readdir(join(data, 'unfinished'));
  const path = join(data, 'unfinished', name);
  const text = await readFile(path, 'utf8');

  // This very process wrote it, and it is not one of the sweeper's own: as if another process had its number. It is dead then.
  const sweeper = new UnfinishedFiles(data, () => new Date(1_700_000_001_000));
  await writeFile(path, text.replace(`"pid":${process.pid}`, `"pid":${process.ppid}`));
  await sweeper.sweep();
  expect((await readdir(out)).sort()).toEqual(['.tmp-0123456789abcdef', 'a.pem']);
  await writeFile(path, text.replace(`"pid":${process.pid}`, `"pid":${dead}`));
  await sweeper.sweep();
  expect(await contents(out)).toEqual({ 'a.pem': 'newer' });
  // A note that names anything but our own temporary files deletes nothing.
  await writeFile(
    path,
    JSON.stringify({ ...JSON.parse(text), pid: Number(dead), files: [{ target: 'x', temporary: join(out, 'a.pem') }] }),
  );
  await sweeper.sweep();
  expect(await contents(out)).toEqual({ 'a.pem': 'newer' });
  expect(await readdir(join(data, 'unfinished'))).toEqual([]);
});
