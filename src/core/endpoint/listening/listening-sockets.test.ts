import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../system/run';
import { listeningSockets } from './listening-sockets';
import { listeningOnLinux } from './sockets-linux';

const answer = (stdout: string) => ({ code: 0, stdout, stderr: '', timedOut: false, missing: false, durationMs: 1 });

describe('the sockets that listen', () => {
  it('are read on Linux with the oldest process that holds each', async () => {
    const root = await mkdtemp(join(tmpdir(), 'sealwax-proc-'));
    const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
    const line = (local: string, state: string, inode: number) =>
      `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000 100 0 0 10 0\n`;
    await mkdir(join(root, 'net'));
    await writeFile(
      join(root, 'net/tcp'),
      head + line('0100007F:1435', '0A', 11) + line('0100007F:9999', '01', 12) + line('00000000:0BB8', '0A', 13),
    );
    await writeFile(
      join(root, 'net/tcp6'),
      head +
        line('00000000000000000000000001000000:1F90', '0A', 14) +
        line('0000000000000000FFFF00000100007F:1F91', '0A', 15),
    );
    for (const [pid, inode, name] of [
      ['100', 11, 'node'],
      ['200', 11, 'worker'],
      ['300', 14, 'python3'],
    ] as const) {
      await mkdir(join(root, pid, 'fd'), { recursive: true });
      await writeFile(join(root, pid, 'comm'), `${name}\n`);
      await symlink(`socket:[${inode}]`, join(root, pid, 'fd/3'));
      await symlink('/home/me/shop', join(root, pid, 'cwd'));
    }
    expect(await listeningOnLinux(root)).toEqual([
      { address: '127.0.0.1', port: 5173, pid: 100, process: 'node', folder: '/home/me/shop' },
      { address: '0.0.0.0', port: 3000 },
      { address: '::1', port: 8080, pid: 300, process: 'python3', folder: '/home/me/shop' },
      { address: '127.0.0.1', port: 8081 },
    ]);
  });

  it('are asked of lsof on macOS', async () => {
    const run: Run = async (command, args) => {
      expect([command, ...args]).toEqual(['lsof', '-nP', '-iTCP', '-sTCP:LISTEN', '-Fpcn']);
      return answer(
        'p501\ncnode\nf23\nn*:5173\nf24\nn[::1]:8080\np77\ncpostgres\nf5\nn127.0.0.1:5432\nn127.0.0.1:5432\n',
      );
    };
    expect(await listeningSockets('darwin', run)).toEqual({
      sockets: [
        { address: '0.0.0.0', port: 5173, pid: 501, process: 'node' },
        { address: '::1', port: 8080, pid: 501, process: 'node' },
        { address: '127.0.0.1', port: 5432, pid: 77, process: 'postgres' },
      ],
    });
    const without: Run = async () => ({ ...answer(''), code: null, missing: true });
    expect((await listeningSockets('darwin', without)).note).toContain('lsof is needed');
  });

  it('are asked of netstat on Windows, whatever its language', async () => {
    const asked: string[] = [];
    const run: Run = async (command, args) => {
      asked.push([command, ...args].join(' '));
      if (command === 'tasklist')
        return answer('"System","4","Services","0","144 K"\r\n"node.exe","4242","Console","1","60 K"\r\n');
      return answer(
        args.includes('TCPv6')
          ? '  TCP    [::1]:8080             [::]:0                 ABHÖREN         4242\r\n'
          : '\r\nAktive Verbindungen\r\n\r\n  TCP    0.0.0.0:5173           0.0.0.0:0              ABHÖREN         4242\r\n  TCP    10.0.0.5:50123         52.1.2.3:443           HERGESTELLT     900\r\n',
      );
    };
    expect(await listeningSockets('win32', run)).toEqual({
      sockets: [
        { address: '0.0.0.0', port: 5173, pid: 4242, process: 'node' },
        { address: '::1', port: 8080, pid: 4242, process: 'node' },
      ],
    });
    expect(asked.sort()).toEqual(['netstat -ano -p TCP', 'netstat -ano -p TCPv6', 'tasklist /FO CSV /NH']);
  });
});
