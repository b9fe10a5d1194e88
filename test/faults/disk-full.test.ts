import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundle } from '../support/bundle';

// It mounts a small disk, so it runs only where that is nobody else's.
if (process.env.SEALWAX_CELL !== '1')
  throw new Error('This test mounts a disk, so it runs only inside the cell: use "npm test".');

let script = '';
let disk = '';

const sudo = (...args: string[]) => execFileSync('sudo', ['-n', ...args], { stdio: 'pipe' });

beforeAll(async () => {
  script = await bundle('issue-loop.ts');
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
});
