import { app } from 'electron';
import { openProxy } from '../open-proxy';
import { saveFile } from '../save-file';
import type { Group, HandlerContext } from './context';

export function proxyHandlers(context: HandlerContext): Group<'proxy'> {
  const { services } = context;
  const { proxies } = services.lifecycle;
  return {
    'proxy.list': () => proxies.list(),
    'proxy.check': ({ id, ...form }) => proxies.check(form, id),
    'proxy.add': (form) => proxies.add(form),
    'proxy.change': ({ id, ...form }) => proxies.change(id, form),
    'proxy.remove': async ({ id }) => {
      await proxies.remove(id);
    },
    'proxy.undoRemove': ({ id }) => proxies.undoRemove(id),
    'proxy.start': ({ id }) => proxies.start(id),
    'proxy.pause': ({ id }) => proxies.pause(id),
    'proxy.stop': ({ id }) => proxies.stop(id),
    'proxy.open': ({ id, name }) => openProxy(services.lifecycle, id, name),
    'proxy.log': async (filter) => proxies.requests(filter),
    'proxy.clearLog': async () => {
      proxies.clearLog();
    },
    'proxy.exportHar': ({ filter }) =>
      saveFile(
        context,
        {
          title: 'Export the requests as HAR',
          defaultPath: `sealwax-requests-${services.now().toISOString().slice(0, 10)}.har`,
          filters: [{ name: 'HTTP archive', extensions: ['har'] }],
        },
        // Paths of requests may be nobody else's business.
        async (save) => save(proxies.har(filter, app.getVersion()), 0o600),
      ),
  };
}
