import { type BackendTrouble, labelOf, type Outgoing } from '../backend/backend';
import type { RequestHead } from '../wire/request-head';
import type { Flight } from './flight';
import type { Refusal } from './pages';
import {
  type Client,
  type FrontContext,
  forwardedFields,
  nameIn,
  refusalFor,
  routeFor,
  type Site,
  type SiteRoute,
  siteFor,
  unknownPath,
  unknownSite,
} from './sites';

export type Destination = { refusal: Refusal; site?: Site } | { refusal?: undefined; site: Site; route: SiteRoute };

/** Where a request goes, or why nowhere. */
export function destinationOf(context: FrontContext, head: RequestHead, client: Client): Destination {
  const site = siteFor(context.sites, nameIn(head.authority));
  if (site === undefined) return { refusal: unknownSite(head.authority) };
  const refusal = refusalFor(context, head, site, client);
  if (refusal !== undefined) return { refusal, site };
  const route = routeFor(site.routes, head.target);
  return route === undefined ? { refusal: unknownPath(site), site } : { site, route };
}

/** What the backend gets. `version`: of HTTP in front, for Via. */
export function outgoingOf(
  context: FrontContext,
  head: RequestHead,
  site: Site,
  route: SiteRoute,
  address: string,
  version: string,
): Outgoing {
  const { method, target, authority, fields, length, expectContinue, upgrade } = head;
  return {
    ...{ method, target, fields, length, expectContinue, upgrade },
    authority: site.keepHost ? authority : labelOf(route),
    added: forwardedFields(context, head, site, address, version),
    tries: 0,
    cancelled: false,
  };
}

export function newFlight(protocol: Flight['protocol'], tls: string): Flight {
  return {
    ...{ proxyId: '', at: Date.now(), started: performance.now(), firstByte: 0, method: '', authority: '', target: '' },
    ...{ protocol, backend: '', status: 0, sent: 0, received: 0, contentType: undefined, tls, error: undefined },
  };
}

/** A backend that gave no answer, as it is told to the client. */
export function refusalOf(trouble: BackendTrouble, site: Site, route: SiteRoute): Refusal {
  const { kind, message } = trouble;
  const where = labelOf(route);
  switch (kind) {
    case 'refused':
    case 'unresolved':
      return {
        ...{
          status: 502,
          code: 'backend-down',
          title: `The server behind ${site.name} is not running`,
          message,
          again: true,
        },
        hint: `Start your server on ${where}, or change where ${site.name} leads in Sealwax.`,
      };
    case 'silent':
      return {
        ...{ status: 504, code: 'backend-silent', title: `The server behind ${site.name} does not answer`, message },
        hint: 'See in its own log what it waits for; a debugger that has stopped it does this too.',
      };
    case 'closed':
      return {
        ...{ status: 502, code: 'backend-closed', title: `The server behind ${site.name} gave no answer`, message },
        hint: 'See in its own log why; one that expects HTTPS or another protocol does this too.',
      };
    case 'broken':
      return {
        ...{
          status: 502,
          code: 'backend-broken',
          title: `The server behind ${site.name} sent a broken answer`,
          message,
        },
        hint: `See whether ${where} is an HTTP server, and which version of HTTP it speaks.`,
      };
  }
}
