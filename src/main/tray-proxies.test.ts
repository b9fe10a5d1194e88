import { describe, expect, it } from 'vitest';
import type { ProxyView } from '../ipc/proxy-schemas';
import { keyLogWarning, type ProxyDeed, proxyItems } from './tray-proxies';

const proxy = (id: string, wish: ProxyView['wish'], more: Partial<ProxyView> = {}): ProxyView => ({
  ...{ id, address: '127.0.0.1', port: 8443, createdAt: '', wish, state: wish, certificates: [], open: false },
  ...{ names: [{ name: `${id}.test`, routes: [] }], urls: [] },
  options: {
    ...{ redirectFrom: null, hstsSeconds: null, clientCertificates: 'off', tls13Only: false },
    ...{ keyLog: false, trustForwarded: false, keepHost: true },
  },
  ...more,
});

function itemsOf(proxies: ProxyView[]) {
  const done: [string, ProxyDeed][] = [];
  const actions = { proxy: (id: string, deed: ProxyDeed) => void done.push([id, deed]), showProxies: () => undefined };
  return { done, items: proxyItems(proxies, actions, (text) => text) };
}

describe('the proxies in the tray', () => {
  it('are no line where there is none', () => {
    expect(itemsOf([]).items).toEqual([]);
  });

  it('stand with their state, those that are wanted first, and five at the most', () => {
    const many = Array.from({ length: 7 }, (_, index) => proxy(`p${index}`, index === 0 ? 'stopped' : 'running'));
    const labels = itemsOf(many).items.flatMap(({ label }) => label ?? []);
    expect(labels).toHaveLength(6);
    expect(labels[0]).toBe('p1.test:8443 – running');
    expect(labels.at(-1)).toBe('Proxies…');
  });

  it('offer what can be done with each, and do it', () => {
    const { items, done } = itemsOf([proxy('a', 'running'), proxy('b', 'paused'), proxy('c', 'stopped')]);
    const menus = items.flatMap(({ submenu }) => (Array.isArray(submenu) ? [submenu] : []));
    const enabled = menus.map((menu) => menu.filter((item) => item.enabled !== false).map(({ label }) => label));
    expect(enabled).toEqual([['Open in Browser', 'Pause', 'Stop'], ['Resume', 'Stop'], ['Start']]);
    for (const [, second] of menus) if (second?.click !== undefined) (second.click as () => void)();
    expect(done).toEqual([
      ['a', 'pause'],
      ['b', 'start'],
      ['c', 'start'],
    ]);
  });

  it('warn for as long as a key log is written', () => {
    const logged = proxy('a', 'running', { keyLogFile: '/keys.log' });
    expect(keyLogWarning([proxy('b', 'running')])).toBeUndefined();
    expect(keyLogWarning([logged])).toBe('The key log of a.test:8443 is on');
    expect(itemsOf([logged]).items.map(({ label }) => label)).toContain('Warning: the key log of a.test:8443 is on');
  });
});
