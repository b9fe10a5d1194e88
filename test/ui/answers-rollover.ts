import { AppError } from '../../src/core/errors';
import { handsOf } from '../../src/core/rollover/hands';
import { rolloverOf } from '../../src/core/rollover/rollover-view';
import type { Rollover } from '../../src/ipc/rollover-schemas';
import type { TrustDouble } from './answers-trust';
import { inDays } from './data';
import { type Answers, findById, type World } from './world';

/** A rollover by the product's own rules; the first certificate is outside the limits of the new root. */
export function rolloverAnswers(world: World, trust: () => TrustDouble): Answers<'rollover'> {
  const ticked = new Set<string>();
  const issued = new Map<string, string>();
  let trusted = false;
  let removed = false;
  const view = (id: string): Rollover => {
    const old = findById(world.authorities, id, 'authority');
    const next = world.authorities.find(({ replaces }) => replaces === id);
    const leaves = world.listed.slice(0, 6).map((certificate, index) => ({
      certificate,
      nextId: issued.get(certificate.id),
      ...(next !== undefined && index === 0 && !issued.has(certificate.id)
        ? { problem: { reason: 'shop.dev is outside the limits of the new root.', hint: 'Add it to the limits.' } }
        : {}),
    }));
    const hands = handsOf({ old, intermediates: [], leaves, shellFile: true });
    return rolloverOf({
      ...{ old, next, leaves, now: new Date() },
      stores: trust().places.map(({ id: storeId, label }) => ({
        id: storeId,
        label,
        old: removed ? 'absent' : 'trusted',
        next: trusted ? 'trusted' : 'absent',
        follows: false,
      })),
      hands: hands.map((hand) => ({ ...hand, done: ticked.has(hand.id) })),
    });
  };
  return {
    'rollover.list': () => [],
    'rollover.get': ({ id }) => view(id),
    'rollover.advance': async ({ id }) => {
      const old = findById(world.authorities, id, 'authority');
      if (world.authorities.every(({ replaces }) => replaces !== id)) {
        await trust().step('rollover', 'new-root', 'Make the new root');
        const name = `${old.name} 2036`;
        world.authorities = [...world.authorities, { ...old, id: 'next', name, replaces: id, notAfter: inDays(3650) }];
      }
      await trust().step('rollover', 'store:system', 'System store');
      trusted = true;
      await trust().step('rollover', 'certificates', 'Issue the certificates anew');
      for (const [index, { id: certificate }] of world.listed.slice(0, 6).entries()) {
        if (index > 0 || issued.size > 0) issued.set(certificate, `${certificate}-2`);
      }
      world.emit('authorities.changed', undefined);
      return view(id);
    },
    'rollover.tick': ({ id, hand, done }) => {
      if (done) ticked.add(hand);
      else ticked.delete(hand);
      return view(id);
    },
    'rollover.finish': ({ id }) => {
      if (view(id).steps.some((step) => step.id !== 'remove-old' && step.state !== 'done')) {
        throw new AppError('not-allowed', 'The old root is still needed.');
      }
      removed = true;
      return view(id);
    },
  };
}
