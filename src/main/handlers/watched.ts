import type { Group, HandlerContext } from './context';
import { certificateFilters } from './files';

export function watchedHandlers({ services, send, dialogs }: HandlerContext): Group<'watched'> {
  const { lifecycle, opened } = services;
  const changed = <T>(value: T): T => {
    send('watched.changed', undefined);
    return value;
  };
  return {
    'watched.list': () => lifecycle.watched.list(),
    'watched.check': async ({ ids }) => changed(await lifecycle.watched.check(ids)),
    'watched.checkHost': async ({ host }) => lifecycle.watched.checkHost(host),
    'watched.addHost': async ({ host }) => changed(await lifecycle.watched.addHost(host)),
    'watched.addFiles': async () => {
      const paths = await dialogs.openFiles({
        title: 'Watch certificate files',
        filters: certificateFilters,
        buttonLabel: 'Watch',
      });
      if (paths === undefined) return null;
      const added = [];
      try {
        for (const path of paths) added.push(await lifecycle.watched.addPath(path));
      } finally {
        send('watched.changed', undefined);
      }
      return added;
    },
    'watched.addFolder': async () => {
      const path = await dialogs.openFolder('Watch a folder', 'Watch');
      return path === undefined ? null : changed(await lifecycle.watched.addPath(path));
    },
    'watched.remove': async ({ id }) => {
      changed(await lifecycle.watched.remove(id));
    },
    'watched.undoRemove': async ({ id }) => changed(await lifecycle.watched.undoRemove(id)),
    'watched.find': () => lifecycle.finder.find(),
    'watched.findInFolder': async () => {
      const path = await dialogs.openFolder('Look through a folder of projects', 'Look through');
      return path === undefined ? null : lifecycle.finder.find(path);
    },
    'watched.addFound': async ({ ids }) => changed(await lifecycle.finder.add(ids)),
    'watched.look': async ({ id, seenId }) => {
      const { title, bytes } = await lifecycle.watched.content(id, seenId);
      return { token: await opened.add(title, bytes) };
    },
    'watched.planRenewal': ({ id, seenId }) => lifecycle.renewInPlace.plan(id, seenId),
    'watched.renew': async ({ id, seenId, fingerprint }) => {
      try {
        return changed(await lifecycle.renewInPlace.renew(id, seenId, fingerprint));
      } finally {
        send('certificates.changed', undefined);
      }
    },
    'watched.putBack': async ({ backup }) => {
      changed(await lifecycle.renewInPlace.putBack(backup));
    },
  };
}
