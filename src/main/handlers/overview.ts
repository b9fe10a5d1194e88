import type { Group, HandlerContext } from './context';

export function overviewHandlers({ services: { lifecycle } }: HandlerContext): Group<'overview'> {
  return {
    'overview.get': async ({ stores }) =>
      (await lifecycle.readOverview({ storesRemembered: stores === 'remembered' })).overview,
    'overview.attention': async () => ({ count: await lifecycle.countAttention() }),
    'overview.timeline': ({ around, ...part }) =>
      lifecycle.readTimeline({ ...part, ...(around === undefined ? {} : { around: Date.parse(around) }) }),
  };
}
