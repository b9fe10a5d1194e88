import { isIP } from 'node:net';
import type { ProxyForm, ProxyName, ProxyOptions, ProxyProblem, ProxyRoute } from '../../ipc/proxy-schemas';
import type { NameCheck } from '../../ipc/schemas';
import { type ProxyRecord, proxyDefaults } from './proxy-store';

/** What a form is held against. */
export interface FormSurroundings {
  /** The other definitions. */
  others: readonly ProxyRecord[];
  /** The addresses of this machine, without zones. */
  addresses: readonly string[];
  /** Checks names against the limits of the authority that would sign. */
  checkNames: (names: readonly string[], authorityId: string | undefined) => Promise<NameCheck[]>;
}

export type Decided = Pick<ProxyRecord, 'address' | 'port' | 'names' | 'options' | 'authorityId'>;

const anyAddress = new Set(['0.0.0.0', '::']);
/** Whether others than this machine can reach what listens there. */
export const isOpen = (address: string): boolean => !/^127\.|^::1$/.test(address);
export const hostPart = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** A form in normal form, and what is wrong with it: nothing when `problems` is empty. Touches nothing. */
export async function decide(
  form: ProxyForm,
  around: FormSurroundings,
): Promise<{ decided: Decided; problems: ProxyProblem[] }> {
  const problems: ProxyProblem[] = [];
  const address = form.address === 'localhost' ? '127.0.0.1' : form.address.replace(/^\[|\]$/g, '').toLowerCase();
  const options = { ...proxyDefaults, ...given(form.options) };
  problems.push(...addressProblems({ address, port: form.port, options }, around));
  const checks = await around.checkNames(
    form.names.map(({ name }) => name),
    form.authorityId,
  );
  const names: ProxyName[] = form.names.map(({ name, routes }, index) => {
    const check = checks[index];
    if (check?.ok !== true || check.name === undefined) {
      const problem = check?.problem ?? { code: 'invalid-name', message: `${name} is no name for a server.` };
      const code = problem.code === 'outside-limits' ? 'name-outside-limits' : 'invalid-name';
      problems.push({ ...problem, code, field: `names.${index}.name` });
    }
    return { name: check?.name?.value ?? name, routes: routes.map(normalRoute) };
  });
  const decided: Decided = {
    ...{ address, port: form.port, names, options },
    ...(form.authorityId === undefined ? {} : { authorityId: form.authorityId }),
  };
  problems.push(...routeProblems(decided), ...sharingProblems(decided, around));
  return { decided, problems };
}

/** What was left out may also be there as undefined. */
const given = (options: ProxyForm['options']) =>
  Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== undefined)) as Partial<ProxyOptions>;

const normalRoute = (route: ProxyRoute): ProxyRoute => ({
  ...route,
  host: route.host.replace(/^\[|\]$/g, '').toLowerCase(),
  path: route.path.length > 1 ? route.path.replace(/\/+$/, '') || '/' : route.path,
});

function addressProblems(
  { address, port, options }: Pick<Decided, 'address' | 'port' | 'options'>,
  { addresses }: FormSurroundings,
): ProxyProblem[] {
  if (isIP(address) === 0) {
    return [{ code: 'invalid-input', field: 'address', message: `${address} is no address.`, hint: 'Use 127.0.0.1.' }];
  }
  const ours = anyAddress.has(address) || /^127\./.test(address) || addresses.includes(address);
  const problems = ours ? [] : [{ ...notHere(address), field: 'address' }];
  return options.redirectFrom === port
    ? [
        ...problems,
        {
          code: 'invalid-input',
          field: 'options.redirectFrom',
          message: `Port ${port} cannot serve HTTPS and the redirect from HTTP at once.`,
          hint: 'Choose another port for the redirect.',
        },
      ]
    : problems;
}

export const notHere = (address: string): ProxyProblem => ({
  code: 'address-not-here',
  message: `${address} is not an address of this machine.`,
  hint: 'Use 127.0.0.1 for this machine alone, or 0.0.0.0 for every address that it has.',
});

function routeProblems({ address, port, names, options }: Decided): ProxyProblem[] {
  const ports = [port, options.redirectFrom];
  return names.flatMap(({ name, routes }, index) => {
    const field = (which: number, part: string) => `names.${index}.routes.${which}.${part}`;
    return routes.flatMap((route, which): ProxyProblem[] => {
      if (!route.path.startsWith('/') || /[?#\s]|[^\x21-\x7e]/.test(route.path)) {
        const message = `${route.path} is no path: it begins with a slash, and has neither blanks nor a question mark.`;
        return [{ code: 'invalid-input', field: field(which, 'path'), message, hint: 'Use / for everything.' }];
      }
      if (routes.findIndex((each) => each.path === route.path) !== which) {
        const message = `${name} has two backends for ${route.path}.`;
        return [{ code: 'already-exists', field: field(which, 'path'), message, hint: 'Remove one of them.' }];
      }
      const itself = isHere(route.host, address) && ports.includes(route.port);
      if (!itself) return [];
      const message = `${name} would lead to the proxy itself: it listens on ${hostPart(address)}:${route.port}.`;
      const hint = 'Give the port that your server listens on, or listen on another one.';
      return [{ code: 'invalid-input', field: field(which, 'port'), message, hint }];
    });
  });
}

/** Whether a backend's host is what the listener's address is; names other than localhost are told by the loop check of each request. */
function isHere(host: string, address: string): boolean {
  const loopback = host === 'localhost' || /^127\.|^::1$/.test(host);
  return host === address || (loopback && (anyAddress.has(address) || host === 'localhost') && !isElsewhere(address));
}
const isElsewhere = (address: string) => isOpen(address) && !anyAddress.has(address);

/** What two definitions on one port must agree about, since it is settled before the name is known; and names that are taken. */
function sharingProblems({ address, port, names, options }: Decided, { others }: FormSurroundings): ProxyProblem[] {
  const problems: ProxyProblem[] = [];
  names.forEach(({ name }, index) => {
    if (names.findIndex((each) => each.name === name) === index) return;
    const message = `${name} is in the list twice.`;
    problems.push({ code: 'already-exists', field: `names.${index}.name`, message, hint: 'Remove one of them.' });
  });
  for (const other of others) {
    if (other.port !== port || other.address !== address) continue;
    names.forEach(({ name }, index) => {
      if (!other.names.some((each) => each.name === name)) return;
      const message = `Another proxy serves ${name} on ${hostPart(address)}:${port} already.`;
      const hint = 'Change that one, or choose another port.';
      problems.push({ code: 'already-exists', field: `names.${index}.name`, message, hint });
    });
    for (const [key, what] of sharedOptions) {
      if (other.options[key] === options[key]) continue;
      const message = `Another proxy on ${hostPart(address)}:${port} has “${what}” set otherwise, and one port has one setting.`;
      const hint = 'Set it as there, or choose another port.';
      problems.push({ code: 'invalid-input', field: `options.${key}`, message, hint });
    }
  }
  return problems;
}

const sharedOptions = [
  ['tls13Only', 'TLS 1.3 only'],
  ['clientCertificates', 'client certificates'],
] as const;
