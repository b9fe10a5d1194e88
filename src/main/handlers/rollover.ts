import type { Progress } from '../../ipc/schemas';
import type { Group, HandlerContext } from './context';

/** Whatever came of a step, a refusal too, the lists that it may have changed are told to look again. */
export function rolloverHandlers({ services, send }: HandlerContext): Group<'rollover'> {
  const rollovers = () => services.lifecycle.rollovers;
  const say = (step: Progress) => send('progress', step);
  const telling = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } finally {
      send('authorities.changed', undefined);
      send('trust.changed', undefined);
      send('certificates.changed', undefined);
    }
  };
  return {
    'rollover.list': () => rollovers().list(),
    'rollover.get': ({ id }) => rollovers().get(id),
    'rollover.advance': ({ id }) => telling(rollovers().advance(id, say)),
    'rollover.tick': ({ id, hand, done }) => rollovers().tick(id, hand, done),
    'rollover.finish': ({ id }) => telling(rollovers().finish(id, say)),
  };
}
