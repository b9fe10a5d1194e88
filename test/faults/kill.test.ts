import { type ChildProcess, spawn } from 'node:child_process';
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../support/bundle';

let script = '';

beforeAll(async () => {
  script = await bundle('issue-loop.ts');
});

interface Loop {
  child: ChildProcess;
  said: string[];
  ended: Promise<number | null>;
}

function startLoop(dir: string, prefix: string, count?: number): Loop {
  const child = spawn(process.execPath, [script, dir, prefix, ...(count === undefined ? [] : [String(count)])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  let rest = '';
  child.stdout.on('data', (chunk) => {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    said.push(...lines);
  });
  return { child, said, ended: new Promise((done) => child.once('close', done)) };
}

/** The first certificate takes the key derivation; from then on one follows the other. */
const isIssuing = async ({ said, child }: Loop) => {
  while (!said.some((line) => line.startsWith('issued '))) {
    if (child.exitCode !== null) throw new Error('the loop ended before it issued anything');
    await new Promise((done) => setTimeout(done, 2));
  }
};

const issued = ({ said }: Loop) =>
  said.filter((line) => line.startsWith('issued ')).map((line) => line.slice('issued '.length));

async function checkWhole(folder: string): Promise<string> {
  const certificate = new X509Certificate(await readFile(join(folder, 'cert.pem')));
  const key = createPrivateKey(await readFile(join(folder, 'key.pem')));
  expect(certificate.checkPrivateKey(key)).toBe(true);
  expect(createPublicKey(key).asymmetricKeyType).toBe('ec');
  const { serial } = JSON.parse(await readFile(join(folder, 'meta.json'), 'utf8')) as { serial: string };
  expect(BigInt(`0x${serial}`)).toBe(BigInt(`0x${certificate.serialNumber}`));
  expect((await readdir(folder)).sort()).toEqual(['ca.pem', 'cert.pem', 'fullchain.pem', 'key.pem', 'meta.json']);
  return certificate.serialNumber;
}

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
      loop.child.kill('SIGKILL');
      await loop.ended;
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
    expect(await last.ended).toBe(0);
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

  it('lets four processes issue into one folder at once without an error', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'sealwax-many-'));
    expect(await startLoop(dir, 'first-', 1).ended).toBe(0);
    const loops = Array.from({ length: 4 }, (_, index) => startLoop(dir, `p${index}-`, 15));
    for (const loop of loops) expect(await loop.ended).toBe(0);
    const names = await readdir(join(dir, 'certificates'));
    expect(names).toHaveLength(61);
    const serials = await Promise.all(names.map((name) => checkWhole(join(dir, 'certificates', name))));
    expect(new Set(serials).size).toBe(61);
    const links = (await readFile(join(dir, 'journal.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).previous as string);
    expect(new Set(links).size).toBe(links.length);
  }, 180_000);
});
