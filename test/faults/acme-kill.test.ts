import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../support/bundle';
import { linksOf, startScript, untilSaid } from '../support/issuing';
import { tempServices } from '../support/temp-services';

let script = '';
beforeAll(async () => {
  script = await bundle('acme-loop.ts');
});

describe('killing the ACME server while orders are finalized', () => {
  it('loses no order and no account, gives no order two certificates, and goes on', async () => {
    const dir = join(await mkdtemp(join(tmpdir(), 'sealwax-kill-acme-')), 'data');
    const confirmed = new Set<string>();
    const ordered = new Set<string>();
    const accounts = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      const loop = startScript(script, [dir, `r${round}-`, '1000000', '0']);
      await untilSaid(loop, 'valid ');
      await new Promise((done) => setTimeout(done, Math.random() * 250));
      loop.child.kill('SIGKILL');
      await loop.ended;
      const ids = (word: string) =>
        loop.said.filter((line) => line.startsWith(`${word} `)).map((line) => line.split('/').at(-1) ?? '');
      for (const id of ids('valid')) confirmed.add(id);
      for (const id of ids('ordered')) ordered.add(id);
      for (const id of ids('account')) accounts.add(id);
    }
    const last = startScript(script, [dir, 'last-', '3', '0']);
    expect(await last.ended).toMatchObject({ code: 0, errors: '' });
    // One key, one account, through all the kills.
    expect(accounts.size).toBe(1);
    expect(confirmed.size).toBeGreaterThan(2);
    const services = await tempServices({ dir });
    const orders = new Map((await services.lifecycle.acme.admin.orders()).map((each) => [each.id, each]));
    for (const id of ordered) expect(orders.has(id)).toBe(true);
    for (const id of confirmed) expect(orders.get(id)?.status).toBe('valid');
    const certificates = await services.certificates.list();
    const owners = certificates.map(({ acme }) => acme?.order ?? '');
    expect(new Set(owners).size).toBe(owners.length);
    // Each certificate is its order's, also where the kill came between the two.
    for (const { id, acme } of certificates) expect(orders.get(acme?.order ?? '')?.certificateId).toBe(id);
    const names = await readdir(join(dir, 'certificates'));
    expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
    expect(certificates.filter(({ status }) => status !== 'healthy')).toEqual([]);
    expect(certificates).toHaveLength(names.length);
    const { broken } = await linksOf(join(dir, 'journal.jsonl'));
    expect(broken).toEqual([]);
    const lines = (await readFile(join(dir, 'acme/log.jsonl'), 'utf8')).split('\n').slice(0, -1);
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  }, 120_000);
});
