import { reachOf } from '../../core/system/reach';
import type { Group, HandlerContext } from './context';

export function hostsHandlers({ services: { lifecycle } }: HandlerContext): Group<'hosts'> {
  return {
    'hosts.list': () => lifecycle.hosts.list(),
    'hosts.reach': ({ names }) => reachOf(names),
    'hosts.plan': (change) => lifecycle.hosts.plan(change),
    'hosts.apply': ({ fingerprint, ...change }) => lifecycle.hosts.apply(change, fingerprint),
  };
}
