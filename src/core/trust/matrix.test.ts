import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority, tempServices } from '../../../test/support/temp-services';
import type { Services } from '../services';
import { FolderLock } from '../system/lock';
import { ProofStore } from './proof-store';

let services: Services;

beforeAll(async () => {
  services = await tempServices();
  await makeAuthority(services, { name: 'First CA' });
  await makeAuthority(services, { name: 'Second CA' });
});

describe('the matrix', () => {
  it('has a column for each root, the default one first, and a cell for each of them in every row', async () => {
    const { roots, rows } = await services.matrix.read();
    expect(roots.map(({ name, isDefault }) => [name, isDefault])).toEqual([
      ['First CA', true],
      ['Second CA', false],
    ]);
    for (const { id, cells } of rows) {
      expect(
        cells.map(({ authorityId }) => authorityId),
        id,
      ).toEqual(roots.map(({ authorityId }) => authorityId));
    }
    expect(rows.filter(({ group }) => group === 'system')).toHaveLength(1);
  });

  it('shows one root alone when it is asked for, and an intermediate through its root', async () => {
    const [first] = await services.authorities.list();
    const below = await makeAuthority(services, { name: 'Below', parentId: first?.id ?? '' });
    const { roots } = await services.matrix.read(below.id);
    expect(roots.map(({ name }) => name)).toEqual(['First CA']);
    await expect(services.matrix.read('root-0000000000000000')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('shows the clients of this machine, unchecked, with their recipes', async () => {
    const { rows } = await services.matrix.read();
    const curl = rows.find(({ id }) => id === 'client:curl');
    expect(curl).toMatchObject({ group: 'clients', recipe: 'curl' });
    expect(curl?.cells[0]).toMatchObject({ verdict: 'unknown', actions: [], verified: null });
  });

  it('says who verified a cell, as another process left it', async () => {
    const { fingerprint256 } = await services.authorities.rootCertificate();
    const other = new ProofStore(services.dir, new FolderLock(services.dir));
    const passed = { id: 'curl', label: 'curl', about: ['client:curl'], message: '', durationMs: 1 };
    const at = '2026-03-04T05:06:07.000Z';
    await other.keep(fingerprint256, { passed: true, at, address: 'x', proofs: [{ ...passed, result: 'passed' }] });
    const row = (await services.matrix.read()).rows.find(({ id }) => id === 'client:curl');
    expect(row?.cells.map(({ verdict, verified }) => [verdict, verified?.at])).toEqual([
      ['trusted', at],
      ['unknown', undefined],
    ]);
  });
});

describe('the proofs that are kept', () => {
  const newStore = async (name: string) => {
    const dir = join(services.dir, name);
    await mkdir(dir);
    return { dir, store: new ProofStore(dir, new FolderLock(dir)) };
  };
  const proof = (id: string, about: string[]) => ({
    id,
    label: id,
    about,
    result: 'passed' as const,
    message: '',
    durationMs: 1,
  });
  const report = {
    passed: true,
    at: '2026-01-01T00:00:00.000Z',
    address: 'x',
    proofs: [proof('curl', ['system']), proof('nss:/a', ['nss:/a'])],
  };

  it('are forgotten for the stores that were changed, and for no other', async () => {
    const { dir, store } = await newStore('forget');
    await store.keep('a', report);
    await store.forget('a', ['system']);
    const read = new ProofStore(dir, new FolderLock(dir));
    expect((await read.last('a'))?.proofs.map(({ id }) => id)).toEqual(['nss:/a']);
    await store.forget('a', ['nss:/a']);
    expect(await read.last('a')).toBeNull();
  });

  it.each(['', 'not json', '[]', '{"a":{"passed":"yes"}}', '{"a":null}'])(
    'are none in a damaged file: %s',
    async (text) => {
      const { dir, store } = await newStore(`damaged ${Buffer.from(text).toString('hex')}`);
      await writeFile(join(dir, 'proofs.json'), text);
      expect(await store.last('a')).toBeNull();
      await store.keep('a', report);
      expect(await store.last('a')).toEqual(report);
    },
  );
});
