import type { Group, HandlerContext } from './context';

/** The window is told of progress this often at the most (milliseconds). */
const tellEveryMs = 100;

export function renewalHandlers({ services, send }: HandlerContext): Group<'renewal'> {
  let running: AbortController | undefined;
  const renewal = () => services.lifecycle.renewal;
  return {
    'renewal.troubles': () => renewal().troubles(),
    'renewal.of': ({ id }) => renewal().of(id),
    'renewal.setWish': async ({ id, wish }) => {
      const view = await renewal().setWish(id, wish);
      send('renewal.changed', undefined);
      return view;
    },
    'renewal.renew': async ({ ids, sameKey }) => {
      const controller = new AbortController();
      running = controller;
      let told = 0;
      try {
        return await renewal().renewMany(ids, {
          sameKey,
          signal: controller.signal,
          progress: (progress) => {
            const now = performance.now();
            if (progress.done + progress.failed < progress.total && now - told < tellEveryMs) return;
            told = now;
            send('renewal.progress', progress);
          },
        });
      } finally {
        if (running === controller) running = undefined;
        send('certificates.changed', undefined);
        send('renewal.changed', undefined);
      }
    },
    'renewal.cancel': async () => {
      running?.abort();
    },
  };
}
