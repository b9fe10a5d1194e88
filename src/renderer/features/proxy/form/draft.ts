import type { ProxyForm, ProxyOptions, ProxyProblem, ProxyRoute, ProxyView } from '../../../../ipc/proxy-schemas';

/** Where a path goes, as it is typed. */
export interface RouteDraft {
  key: number;
  path: string;
  /** "5000", "localhost:5000" or "http://localhost:5000". */
  target: string;
  protocol: ProxyRoute['protocol'];
}

/** A name, and where it goes: its first route is for everything that no other one is for. */
export interface NameDraft {
  key: number;
  name: string;
  routes: RouteDraft[];
}

/** What the form holds while a person types. */
export interface ProxyDraft {
  address: string;
  port: number | string;
  names: NameDraft[];
  options: ProxyOptions;
  /** "" for the default one. */
  authorityId: string;
}

/** What an option is unless a person says otherwise; the main process has the same. */
export const usualOptions: ProxyOptions = {
  redirectFrom: null,
  hstsSeconds: null,
  clientCertificates: 'off',
  tls13Only: false,
  keyLog: false,
  trustForwarded: false,
  keepHost: true,
};

let keys = 0;
/** Tells rows apart while they are typed into. */
const nextKey = () => {
  keys += 1;
  return keys;
};

export const newRoute = (path: string, target = ''): RouteDraft => ({
  key: nextKey(),
  path,
  target,
  protocol: 'http1',
});
export const newName = (target = ''): NameDraft => ({ key: nextKey(), name: '', routes: [newRoute('/', target)] });
export const newDraft = (target?: string): ProxyDraft => ({
  address: '127.0.0.1',
  port: 8443,
  names: [newName(target)],
  options: usualOptions,
  authorityId: '',
});

/** The form of a proxy that is there. */
export function draftOf({ address, port, names, options, authorityId }: ProxyView): ProxyDraft {
  return {
    ...{ address, port, options, authorityId: authorityId ?? '' },
    names: names.map(({ name, routes }) => ({
      key: nextKey(),
      name,
      routes: [...routes]
        .sort((a, b) => a.path.length - b.path.length)
        .map(({ path, host, port: to, protocol }) => ({
          ...newRoute(path, `${host.includes(':') ? `[${host}]` : host}:${to}`),
          protocol,
        })),
    })),
  };
}

/** The host and port in a typed target; a port alone is of this machine. Undefined when it is neither. */
export function targetOf(typed: string): { host: string; port: number } | undefined {
  const text = typed
    .trim()
    .replace(/^http:\/\//i, '')
    .replace(/\/$/, '');
  const found = /^(?:(\[[0-9a-f:.]+\]|[^\s/:[\]@?#]+):)?(\d{1,5})$/i.exec(text);
  const port = Number(found?.[2]);
  if (found === null || port < 1 || port > 65_535) return undefined;
  return { host: (found[1] ?? 'localhost').replace(/^\[|\]$/g, ''), port };
}

const isPort = (value: number | string): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535;

/** The form as the main process takes it; undefined while something is missing. */
export function formOf({ address, port, names, options, authorityId }: ProxyDraft): ProxyForm | undefined {
  if (!isPort(port)) return undefined;
  const made = names.map(({ name, routes }) => ({
    name: name.trim(),
    routes: routes.flatMap(({ path, target, protocol }) => {
      const to = targetOf(target);
      return to === undefined || path.trim() === '' ? [] : [{ path: path.trim(), ...to, protocol }];
    }),
  }));
  const whole = made.every(({ name, routes }, index) => name !== '' && routes.length === names[index]?.routes.length);
  if (!whole) return undefined;
  return { address, port, names: made, options, ...(authorityId === '' ? {} : { authorityId }) };
}

/** What is wrong at one place of the form, e.g. "names.0.name"; a route's host is said where it is typed. */
export function problemAt(problems: readonly ProxyProblem[], ...fields: string[]): ProxyProblem | undefined {
  return problems.find(({ field }) => field !== undefined && fields.includes(field));
}

/** What has no field in the form, and is said below it. */
export const problemsElsewhere = (problems: readonly ProxyProblem[], draft: ProxyDraft): ProxyProblem[] => {
  const shown = new Set([
    ...['port', 'address', 'options.redirectFrom'],
    ...draft.names.flatMap(({ routes }, index) => [
      `names.${index}.name`,
      ...routes.flatMap((_, at) =>
        ['path', 'host', 'port', 'protocol'].map((part) => `names.${index}.routes.${at}.${part}`),
      ),
    ]),
  ]);
  return problems.filter(({ field }) => field === undefined || !shown.has(field));
};

/** "https://app.test:8443/" for a name as it is typed; undefined while there is none. */
export function addressOf(name: string, port: number | string): string | undefined {
  const text = name.trim();
  if (text === '' || !isPort(port)) return undefined;
  const host = text.includes(':') && !text.startsWith('[') ? `[${text}]` : text.replace(/^\*\./, 'www.');
  return `https://${host}${port === 443 ? '' : `:${port}`}/`;
}

/** A name for the project in a folder: "My Shop" is my-shop.test; "app.test" where nothing is left of it. */
export function nameFor(folder: string | undefined): string {
  const label = (folder ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return /[a-z]/.test(label) ? `${label}.test` : 'app.test';
}
