import { lookup } from 'node:dns/promises';
import { readFileSync, statSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Container, container, json } from '../support/cli';

// The file of the whole system: in the cell /etc is an overlay that ends with the test.
if (process.env.SEALWAX_CELL !== '1') {
  throw new Error('This test changes /etc/hosts, so it runs only inside the cell: use "npm test".');
}

const path = '/etc/hosts';
let machine: Container;
beforeAll(async () => {
  machine = await container();
});
const addressesOf = async (name: string) =>
  (await lookup(name, { all: true }).catch(() => [])).map(({ address }) => address).sort();

describe('sealwax hosts', () => {
  it('lets a name lead to this machine, and leaves the file of root as it was when it is taken out', async () => {
    const [before, { mode, uid, gid }] = [readFileSync(path), statSync(path)];
    expect(await addressesOf('hosts-drill.test')).toEqual([]);

    const shown = await machine.run(['hosts', 'add', 'hosts-drill.test', '--dry-run', '--json']);
    expect(json(shown)).toMatchObject({
      lines: ['127.0.0.1 hosts-drill.test', '::1       hosts-drill.test'],
      done: false,
    });
    expect(await machine.run(['hosts', 'add', 'hosts-drill.test'])).toMatchObject({ code: 3 });
    expect(readFileSync(path).equals(before)).toBe(true);

    expect(await machine.run(['hosts', 'add', 'hosts-drill.test', '--yes'])).toMatchObject({ code: 0 });
    expect(await addressesOf('hosts-drill.test')).toEqual(['127.0.0.1', '::1']);
    expect(statSync(path)).toMatchObject({ mode, uid, gid });
    expect(json(await machine.run(['hosts', '--json'])).names).toEqual([
      { name: 'hosts-drill.test', addresses: ['127.0.0.1', '::1'] },
    ]);
    expect((await machine.run(['history'])).stdout).toContain('Wrote hosts-drill.test into the hosts file');

    expect(await machine.run(['hosts', 'remove', '--all', '--yes'])).toMatchObject({ code: 0 });
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(statSync(path)).toMatchObject({ mode, uid, gid });
  });

  it('refuses what would lead elsewhere, and names what somebody else wrote', async () => {
    const before = readFileSync(path);
    expect(await machine.run(['hosts', 'add', 'a.test', '--address', '10.0.0.1', '--yes'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--any-address'),
    });
    expect(await machine.run(['hosts', 'add', '*.test', '--yes'])).toMatchObject({ code: 1 });
    expect(await machine.run(['hosts', 'remove', '--yes'])).toMatchObject({ code: 2 });
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});
