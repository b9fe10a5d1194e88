import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';

export interface Script {
  child: ChildProcess;
  /** The whole lines that it said so far. */
  said: string[];
  ended: Promise<{ code: number | null; errors: string }>;
}

/** Starts one of the issuing scripts (see `bundle`) as a process of its own. */
export function startScript(script: string, args: readonly string[]): Script {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  let rest = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    said.push(...lines);
  });
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  return { child, said, ended: new Promise((done) => child.once('close', (code) => done({ code, errors }))) };
}

/** Waits until a script has said a line that begins so; throws when it ends before. */
export async function untilSaid({ said, child }: Script, beginning: string): Promise<void> {
  while (!said.some((line) => line.startsWith(beginning))) {
    if (child.exitCode !== null) throw new Error(`the script ended before it said ${beginning}`);
    await new Promise((done) => setTimeout(done, 2));
  }
}

/** Certificate, key and record of one folder belong together, and nothing is missing or left over. Gives the serial number. */
export async function checkWhole(folder: string): Promise<string> {
  const certificate = new X509Certificate(await readFile(join(folder, 'cert.pem')));
  const key = createPrivateKey(await readFile(join(folder, 'key.pem')));
  expect(certificate.checkPrivateKey(key)).toBe(true);
  const { serial } = JSON.parse(await readFile(join(folder, 'meta.json'), 'utf8')) as { serial: string };
  expect(BigInt(`0x${serial}`)).toBe(BigInt(`0x${certificate.serialNumber}`));
  expect((await readdir(folder)).sort()).toEqual(['ca.pem', 'cert.pem', 'fullchain.pem', 'key.pem', 'meta.json']);
  return certificate.serialNumber;
}

/** The lines of a journal, and the numbers of those that do not hold on to the line before. */
export async function linksOf(
  file: string,
): Promise<{ entries: { what: string; subject: string }[]; broken: number[] }> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const entries = lines.map((line) => JSON.parse(line) as { what: string; subject: string; previous: string });
  const broken = entries.flatMap(({ previous }, index) => {
    const before = lines[index - 1];
    const link = before === undefined ? '0'.repeat(64) : createHash('sha256').update(before).digest('hex');
    return link === previous ? [] : [index + 1];
  });
  return { entries, broken };
}
