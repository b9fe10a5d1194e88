import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostsFile, machineNames, namesFrom } from './host-names';

const lan = [
  { address: '127.0.0.1', family: 'IPv4' as const, internal: true },
  { address: '192.168.1.20', family: 'IPv4' as const, internal: false },
  { address: '169.254.9.9', family: 'IPv4' as const, internal: false },
  { address: 'fd12:3456::7', family: 'IPv6' as const, internal: false },
  { address: 'fe80::1', family: 'IPv6' as const, internal: false },
];

describe('the names of this machine', () => {
  it('begin with localhost, then its own name, then its addresses in the local network', () => {
    expect(namesFrom({ host: 'Desk', interfaces: lan, hostsText: '' })).toEqual([
      'localhost',
      '127.0.0.1',
      '::1',
      'desk.local',
      'desk',
      '192.168.1.20',
      'fd12:3456::7',
    ]);
  });

  it('take a full host name as it is', () => {
    expect(namesFrom({ host: 'desk.lan', interfaces: [], hostsText: '' })).toContain('desk.lan');
    expect(namesFrom({ host: 'desk.lan', interfaces: [], hostsText: '' })).not.toContain('desk.lan.local');
  });

  it('include those of the hosts file, without what the system put there and what is blocked', () => {
    const hostsText = `127.0.0.1\tlocalhost localhost.localdomain
::1 ip6-localhost ip6-loopback  # system
ff02::1 ip6-allnodes
127.0.0.1 Shop.test api.shop.test # mine
::1 six.test
192.168.1.9 printer.lan
0.0.0.0 ads.example
255.255.255.255 broadcasthost
# 127.0.0.1 off.test
`;
    expect(namesFrom({ host: '', interfaces: [], hostsText })).toEqual([
      'localhost',
      '127.0.0.1',
      '::1',
      'shop.test',
      'api.shop.test',
      'six.test',
      'printer.lan',
    ]);
  });

  it('come without the hosts file when it cannot be read, and with its first 64 KiB when it is huge', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sealwax-hosts-'));
    expect(await machineNames(join(folder, 'absent'))).toContain('localhost');
    const path = join(folder, 'hosts');
    await writeFile(
      path,
      `127.0.0.1 first.test\n${'127.0.0.1 blocked.example\n'.repeat(100_000)}127.0.0.1 last.test\n`,
    );
    const found = await machineNames(path);
    expect(found).toContain('first.test');
    expect(found).not.toContain('last.test');
  });

  it('are looked for where each platform keeps them', () => {
    expect(hostsFile('linux', {})).toBe('/etc/hosts');
    expect(hostsFile('win32', { SystemRoot: 'D:\\Win' })).toMatch(/D:\\Win.System32.drivers.etc.hosts/);
  });
});
