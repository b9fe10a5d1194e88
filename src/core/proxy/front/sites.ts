import { type Backend, labelOf } from '../backend/backend';
import { hostPart } from '../form';
import type { Limits } from '../limits';
import type { ServedProxy } from '../plan';
import type { Fields } from '../wire/fields';
import type { RequestHead } from '../wire/request-head';
import type { Recorder } from './flight';
import type { Refusal } from './pages';

export interface SiteRoute {
  path: string;
  backend: Backend;
  host: string;
  port: number;
}

/** One name of one definition. */
export interface Site {
  proxyId: string;
  name: string;
  paused: boolean;
  clientCertificate: boolean;
  trustForwarded: boolean;
  keepHost: boolean;
  hsts: string | undefined;
  /** The longest path first. */
  routes: SiteRoute[];
}

/** What the connections of one port share. What is in it is replaced when the plan changes; connections go on. */
export interface FrontContext {
  sites: ReadonlyMap<string, Site>;
  via: string;
  port: number;
  limits: Limits;
  recorder: Recorder;
  /** No request after those in flight. */
  closing: boolean;
}

/** What is known of a client besides what it says. */
export interface Client {
  address: string;
  /** Whether it showed a certificate that one of our roots signed; why not, else. */
  authorized: boolean;
  authorizationError: string | undefined;
}

/** The names of definitions, each with where its paths go. */
export function sitesOf(
  proxies: readonly ServedProxy[],
  backendOf: (route: SiteRoute & { protocol: string }) => Backend,
): Map<string, Site> {
  const sites = new Map<string, Site>();
  for (const { proxyId, paused, names, options } of proxies) {
    const { hstsSeconds, clientCertificates, trustForwarded, keepHost } = options;
    for (const { name, routes } of names) {
      sites.set(name.toLowerCase(), {
        ...{ proxyId, name, paused, trustForwarded, keepHost },
        clientCertificate: clientCertificates === 'required',
        hsts: hstsSeconds === null ? undefined : `max-age=${hstsSeconds}`,
        routes: routes
          .map((route) => ({ ...route, backend: backendOf(route as never) }))
          .sort((one, other) => other.path.length - one.path.length),
      });
    }
  }
  return sites;
}

/** The name in a Host header, as sites are called: without port, brackets and a dot at the end. */
export function nameIn(authority: string): string {
  const bracket = authority.indexOf(']');
  if (bracket > 0) return authority.slice(1, bracket).toLowerCase();
  const colon = authority.indexOf(':');
  const name = (colon < 0 ? authority : authority.slice(0, colon)).toLowerCase();
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

export function siteFor<T>(sites: ReadonlyMap<string, T>, name: string): T | undefined {
  const exact = sites.get(name);
  if (exact !== undefined) return exact;
  const dot = name.indexOf('.');
  return dot < 0 ? undefined : sites.get(`*${name.slice(dot)}`);
}

/** The path alone decides; what is behind the question mark does not. Encoded letters are left as they are: the backend reads the same. */
export function routeFor(routes: readonly SiteRoute[], target: string): SiteRoute | undefined {
  for (const route of routes) {
    const { path } = route;
    if (path === '/') return route;
    if (!target.startsWith(path)) continue;
    const next = target.charCodeAt(path.length);
    // The end, a slash, or a question mark.
    if (Number.isNaN(next) || next === 47 || next === 63) return route;
  }
  return undefined;
}

/** Why a request for this site is not passed on; undefined when it is. */
export function refusalFor(context: FrontContext, head: RequestHead, site: Site, client: Client): Refusal | undefined {
  if (site.paused) {
    const message = `The proxy for ${site.name} is paused in Sealwax.`;
    const hint = 'Press “Start” there, or type: sealwax proxy start.';
    return { status: 503, code: 'paused', title: 'Paused', message, hint, again: true };
  }
  if (site.clientCertificate && !client.authorized) {
    const why =
      client.authorizationError === undefined
        ? 'none was shown'
        : `what was shown was refused: ${client.authorizationError}`;
    const message = `${site.name} is only for who has a client certificate of Sealwax, and ${why}.`;
    const hint = 'Issue one with the purpose “client”, import it into the browser, and open the page again.';
    return { status: 403, code: 'client-certificate', title: 'A client certificate is needed', message, hint };
  }
  if (head.forwarded.length > 0 && wentRound(head.forwarded, context.via)) {
    const message = `The request for ${site.name} came back to where it had been: the proxy leads to itself.`;
    const hint = 'Give the port that your server listens on in the route of this name.';
    return { status: 508, code: 'loop', title: 'This goes round in a circle', message, hint };
  }
  return undefined;
}

/** RFC 9110 section 7.6.3: our own name in Via. */
function wentRound(forwarded: Fields, via: string): boolean {
  for (let at = 0; at < forwarded.length; at += 2) {
    if ((forwarded[at] as string).toLowerCase() === 'via' && forwarded[at + 1]?.includes(via) === true) return true;
  }
  return false;
}

export function unknownSite(authority: string): Refusal {
  const name = authority === '' ? 'a request without a name' : authority;
  const message = `Nothing here is served as ${name}.`;
  const hint = 'Add the name in Sealwax, or type: sealwax proxy list.';
  return { status: 404, code: 'unknown-name', title: 'No proxy for this name', message, hint };
}

export function unknownPath(site: Site): Refusal {
  const message = `No path of ${site.name} leads there.`;
  const hint = `It has these: ${site.routes.map(({ path }) => path).join(', ')}.`;
  return { status: 404, code: 'unknown-path', title: 'No backend for this path', message, hint };
}

/** What a backend is told about who asked, and how: nothing that the client said itself unless that is trusted. */
export function forwardedFields(
  context: FrontContext,
  head: RequestHead,
  site: Site,
  address: string,
  version: string,
): Fields {
  const { authority, forwarded } = head;
  const fields: Fields = [];
  let before = '';
  let standard = '';
  let vias = '';
  for (let at = 0; at < forwarded.length; at += 2) {
    const name = (forwarded[at] as string).toLowerCase();
    const value = forwarded[at + 1] as string;
    if (name === 'via') vias += `${value}, `;
    else if (!site.trustForwarded) continue;
    else if (name === 'x-forwarded-for') before += `${value}, `;
    else if (name === 'forwarded') standard += `${value}, `;
    else if (!/^x-forwarded-(proto|host|port)$/.test(name)) fields.push(name, value);
  }
  const node = address.includes(':') ? `"${hostPart(address)}"` : address;
  fields.push('X-Forwarded-For', `${before}${address}`, 'X-Forwarded-Proto', 'https', 'X-Forwarded-Host', authority);
  fields.push('X-Forwarded-Port', String(context.port));
  fields.push(
    'Forwarded',
    `${standard}for=${node};host="${authority}";proto=https`,
    'Via',
    `${vias}${version} ${context.via}`,
  );
  return fields;
}

/** What the backend is called by, when it is not told the name that was asked for. */
export const backendAuthority = (route: SiteRoute): string => labelOf(route);
