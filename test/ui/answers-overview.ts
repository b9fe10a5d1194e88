import { needsAttention } from '../../src/core/lifecycle/standing';
import { timelineOf } from '../../src/core/lifecycle/timeline';
import { overviewOf } from './answers';
import type { TrustDouble } from './answers-trust';
import { type Answers, findById, type World } from './world';

/** Counted and clustered by the product's own rules. */
export function overviewAnswers(world: World, trust: () => TrustDouble): Answers<'overview'> {
  return {
    'overview.get': () => {
      const first = findById(world.authorities, world.authorities[0]?.id ?? '', 'authority');
      return overviewOf(first, trust().places, world.listed);
    },
    'overview.attention': () => ({ count: world.listed.filter(needsAttention).length }),
    'overview.timeline': ({ around, ...part }) =>
      timelineOf({ certificates: world.listed, authorities: world.authorities }, Date.now(), {
        ...part,
        ...(around === undefined ? {} : { around: Date.parse(around) }),
      }),
  };
}
