import { describe, expect, it } from 'vitest';
import type { ProxyForm } from '../../ipc/proxy-schemas';
import { decide } from './form';
import { type ProxyRecord, proxyDefaults } from './proxy-store';

const form = (more: Partial<ProxyForm> = {}): ProxyForm => ({
  address: '127.0.0.1',
  port: 8443,
  names: [{ name: 'App.test', routes: [{ path: '/', host: 'localhost', port: 5000, protocol: 'http1' }] }],
  ...more,
});
const to = (host: string, port: number, path = '/') => ({ path, host, port, protocol: 'http1' as const });
const other: ProxyRecord = {
  ...{ id: 'proxy-1', address: '127.0.0.1', port: 8443, createdAt: '2026-11-28T10:00:00.000Z', wish: 'running' },
  names: [{ name: 'other.test', routes: [to('localhost', 6000)] }],
  options: proxyDefaults,
};
const decided = (given: ProxyForm, others: ProxyRecord[] = []) =>
  decide(given, {
    others,
    addresses: ['192.168.1.7', 'fe80::1'],
    checkNames: async (names) =>
      names.map((input) => ({ input, ok: true, name: { type: 'dns', value: input.toLowerCase(), display: input } })),
  });
const problems = async (given: ProxyForm, others: ProxyRecord[] = []) =>
  (await decided(given, others)).problems.map(({ code, field }) => `${code} ${field}`);

describe('a form', () => {
  it('that is right gets the defaults and its normal form', async () => {
    const routes = [to('[::1]', 5000, '/api/'), to('LocalHost', 5001)];
    const { decided: made, problems: none } = await decided(
      form({ address: 'localhost', names: [{ name: 'App.test', routes }] }),
    );
    expect(none).toEqual([]);
    expect(made).toEqual({
      ...{ address: '127.0.0.1', port: 8443, options: proxyDefaults },
      names: [{ name: 'app.test', routes: [to('::1', 5000, '/api'), to('localhost', 5001)] }],
    });
  });

  it.each(['127.0.0.1', '127.9.9.9', '0.0.0.0', '::', '192.168.1.7', 'fe80::1'])(
    'may listen on %s',
    async (address) => {
      expect(await problems(form({ address }))).toEqual([]);
    },
  );

  it.each<[string, Partial<ProxyForm>, string]>([
    ['an address of another machine', { address: '192.168.1.8' }, 'address-not-here address'],
    ['a name for an address', { address: 'app.test' }, 'invalid-input address'],
    ['the redirect on its own port', { options: { redirectFrom: 8443 } }, 'invalid-input options.redirectFrom'],
    ['itself', { names: [{ name: 'a.test', routes: [to('localhost', 8443)] }] }, 'invalid-input names.0.routes.0.port'],
    [
      'itself by its address',
      { names: [{ name: 'a.test', routes: [to('127.0.0.1', 8443)] }] },
      'invalid-input names.0.routes.0.port',
    ],
    [
      'a path that is none',
      { names: [{ name: 'a.test', routes: [to('localhost', 1, 'api')] }] },
      'invalid-input names.0.routes.0.path',
    ],
    [
      'a path twice',
      { names: [{ name: 'a.test', routes: [to('localhost', 1), to('localhost', 2)] }] },
      'already-exists names.0.routes.1.path',
    ],
    ['a name twice', { names: [...form().names, ...form().names] }, 'already-exists names.1.name'],
    ['a name of another on that port', { names: other.names }, 'already-exists names.0.name'],
    ['other settings than another on that port', { options: { tls13Only: true } }, 'invalid-input options.tls13Only'],
  ])('may not have %s', async (_what, more, problem) => {
    expect(await problems(form(more), [other])).toEqual([problem]);
  });

  it('may lead to the port of the proxy on another address', async () => {
    const names = [{ name: 'a.test', routes: [to('127.0.0.1', 8443)] }];
    expect(await problems(form({ address: '192.168.1.7', names }))).toEqual([]);
  });
});
