import { describe, expect, it } from 'vitest';
import type { Authority, Certificate } from '../../ipc/schemas';
import { isRolloverDue, type RolloverFacts, rolloverOf, type StoreReading } from './rollover-view';
import { nextName } from './successor';

const now = new Date('2036-08-01T00:00:00.000Z');
const root = (id: string, notAfter = '2036-10-01T00:00:00.000Z') =>
  ({ id, name: id, commonName: id, kind: 'root', notBefore: '2026-10-01T00:00:00.000Z', notAfter }) as Authority;
const leaf = { id: 'c-1', names: [], commonName: 'app.test', keyHere: true } as unknown as Certificate;
const store = (old: StoreReading['old'], next?: StoreReading['next'], follows = false): StoreReading => ({
  ...{ id: 'system', label: 'System store', old, next, follows },
});
const of = (facts: Partial<RolloverFacts>) =>
  rolloverOf({ old: root('old'), next: undefined, stores: [], leaves: [], hands: [], now, ...facts });
const states = (facts: Partial<RolloverFacts>) => of(facts).steps.map(({ state }) => state);

describe('how far a rollover has come', () => {
  it('begins with the new root, and everything else waits for it', () => {
    expect(states({ stores: [store('trusted')] })).toEqual(['to-do', 'waiting', 'waiting', 'waiting', 'waiting']);
    expect(of({}).due).toBe(true);
    expect(of({ old: root('old', '2040-01-01T00:00:00.000Z') }).due).toBe(false);
  });

  it('lets certificates wait while one store trusts the old root alone', () => {
    const leaves = [{ certificate: leaf, nextId: undefined }];
    const found = of({ next: root('next'), stores: [store('trusted', 'absent')], leaves });
    expect(found.steps.map(({ state }) => state)).toEqual(['done', 'to-do', 'waiting', 'waiting', 'waiting']);
    expect(found.steps[1]?.message).toContain('System store');
  });

  it('asks nothing of a store that another one fills', () => {
    expect(states({ next: root('next'), stores: [store('trusted', 'absent', true)] })[1]).toBe('done');
  });

  it('removes the old root last, when all is issued and ticked', () => {
    const facts = { next: root('next'), stores: [store('trusted', 'trusted')] };
    const hand = { id: 'devices', label: '', detail: '' };
    const issued = [{ certificate: leaf, nextId: 'c-2' }];
    expect(states({ ...facts, leaves: issued, hands: [{ ...hand, done: false }] })).toEqual([
      ...['done', 'done', 'done'],
      ...['to-do', 'waiting'],
    ]);
    expect(states({ ...facts, leaves: issued, hands: [{ ...hand, done: true }] })[4]).toBe('to-do');
    const gone = { ...facts, stores: [store('absent', 'trusted')] };
    expect(states({ ...gone, leaves: issued, hands: [] })).toEqual(['done', 'done', 'done', 'done', 'done']);
  });

  it('says of each certificate what became of it', () => {
    const problem = { reason: 'outside the limits' };
    const leaves = [
      { certificate: leaf, nextId: 'c-2' },
      { certificate: { ...leaf, id: 'c-3' }, nextId: undefined, problem },
    ];
    expect(of({ next: root('next'), leaves }).certificates).toEqual([
      { id: 'c-1', name: 'app.test', state: 'issued-anew', nextId: 'c-2' },
      { id: 'c-3', name: 'app.test', state: 'failed', ...problem },
    ]);
  });
});

describe('a root', () => {
  it('is to be replaced in its last half year, and a short one in its last third', () => {
    const day = 86_400_000;
    expect(isRolloverDue(0, 3650 * day, 3460 * day)).toBe(false);
    expect(isRolloverDue(0, 3650 * day, 3470 * day)).toBe(true);
    expect(isRolloverDue(0, 30 * day, 19 * day)).toBe(false);
    expect(isRolloverDue(0, 30 * day, 21 * day)).toBe(true);
  });
});

describe('the name of the new root', () => {
  it('is the old one with the year, never twice the same, and no longer than a common name may be', () => {
    expect(nextName('My CA', now, [])).toBe('My CA 2036');
    expect(nextName('My CA 2026', now, [])).toBe('My CA 2036');
    expect(nextName('My CA 2036', now, [root('My CA 2036')])).toBe('My CA 2036 (2)');
    expect(nextName('x'.repeat(64), now, [])).toHaveLength(64);
  });
});
