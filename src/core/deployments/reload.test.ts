import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../system/run';
import type { Reload } from './deployment-record';
import { acceptReload, historyText, reloadText, runReload } from './reload';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-reload-'));
});

const env = { PATH: process.env.PATH };
const reloaded = (reload: Reload) => runReload(reload, { run, env, now: () => new Date(0), rootPem: '', folder });
const command = (program: string, args: string[], timeoutSeconds = 30): Reload => ({
  kind: 'command',
  program,
  args,
  timeoutSeconds,
});
const node = (text: string, timeoutSeconds?: number) => command(process.execPath, ['-e', text], timeoutSeconds);

describe('a reload by command', () => {
  it('gets its arguments as they are, without a shell, in the folder of the files', async () => {
    const args = ['$(id)', '; ls', 'two words', '*'];
    const result = await reloaded(
      command(process.execPath, [
        '-e',
        'console.log(JSON.stringify([process.cwd(), ...process.argv.slice(1)]))',
        ...args,
      ]),
    );
    expect(result).toMatchObject({ ok: true, code: 0, at: new Date(0).toISOString() });
    expect(JSON.parse(result.output)).toEqual([folder, ...args]);
  });

  it('says its exit code and the end of what it printed', async () => {
    const result = await reloaded(
      node('console.log("x".repeat(9000)); console.error("bad directive"); process.exitCode = 3'),
    );
    expect(result).toMatchObject({ ok: false, code: 3, message: expect.stringContaining('exit code 3') });
    expect(result.output.length).toBeLessThan(2_100);
    expect(result.output).toMatch(/bad directive$/);
  });

  it('is ended at its time limit, and may be gone', async () => {
    const hanging = await reloaded(node('setInterval(() => {}, 1000)', 1));
    expect(hanging).toMatchObject({ ok: false, message: expect.stringContaining('within 1 seconds') });
    expect(await reloaded(command(join(folder, 'gone'), []))).toMatchObject({
      ok: false,
      message: expect.stringContaining('not there'),
    });
  });

  it('is kept as the program that PATH leads to now, and no relative one', async () => {
    expect(await acceptReload(command('node', ['-v']), { PATH: join(process.execPath, '..') })).toMatchObject({
      program: process.execPath,
    });
    await expect(acceptReload(command('./node', []), env)).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(acceptReload(command('no-such-program-here', []), env)).rejects.toMatchObject({ code: 'not-found' });
    expect(reloadText(command('/usr/bin/x', ['-a', 'two words', '']))).toBe('/usr/bin/x -a "two words" ""');
    expect(historyText(command('/usr/bin/x', ['--token=secret']))).toBe('/usr/bin/x');
  });
});

describe('a reload by signal', () => {
  const signal = (pidFile: string): Reload => ({ kind: 'signal', pidFile, signal: 'SIGHUP' });

  it('reaches the process of the pid file', async () => {
    const child = spawn(process.execPath, [
      '-e',
      'process.on("SIGHUP", () => process.exit(42)); console.log("up"); setInterval(() => {}, 1000)',
    ]);
    await once(child.stdout, 'data');
    const pidFile = join(folder, 'server.pid');
    await writeFile(pidFile, `${child.pid}\n`);
    const ended = once(child, 'exit');
    expect(await reloaded(signal(pidFile))).toMatchObject({ ok: true });
    expect((await ended)[0]).toBe(42);
    expect(await reloaded(signal(pidFile))).toMatchObject({
      ok: false,
      message: expect.stringContaining('no process'),
    });
  });

  it.each(['', '0', '1', '-1', 'nginx', '99999999999', String(process.pid)])(
    'is not sent for a pid file with “%s”',
    async (text) => {
      const pidFile = join(folder, 'odd.pid');
      await writeFile(pidFile, text);
      expect(await reloaded(signal(pidFile))).toMatchObject({ ok: false });
    },
  );

  it.runIf(process.platform === 'linux')('is not sent to a process that only inherited the number', async () => {
    const child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)']);
    await once(child.stdout, 'data');
    const pidFile = join(folder, 'stale.pid');
    await writeFile(pidFile, `${child.pid}`);
    await utimes(pidFile, new Date(), new Date(Date.now() - 600_000));
    expect(await reloaded(signal(pidFile))).toMatchObject({
      ok: false,
      message: expect.stringContaining('another program'),
    });
    child.kill();
  });
});

describe('a reload by HTTP', () => {
  it('calls once, takes 2xx for done, follows no redirect, and gives up at its time limit', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      if (request.url === '/ok') response.end('reloaded');
      if (request.url === '/move') response.writeHead(302, { location: '/ok' }).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const http = (path: string): Reload => ({ kind: 'http', url: base + path, method: 'POST', timeoutSeconds: 1 });
    expect(await reloaded(http('/ok'))).toMatchObject({ ok: true, code: 200, output: 'reloaded' });
    expect(await reloaded(http('/move'))).toMatchObject({ ok: false, code: 302 });
    expect(await reloaded(http('/silent'))).toMatchObject({
      ok: false,
      message: expect.stringContaining('within 1 seconds'),
    });
    expect(asked).toEqual(['POST /ok', 'POST /move', 'POST /silent']);
    server.closeAllConnections();
    server.close();
    expect(await reloaded(http('/ok'))).toMatchObject({ ok: false });
  });

  it.each(['ftp://localhost/', 'localhost:2019', 'http://user:secret@localhost/', 'file:///etc/passwd'])(
    'takes no %s',
    async (url) => {
      await expect(acceptReload({ kind: 'http', url, method: 'GET', timeoutSeconds: 5 }, env)).rejects.toMatchObject({
        code: 'invalid-input',
      });
    },
  );
});
