import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRoot, type TestRoot } from '../../../test/support/openssl-roots';
import { run } from '../system/run';
import { installAll, removeAll } from './install-all';
import { NssStore } from './nss-store';
import type { TrustStore } from './trust-store';

let base: string;
let root: TestRoot;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'sealwax all '));
  root = await makeRoot(base);
});
afterAll(() => rm(base, { recursive: true, force: true }));

const real = (name: string) =>
  new NssStore({ run, env: process.env, certutil: 'certutil', packageHint: '', folder: join(base, name), label: name });

/** A store with a fault of its own, around a real one. */
const faulty = (name: string, fault: Partial<TrustStore>): TrustStore => {
  const store = real(name);
  return {
    id: store.id,
    kind: store.kind,
    label: store.label,
    location: store.location,
    privileged: false,
    status: (one) => store.status(one),
    change: (one, action) => store.change(one, action),
    install: (one) => store.install(one),
    remove: (one) => store.remove(one),
    ...fault,
  };
};
const throws = () => Promise.reject(new Error('the disk went away'));

describe('all stores', () => {
  it('get one outcome each, in their order, and a store that throws does not stop the others', async () => {
    const stores = [real('first'), faulty('second', { install: throws }), real('third')];
    const steps: string[] = [];
    const outcomes = await installAll(stores, root, (store, outcome) =>
      steps.push(`${store.label} ${outcome?.outcome ?? 'begins'}`),
    );
    expect(outcomes.map(({ label, outcome }) => [label, outcome])).toEqual([
      ['first', 'done'],
      ['second', 'failed'],
      ['third', 'done'],
    ]);
    expect(outcomes[1]).toMatchObject({
      storeId: `nss:${join(base, 'second')}`,
      location: join(base, 'second'),
      message: expect.stringContaining('the disk went away'),
    });
    expect(steps).toEqual([
      'first begins',
      'first done',
      'second begins',
      'second failed',
      'third begins',
      'third done',
    ]);
    expect(await real('third').status(root)).toEqual({ state: 'trusted' });
  });

  it('lose the root one by one, and a removal that only says so is not believed', async () => {
    const liar = faulty('liar', { remove: async () => ({ outcome: 'done', message: 'Gone.' }) });
    const stores = [liar, faulty('thrower', { remove: throws }), real('honest')];
    await installAll(stores, root, () => undefined);
    const outcomes = await removeAll(stores, root, () => undefined);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'done']);
    expect(outcomes[0]?.message).toContain('answered "trusted"');
    expect(await real('honest').status(root)).toEqual({ state: 'absent' });
  });
});
