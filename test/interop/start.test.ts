import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

// The start script opens a window of the user's own account, so it runs only in the cell, whose account is nobody's.
if (process.env.SEALWAX_CELL !== '1')
  throw new Error('This test opens the app, so it runs only inside the cell: use "npm test".');

const root = resolve(__dirname, '../..');

async function startOnServer(command: string, args: string[]) {
  const home = await mkdtemp(join(tmpdir(), 'sealwax-start-'));
  const picture = join(home, 'window.png');
  const env = { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', SEALWAX_SCREENSHOT: picture };
  const child: ChildProcess = spawn(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const deadline = Date.now() + 50_000;
  while (!output.includes('A picture of its window') && child.exitCode === null && Date.now() < deadline) {
    await new Promise((done) => setTimeout(done, 100));
  }
  return { child, output: () => output, ended, picture };
}

describe('npm start on a machine without a display', () => {
  it('says where it runs and where its picture is, shows the first run, and ends with Ctrl+C', async () => {
    const { child, output, ended, picture } = await startOnServer('npm', ['start', '--silent']);
    expect(output()).toMatch(/Electron .* (runs here as a stand-in|runs)/);
    expect(output()).toContain('runs on a virtual one');
    expect(output()).toContain(picture);
    expect(output()).not.toMatch(/sandbox is off/);
    const png = await readFile(picture);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    // Width and height of the picture (PNG, section 11.2.2): a window, not an empty image.
    expect(png.readUInt32BE(16)).toBeGreaterThan(700);
    expect(png.readUInt32BE(20)).toBeGreaterThan(500);
    expect(png.length).toBeGreaterThan(15_000);
    process.kill(-(child.pid as number), 'SIGINT');
    await ended;
    expect(output()).not.toMatch(/error:/i);
  });

  it('says as root that Chromium’s sandbox is off', async () => {
    const { child, output, ended } = await startOnServer('sudo', [
      '-n',
      '--preserve-env=SEALWAX_SCREENSHOT,PATH',
      'env',
      `PATH=${process.env.PATH}`,
      'node',
      'scripts/start.mjs',
    ]);
    expect(output()).toContain('Running as root: Chromium’s sandbox is off.');
    expect(output()).toContain('A picture of its window');
    process.kill(-(child.pid as number), 'SIGINT');
    await ended;
  });
});
