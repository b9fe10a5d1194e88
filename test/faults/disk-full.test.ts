import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundle } from '../support/bundle';
import { checkWhole, startScript, untilSaid } from '../support/issuing';

// It mounts a small disk, so it runs only where that is nobody else's.
if (process.env.SEALWAX_CELL !== '1')
  throw new Error('This test mounts a disk, so it runs only inside the cell: use "npm test".');

let script = '';
let batchScript = '';
let disk = '';

const sudo = (...args: string[]) => execFileSync('sudo', ['-n', ...args], { stdio: 'pipe' });

beforeAll(async () => {
  [script, batchScript] = (await Promise.all([bundle('issue-loop.ts'), bundle('issue-batch.ts')])) as [string, string];
});
beforeEach(async () => {
  disk = await mkdtemp(join(tmpdir(), 'sealwax-disk-'));
  sudo('mount', '-t', 'tmpfs', '-o', `size=256k,mode=700,uid=${process.getuid?.()}`, 'small', disk);
});
afterEach(() => {
  sudo('umount', disk);
});

async function issueLoop(prefix: string, count: number) {
  const child = spawn(process.execPath, [script, join(disk, 'data'), prefix, String(count)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, errors, issued: [...said.matchAll(/^issued (.+)$/gm)].map((found) => found[1] as string) };
}

describe('a disk that is full', () => {
  it('is said, keeps what was confirmed, leaves nothing half-written, and goes on when there is space', async () => {
    const full = await issueLoop('full', 1000);
    expect(full.code).not.toBe(0);
    expect(full.errors).toMatch(/disk-full|The disk is full/);
    expect(full.issued.length).toBeGreaterThan(0);

    sudo('mount', '-o', 'remount,size=4m', disk);
    const after = await issueLoop('after', 3);
    expect(after.errors).toBe('');
    expect(after.code).toBe(0);
    const folder = join(disk, 'data', 'certificates');
    const names = await readdir(folder);
    for (const id of [...full.issued, ...after.issued]) expect(names).toContain(id);
    expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
    for (const name of names) {
      for (const file of ['cert.pem', 'key.pem', 'fullchain.pem', 'ca.pem', 'meta.json']) {
        expect((await stat(join(folder, name, file))).size).toBeGreaterThan(0);
      }
    }
  });

  it('in the middle of a batch keeps what was confirmed, and reports every other row', async () => {
    sudo('mount', '-o', 'remount,size=512k', disk);
    expect((await issueLoop('first', 1)).code).toBe(0);
    const full = await batch('full', 1000);
    expect(full.code).toBe(0);
    expect(full.errors).toBe('');
    expect(full.issued.length).toBeGreaterThan(0);
    expect(full.issued.length + full.failed.length).toBe(1000);
    expect(new Set(full.failed)).toEqual(new Set(['disk-full']));
    const after = await inFolder();
    expect(after.names.filter((name) => !name.startsWith('first')).sort()).toEqual([...full.issued].sort());
    expect(after.halves).toEqual([]);

    sudo('mount', '-o', 'remount,size=8m', disk);
    const again = await batch('again', 50);
    expect(again).toMatchObject({ code: 0, errors: '', failed: [] });
    expect((await inFolder()).names).toHaveLength(after.names.length + 50);
  });
});

describe('a folder that is read-only', () => {
  it('is said for every row of a batch, and nothing is written', async () => {
    sudo('mount', '-o', 'remount,size=8m', disk);
    expect((await issueLoop('first', 1)).code).toBe(0);
    const before = await inFolder();
    sudo('mount', '-o', 'remount,ro', disk);
    const refused = await batch('refused', 1000);
    expect(refused).toMatchObject({ code: 0, errors: '', issued: [] });
    expect(refused.failed).toHaveLength(1000);
    expect(new Set(refused.failed)).toEqual(new Set(['read-only']));
    // The goal is a second on a machine of one's own; this one may be shared, so it is only told.
    console.log(`a read-only folder was said for 1000 rows in ${refused.took.toFixed(0)} ms`);
    expect(await inFolder()).toEqual(before);
  });
});

/** A batch in a process of its own; "took" is from the open services to its end, with the root key's derivation (milliseconds). */
async function batch(prefix: string, count: number) {
  const script = startScript(batchScript, [join(disk, 'data'), prefix, String(count)]);
  await untilSaid(script, 'ready');
  const started = performance.now();
  const { code, errors } = await script.ended;
  const after = (word: string) =>
    script.said.filter((line) => line.startsWith(word)).map((line) => line.slice(word.length));
  return { code, errors, took: performance.now() - started, issued: after('issued '), failed: after('failed ') };
}

/** The folders of certificates, and those that are not whole. */
async function inFolder() {
  const folder = join(disk, 'data', 'certificates');
  const names = (await readdir(folder)).sort();
  const halves: string[] = [];
  for (const name of names) await checkWhole(join(folder, name)).catch(() => halves.push(name));
  return { names, halves };
}
