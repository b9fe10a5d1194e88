import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRoot, type TestRoot } from '../../../test/support/openssl-roots';
import type { Elevate } from '../system/elevate';
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

describe('stores that need administrator rights', () => {
  /** A store that asks for rights to change a real database: the question is what is counted. */
  const privileged = (name: string, elevate: Elevate): TrustStore => ({
    ...faulty(name, {
      privileged: true,
      install: async (one) => {
        const answer = await elevate({ script: 'exit 0', args: [name], timeoutMs: 5_000 });
        if (answer.kind !== 'ran') return { outcome: 'cancelled', message: answer.message };
        return real(name).install(one);
      },
    }),
    rights: { elevate, with: (other) => privileged(name, other) },
  });

  it('share one question, and the outcomes keep the order of the list', async () => {
    let questions = 0;
    const elevate: Elevate = async (step) => {
      questions += 1;
      return { kind: 'ran', result: await run('/bin/sh', ['-c', step.script, 'sh', ...step.args]) };
    };
    const stores = [privileged('p1', elevate), real('plain'), privileged('p2', elevate)];
    const outcomes = await installAll(stores, root, () => undefined);
    expect(outcomes.map(({ label, outcome }) => [label, outcome])).toEqual([
      ['p1', 'done'],
      ['plain', 'done'],
      ['p2', 'done'],
    ]);
    expect(questions).toBe(1);
  });

  it('are left as they are when the question is answered with no, and the others are changed all the same', async () => {
    let questions = 0;
    const elevate: Elevate = async () => {
      questions += 1;
      return { kind: 'cancelled', message: 'Nothing was changed.' };
    };
    const stores = [privileged('no1', elevate), privileged('no2', elevate), real('plain2')];
    const outcomes = await installAll(stores, root, () => undefined);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled', 'done']);
    expect(questions).toBe(1);
    expect(await real('no1').status(root)).toEqual({ state: 'absent' });
  });
});
