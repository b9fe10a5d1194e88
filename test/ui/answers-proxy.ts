import { AppError } from '../../src/core/errors';
import type { HostsName, HostsPlan } from '../../src/ipc/hosts-schemas';
import type { ProxyForm, ProxyProblem, ProxyRequest, ProxyThroughput, ProxyView } from '../../src/ipc/proxy-schemas';
import { dataFolder, inDays } from './data';
import { type Answers, findById, type Handler, savedAs, type World } from './world';

const usual: ProxyView['options'] = {
  ...{ redirectFrom: null, hstsSeconds: null, clientCertificates: 'off', tls13Only: false },
  ...{ keyLog: false, trustForwarded: false, keepHost: true },
};

const urlOf = (name: string, port: number) => `https://${name}${port === 443 ? '' : `:${port}`}/`;
const route = (port: number, path = '/'): ProxyView['names'][number]['routes'][number] => ({
  ...{ path, host: 'localhost', port, protocol: 'http1' as const },
});

function proxy(id: string, port: number, names: ProxyView['names'], more: Partial<ProxyView> = {}): ProxyView {
  const served = more.state === 'failed' || more.state === 'stopped' ? [] : names;
  return {
    ...{ id, address: '127.0.0.1', port, names, options: usual, createdAt: inDays(-9), wish: 'running' as const },
    ...{
      state: 'running' as const,
      urls: names.map(({ name }) => urlOf(name, port)),
      since: inDays(-0.1),
      open: false,
    },
    certificates: served.map(({ name }) => ({ name, certificateId: 'shop-1', notAfter: inDays(390) })),
    ...more,
  };
}

const keyLogFile = `${dataFolder}/proxy/keys-8443.log`;

function startProxies(): ProxyView[] {
  return [
    proxy('proxy-shop', 8443, [{ name: 'shop.test', routes: [route(5173), route(9000, '/api')] }]),
    proxy('proxy-blog', 8443, [{ name: 'blog.test', routes: [route(4000)] }], { wish: 'paused', state: 'paused' }),
    proxy('proxy-admin', 443, [{ name: 'admin.test', routes: [route(8000)] }], {
      state: 'failed',
      problem: {
        code: 'port-not-allowed',
        message: 'Port 443 is below 1024, and this account may not listen there.',
        hint: 'Use port 8443, or allow it once: sudo sysctl net.ipv4.ip_unprivileged_port_start=443.',
      },
    }),
  ];
}

const paths = ['/', '/assets/index-4f1c.js', '/api/cart', '/api/products/1029', '/img/hero.avif', '/live'];

/** Requests that could have been, one every 40 ms until now. */
export function requestsUntil(now: number, count: number, first = 1): ProxyRequest[] {
  return Array.from({ length: count }, (_, index) => {
    const seq = first + index;
    const path = paths[seq % paths.length] ?? '/';
    const failed = seq % 23 === 0;
    const base = {
      ...{ seq, proxyId: 'proxy-shop', at: new Date(now - (count - index) * 40).toISOString(), host: 'shop.test' },
      ...{ method: path === '/api/cart' ? 'POST' : 'GET', path, query: seq % 7 === 0, tls: 'TLS 1.3' },
      ...{ protocol: path === '/live' ? ('WebSocket' as const) : ('HTTP/2' as const) },
      ...{ backend: path.startsWith('/api') ? 'localhost:9000' : 'localhost:5173', received: seq % 5 === 0 ? 812 : 0 },
    };
    if (failed) {
      const error = 'localhost:9000 closed the connection before it answered.';
      return { ...base, status: 502, durationMs: 31.4, sent: 2_310, error };
    }
    const status = seq % 11 === 0 ? 404 : seq % 13 === 0 ? 304 : path === '/live' ? 101 : 200;
    const sent = status === 304 ? 0 : (seq * 7919) % 260_000;
    return { ...base, status, firstByteMs: 2.1 + (seq % 9), durationMs: 3 + (seq % 40) * 1.7, sent };
  });
}

function secondsUntil(now: number): ProxyThroughput[] {
  return Array.from({ length: 120 }, (_, index) => {
    const at = new Date((Math.floor(now / 1000) - 120 + index) * 1000).toISOString();
    const requests = Math.round(18 + 14 * Math.sin(index / 9) + (index % 7));
    return {
      at,
      requests,
      errors: index % 19 === 0 ? 4 : 0,
      bytesOut: requests * 61_000,
      bytesIn: 900,
      connections: 6,
    };
  });
}

/** Proxies in memory; which problems a form has, the product's own check says. */
export function proxyAnswers(
  world: World,
  check: (form: ProxyForm, others: readonly ProxyView[]) => Promise<ProxyProblem[]>,
): Answers<'proxy'> {
  let all: ProxyView[] | undefined;
  let made = 0;
  let cleared = false;
  const removed: ProxyView[] = [];
  // Asked each time: the world has its state only after its answers were made.
  const proxies = () => {
    all ??= world.state === 'empty' ? [] : startProxies();
    return all;
  };
  const set = (next: ProxyView[]) => {
    all = next;
    world.emit('proxy.changed', next);
  };
  const changed = (id: string, change: Partial<ProxyView>): ProxyView => {
    const next = { ...findById(proxies(), id, 'proxy'), ...change };
    set(proxies().map((each) => (each.id === id ? next : each)));
    return next;
  };
  const viewOf = (form: ProxyForm, id: string): ProxyView => {
    const options = { ...usual, ...form.options } as ProxyView['options'];
    const logged = options.keyLog ? { keyLogFile } : {};
    return proxy(id, form.port, form.names, { address: form.address, options, ...logged });
  };
  const stand =
    (wish: ProxyView['wish']) =>
    ({ id }: { id: string }): ProxyView => {
      const { problem: _problem, ...rest } = findById(proxies(), id, 'proxy');
      set(proxies().map((each) => (each.id === id ? rest : each)));
      return changed(id, { wish, state: wish });
    };
  return {
    'proxy.list': () => {
      if (world.state !== 'failing') return proxies();
      throw new AppError('file-unreadable', 'The file of the proxies, proxies.json, is damaged.', {
        hint: 'Move it away and make the proxies anew.',
      });
    },
    'proxy.check': ({ id, ...form }) =>
      check(
        form,
        proxies().filter((each) => each.id !== id),
      ),
    'proxy.add': (form) => {
      made += 1;
      const added = viewOf(form, `proxy-made-${made}`);
      set([...proxies(), added]);
      return added;
    },
    'proxy.change': ({ id, ...form }) => {
      const { keyLogFile: _file, ...rest } = findById(proxies(), id, 'proxy');
      set(proxies().map((each) => (each.id === id ? rest : each)));
      return changed(id, viewOf(form, id));
    },
    'proxy.remove': ({ id }) => {
      removed.push(findById(proxies(), id, 'proxy'));
      set(proxies().filter((each) => each.id !== id));
    },
    'proxy.undoRemove': ({ id }) => {
      const back = findById(removed, id, 'proxy');
      set([...proxies(), back]);
      return back;
    },
    'proxy.start': stand('running'),
    'proxy.pause': stand('paused'),
    'proxy.stop': stand('stopped'),
    'proxy.open': () => undefined,
    'proxy.log': () => {
      const now = Date.now();
      if (world.state === 'empty' || cleared) return { requests: [], dropped: 0, throughput: [] };
      return { requests: requestsUntil(now, 400), dropped: 0, throughput: secondsUntil(now) };
    },
    'proxy.clearLog': () => {
      cleared = true;
    },
    'proxy.exportHar': () => savedAs(world, ['sealwax-requests.har'], 'Documents'),
  };
}

/** A hosts file in memory, with one name of ours. */
export function hostsAnswers(world: World): Answers<'hosts'> {
  let names: HostsName[] = [{ name: 'shop.test', addresses: ['127.0.0.1', '::1'] }];
  const plan: Handler<'hosts.plan'> = ({ action, names: asked }): HostsPlan => {
    const known = new Set(names.map(({ name }) => name));
    const already = asked.filter((name) => known.has(name) === (action === 'add'));
    const lines = asked
      .filter((name) => !already.includes(name))
      .flatMap((name) => [`127.0.0.1 ${name}`, `::1       ${name}`]);
    return { action, path: '/etc/hosts', lines, already, fingerprint: `hosts-${names.length}` };
  };
  return {
    'hosts.list': () => ({ path: '/etc/hosts', names }),
    'hosts.reach': ({ names: asked }) =>
      asked.map((name) => {
        const addresses = names.find((each) => each.name === name)?.addresses ?? [];
        return { name, state: addresses.length > 0 ? ('loopback' as const) : ('nowhere' as const), addresses };
      }),
    'hosts.plan': plan,
    'hosts.apply': async ({ fingerprint: _fingerprint, ...change }) => {
      const done = await plan(change);
      if (!world.next.allow) {
        throw new AppError('cancelled', 'The question for the administrator password was closed.', {});
      }
      const others = names.filter(({ name }) => !change.names.includes(name));
      const added = change.names.map((name) => ({ name, addresses: ['127.0.0.1', '::1'] }));
      names = change.action === 'add' ? [...others, ...added] : others;
      return done;
    },
  };
}
