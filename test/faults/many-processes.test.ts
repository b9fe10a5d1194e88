import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Changed, watchDataFolder } from '../../src/core/authority/watch';
import { bundle } from '../support/bundle';
import { checkWhole, linksOf, startScript } from '../support/issuing';
import { makeAuthority, tempServices } from '../support/temp-services';

let one = '';
let batch = '';
let dir = '';

beforeAll(async () => {
  [one, batch] = (await Promise.all([bundle('issue-loop.ts'), bundle('issue-batch.ts')])) as [string, string];
});
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'sealwax-processes-')), 'data');
});

async function certificatesIn(folder: string): Promise<{ names: string[]; serials: Set<string> }> {
  const names = await readdir(folder);
  const serials = new Set<string>();
  for (const name of names) serials.add(await checkWhole(join(folder, name)));
  return { names, serials };
}

describe('many processes on one folder', () => {
  it('of which eight issue a hundred each give 800 certificates, 800 serials and no error', async () => {
    // The authority, and one certificate, by the first.
    expect(await startScript(one, [dir, 'first-', '1']).ended).toEqual({ code: 0, errors: '' });
    const started = performance.now();
    const loops = Array.from({ length: 8 }, (_, index) => startScript(one, [dir, `p${index}-`, '100']));
    for (const loop of loops) expect(await loop.ended).toEqual({ code: 0, errors: '' });
    const seconds = (performance.now() - started) / 1000;
    const { names, serials } = await certificatesIn(join(dir, 'certificates'));
    expect(names).toHaveLength(801);
    expect(serials.size).toBe(801);
    const confirmed = loops.flatMap(({ said }) => said.filter((line) => line.startsWith('issued ')));
    expect(confirmed).toHaveLength(800);
    for (const line of confirmed) expect(names).toContain(line.slice('issued '.length));
    const { entries, broken } = await linksOf(join(dir, 'journal.jsonl'));
    expect(broken).toEqual([]);
    expect(entries.filter(({ what }) => what === 'certificate.issued')).toHaveLength(801);
    console.log(`8 processes issued 800 certificates one by one in ${seconds.toFixed(1)} s`);
  }, 300_000);

  it('may run batches and single issues at the same time', async () => {
    expect(await startScript(one, [dir, 'first-', '1']).ended).toEqual({ code: 0, errors: '' });
    const scripts = [
      startScript(batch, [dir, 'x', '150']),
      startScript(one, [dir, 'y', '40']),
      startScript(batch, [dir, 'z', '150']),
    ];
    for (const script of scripts) expect(await script.ended).toEqual({ code: 0, errors: '' });
    expect(scripts.flatMap(({ said }) => said.filter((line) => line.startsWith('failed ')))).toEqual([]);
    const { names, serials } = await certificatesIn(join(dir, 'certificates'));
    expect(names).toHaveLength(341);
    expect(serials.size).toBe(341);
    expect((await linksOf(join(dir, 'journal.jsonl'))).broken).toEqual([]);
  }, 120_000);

  it('see what the others did within a second', async () => {
    const services = await tempServices({ dir });
    await makeAuthority(services);
    const waiting = new Map<Changed, () => void>();
    const stop = watchDataFolder(dir, (what) => waiting.get(what)?.());
    try {
      const seen = (what: Changed) => new Promise<number>((done) => waiting.set(what, () => done(performance.now())));
      await new Promise((done) => setTimeout(done, 700));
      const other = await tempServices({ dir });
      const certificateSeen = seen('certificates');
      const made = await other.certificates.issue({ names: ['app.test'] });
      const issuedAt = performance.now();
      expect((await certificateSeen) - issuedAt).toBeLessThan(1000);
      expect((await services.certificates.list()).map(({ id }) => id)).toEqual([made.id]);
      const requestSeen = seen('requests');
      const request = await other.requests.create({ names: ['later.test'] });
      const requestedAt = performance.now();
      expect((await requestSeen) - requestedAt).toBeLessThan(1000);
      expect((await services.requests.list()).map(({ id }) => id)).toEqual([request.id]);
      expect(await readFile(request.files.request, 'utf8')).toBe(request.pem);
    } finally {
      stop();
    }
  });
});
