import type { MenuItemConstructorOptions } from 'electron';
import type { ProxyView } from '../ipc/proxy-schemas';

/** What the menu of the tray does with one proxy. */
export type ProxyDeed = 'open' | 'start' | 'pause' | 'stop';

export interface ProxyActions {
  proxy: (id: string, deed: ProxyDeed) => void;
  showProxies: () => void;
}

/** A menu is read at a glance; all of them are in the window. */
const shownAtMost = 5;

/** The one line that must not be overlooked: whoever reads a key log reads everything. Undefined while none is on. */
export function keyLogWarning(proxies: readonly ProxyView[]): string | undefined {
  const logged = proxies.filter(({ keyLogFile }) => keyLogFile !== undefined);
  const [first] = logged;
  if (first === undefined) return undefined;
  return logged.length === 1
    ? `The key log of ${nameOf(first)} is on`
    : `The key logs of ${logged.length} proxies are on`;
}

const nameOf = ({ names, port }: ProxyView): string =>
  `${names[0]?.name ?? 'proxy'}${names.length > 1 ? ` and ${names.length - 1} more` : ''}:${port}`;

/** The lines of the proxies: those that are wanted, each with what can be done with it. Nothing where there is none. */
export function proxyItems(
  proxies: readonly ProxyView[],
  actions: ProxyActions,
  label: (text: string) => string,
): MenuItemConstructorOptions[] {
  if (proxies.length === 0) return [];
  const warning = keyLogWarning(proxies);
  const wanted = [...proxies].sort((a, b) => Number(a.wish === 'stopped') - Number(b.wish === 'stopped'));
  return [
    { type: 'separator' },
    ...(warning === undefined
      ? []
      : [
          {
            label: label(`Warning: ${warning.charAt(0).toLowerCase()}${warning.slice(1)}`),
            click: actions.showProxies,
          },
        ]),
    ...wanted.slice(0, shownAtMost).map((proxy): MenuItemConstructorOptions => {
      const { id, state, wish } = proxy;
      const go = (deed: ProxyDeed) => () => actions.proxy(id, deed);
      return {
        label: label(`${nameOf(proxy)} – ${state}`),
        submenu: [
          { label: 'Open in Browser', enabled: state === 'running', click: go('open') },
          wish === 'running'
            ? { label: 'Pause', enabled: state === 'running', click: go('pause') }
            : { label: wish === 'paused' ? 'Resume' : 'Start', click: go('start') },
          { label: 'Stop', enabled: wish !== 'stopped', click: go('stop') },
        ],
      };
    }),
    { label: 'Proxies…', click: actions.showProxies },
  ];
}
