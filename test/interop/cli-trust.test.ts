import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { outcomeSchema, proveReportSchema, storeSchema } from '../../src/ipc/schemas';
import { type Container, container, json } from '../support/cli';

// These change the system store, so they run only in the cell, whose store is nobody's.
if (process.env.SEALWAX_CELL !== '1')
  throw new Error('This test changes the system store, so it runs only inside the cell: use "npm test".');

let machine: Container;
const run: Container['run'] = (...args) => machine.run(...args);

beforeAll(async () => {
  machine = await container();
  await run(['ca', 'create', 'Trusted']);
});

describe('sealwax trust', () => {
  it('shows the stores and, with --dry-run, the commands, and changes nothing', async () => {
    const { code, stdout } = await run(['trust', '--json']);
    const { stores, trusted } = JSON.parse(stdout);
    for (const store of stores) storeSchema.parse(store);
    expect({ code, trusted }).toEqual({ code: 1, trusted: false });
    const plan = await run(['trust', 'install', '--dry-run']);
    expect(plan).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\(system\)[\s\S]*\$ .*update-ca-certificates/),
    });
    expect(json(await run(['trust', '--json'])).stores.map(({ state }: { state: string }) => state)).not.toContain(
      'trusted',
    );
    expect((await run(['trust', 'install', '--store', 'sytem'])).stderr).toMatch(/Did you mean system\?/);
    expect((await run(['trust', 'prove'])).code).toBe(1);
  });

  it('installs in one store, is ready, proves it with real clients, and takes it away again', async () => {
    const installed = await run(['trust', 'install', '--store', 'system', '--json']);
    const { outcomes } = json(installed);
    expect(outcomes.map((each: unknown) => outcomeSchema.parse(each).outcome)).toEqual(['done']);
    expect(installed.code).toBe(0);
    const { files } = json(await run(['issue', 'localhost', '--json'])).certificate;
    expect(execFileSync('openssl', ['verify', files.certificate], { encoding: 'utf8' })).toMatch(/OK/);
    const proven = await run(['trust', 'prove', '--json']);
    expect(proveReportSchema.loose().parse(json(proven)).passed).toBe(true);
    expect(proven.code).toBe(0);
    expect(json(await run(['trust', 'install', '--store', 'system', '--json'])).outcomes[0].outcome).toBe('already');
    const all = await run(['trust', 'install']);
    expect(all.stdout).toMatch(/^already .*/m);
    expect([0, 4]).toContain(all.code);
    const status = await run(['status', '--json']);
    expect(json(status).readiness).toBe(status.code === 0 ? 'ready' : 'attention');
    expect((await run(['trust', 'remove', '--quiet'])).stderr).toBe('');
    expect(json(await run(['trust', '--json'])).stores.map(({ state }: { state: string }) => state)).not.toContain(
      'trusted',
    );
  });

  it('gives 4 when some stores failed, and the commands to type', async () => {
    // No rights: sudo that always refuses comes first on PATH.
    const { program } = await import('../support/programs');
    await program(`${machine.folder}/bin/sudo`, 'exit 1');
    const env = { PATH: `${machine.folder}/bin:${process.env.PATH}`, DISPLAY: '' };
    const system = await run(['trust', 'install', '--store', 'system'], { env });
    expect(system).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^not-allowed/),
      stderr: expect.stringMatching(/update-ca-certificates/),
    });
    const all = await run(['trust', 'install', '--json'], { env });
    const outcomes = json(all).outcomes.map(({ outcome }: { outcome: string }) => outcome);
    expect(outcomes).toContain('not-allowed');
    expect(all.code).toBe(outcomes.includes('done') ? 4 : 1);
    await run(['trust', 'remove']);
  });
});
