import type { ProxyRequest, ProxyRoute, ProxyState, ProxyView } from '../../../ipc/proxy-schemas';
import type { Sign } from '../../ui/status';

export const stateSigns: Record<ProxyState, Sign> = {
  starting: { tone: 'idle', icon: 'clock', word: 'starting' },
  running: { tone: 'ok', icon: 'tick', word: 'running' },
  paused: { tone: 'warn', icon: 'pause', word: 'paused' },
  stopped: { tone: 'idle', icon: 'dash', word: 'stopped' },
  failed: { tone: 'bad', icon: 'cross', word: 'failed' },
};

const hostPart = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** "localhost:5000", and how it is spoken to where that is not the usual way. */
export const backendOf = ({ host, port, protocol }: Pick<ProxyRoute, 'host' | 'port' | 'protocol'>): string =>
  `${hostPart(host)}:${port}${protocol === 'h2c' ? ' (HTTP/2)' : ''}`;

/** What a proxy is called: its names, the first two of them. */
export function nameOf({ names }: Pick<ProxyView, 'names'>): string {
  const [first, second, ...more] = names.map(({ name }) => name);
  if (second === undefined) return first ?? 'proxy';
  return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
}

/** Where one name goes, in one line: "localhost:5000, /api to localhost:8080". */
export const routesOf = (routes: readonly ProxyRoute[]): string =>
  [...routes]
    .sort((a, b) => a.path.length - b.path.length)
    .map((route) => (route.path === '/' ? backendOf(route) : `${route.path} to ${backendOf(route)}`))
    .join(', ');

/** The sign of an answer. A request that got none has no number to show. */
export function statusSign({ status, error }: Pick<ProxyRequest, 'status' | 'error'>): Sign {
  const word = status === 0 ? 'none' : String(status);
  if (status === 0 || status >= 500) return { tone: 'bad', icon: 'cross', word };
  if (status >= 400 || error !== undefined) return { tone: 'warn', icon: 'warning', word };
  return status >= 300 ? { tone: 'idle', icon: 'next', word } : { tone: 'ok', icon: 'tick', word };
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** "0 B", "980 B", "1.2 kB", "34 MB": steps of a thousand, two digits below ten. */
export function sizeInWords(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** "3 ms", "1.20 s", "2 min 5 s". */
export function timeInWords(ms: number): string {
  if (ms < 1) return 'under 1 ms';
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_995) return `${(ms / 1000).toFixed(2)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** "0", "0.4", "12": requests in a second. */
export const rateInWords = (rate: number): string =>
  rate > 0 && rate < 0.1
    ? 'under 0.1'
    : rate >= 9.95 || Number.isInteger(rate)
      ? String(Math.round(rate))
      : rate.toFixed(1);
