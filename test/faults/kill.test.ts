import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../support/bundle';
import { checkWhole, linksOf, type Script, startScript, untilSaid } from '../support/issuing';

let script = '';
let batchScript = '';

beforeAll(async () => {
  [script, batchScript] = (await Promise.all([bundle('issue-loop.ts'), bundle('issue-batch.ts')])) as [string, string];
});

const startLoop = (dir: string, prefix: string, count?: number) =>
  startScript(script, [dir, prefix, ...(count === undefined ? [] : [String(count)])]);

/** The first certificate takes the key derivation; from then on one follows the other. */
const isIssuing = (loop: Script) => untilSaid(loop, 'issued ');

/** The lock of a dead process counts for seconds, which is tested with the lock itself; here the next one need not wait for it. */
async function killed({ child, ended }: Script, dir: string): Promise<void> {
  child.kill('SIGKILL');
  await ended;
  await rm(join(dir, '.lock'), { recursive: true, force: true });
}

const issued = ({ said }: Script) =>
  said.filter((line) => line.startsWith('issued ')).map((line) => line.slice('issued '.length));

describe('killing at any moment', () => {
  it('loses no confirmed certificate, and leaves none half-written', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'sealwax-kill-'));
    const confirmed: string[] = [];
    let root: string | undefined;
    for (let round = 0; round < 25; round += 1) {
      const loop = startLoop(dir, `r${round}-`);
      // The first rounds are killed while the authority itself is being made.
      if (round >= 5) await isIssuing(loop);
      await new Promise((done) => setTimeout(done, round < 5 ? 150 + round * 60 : 5 + Math.random() * 120));
      await killed(loop, dir);
      confirmed.push(...issued(loop));
      const authorities = (await readdir(join(dir, 'authorities')).catch(() => [])).filter(
        (name) => !name.startsWith('.'),
      );
      expect(authorities.length).toBeLessThanOrEqual(1);
      if (root !== undefined) expect(authorities).toEqual([root]);
      root = authorities[0];
    }
    // One clean run after all the kills: it starts, sweeps, and works.
    const last = startLoop(dir, 'last-', 1);
    expect((await last.ended).code).toBe(0);
    confirmed.push(...issued(last));
    const names = await readdir(join(dir, 'certificates'));
    expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
    expect(confirmed.length).toBeGreaterThan(20);
    for (const id of confirmed) expect(names).toContain(id);
    const serials = await Promise.all(names.map((name) => checkWhole(join(dir, 'certificates', name))));
    expect(new Set(serials).size).toBe(serials.length);
    const journal = await readFile(join(dir, 'journal.jsonl'), 'utf8');
    for (const id of confirmed) expect(journal).toContain(`"${id}"`);
  }, 180_000);

  it('in the middle of a batch loses nothing that was said to be durable, and leaves none half-written', async () => {
    const dir = join(await mkdtemp(join(tmpdir(), 'sealwax-kill-batch-')), 'data');
    expect((await startLoop(dir, 'first-', 1).ended).code).toBe(0);
    let confirmed = 1;
    for (let round = 0; round < 8; round += 1) {
      const batch = startScript(batchScript, [dir, `b${round}-`, '2000']);
      await untilSaid(batch, 'done ');
      await new Promise((done) => setTimeout(done, Math.random() * 250));
      await killed(batch, dir);
      confirmed += Number(
        batch.said
          .filter((line) => line.startsWith('done '))
          .at(-1)
          ?.slice('done '.length),
      );
    }
    expect(confirmed).toBeGreaterThan(100);
    expect((await startLoop(dir, 'last-', 1).ended).code).toBe(0);
    const folder = join(dir, 'certificates');
    const names = await readdir(folder);
    expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
    expect(names.length).toBeGreaterThanOrEqual(confirmed + 1);
    const serials = new Set<string>();
    for (const name of names) serials.add(await checkWhole(join(folder, name)));
    expect(serials.size).toBe(names.length);
    const { entries, broken } = await linksOf(join(dir, 'journal.jsonl'));
    expect(broken).toEqual([]);
    expect(entries.filter(({ what }) => what === 'certificate.issued').length).toBeGreaterThanOrEqual(confirmed + 1);
  }, 180_000);
});
