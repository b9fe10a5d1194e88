import { payloadOf } from './accounts';
import { newAuthorization } from './authorizations';
import { type AccountCall, type Answer, json } from './call';
import { needsBinding } from './directory';
import { type Engine, newId } from './engine';
import { checkPermitted, readIdentifiers } from './identifiers';
import { checkAdmitted, policyOf } from './policy';
import { AcmeProblem, malformed } from './problem';
import { type AcmeProfile, lengthOf, profileOf } from './profiles';
import { openOrdersMost } from './rate-limits';
import type { OrderRecord } from './records';
import { checkReplaces } from './renewal-info';
import { orderStatus } from './state';
import type { Urls } from './urls';

/** How long an order waits for its challenges and its CSR (milliseconds). */
const openMs = 24 * 3_600_000;

/** RFC 8555 section 7.4. */
export async function newOrder(engine: Engine, call: AccountCall): Promise<Answer> {
  const { store, config, rates, options, random, now, permission } = engine;
  const { account, client, urls } = call;
  const payload = payloadOf(call);
  const identifiers = readIdentifiers(payload.identifiers);
  const profile = profileOf(payload.profile);
  const settings = await config.read();
  checkAdmitted(account, settings, { mustBeBound: needsBinding(engine, call) });
  const policy = policyOf(account, settings);
  const authority = await engine.authority();
  checkPermitted(identifiers, authority.summary.limits, policy);
  const notAfter = readEnd(payload, profile, {
    now: now(),
    days: policy.days,
    authorityEnd: new Date(authority.summary.notAfter),
  });
  const replaces = await checkReplaces(engine, account, identifiers, payload.replaces);
  rates.check('newOrder', account.id);
  const open = store.state
    .ordersOf(account.id)
    .filter(({ status, expires }) => status === 'pending' && Date.parse(expires) > now().getTime());
  if (open.length >= openOrdersMost) {
    throw new AcmeProblem('rateLimited', `This account has ${openOrdersMost} open orders; finish some of them first.`, {
      headers: { 'retry-after': '3600' },
    });
  }
  rates.count('newOrder', account.id);
  const id = newId(random);
  const expires = new Date(now().getTime() + openMs).toISOString();
  // Where a person has to say yes first, nothing is valid before that.
  const trusted = options.trustThisMachine && client.local && !permission.asks;
  const authorizations = identifiers.map((identifier) =>
    newAuthorization({ random, accountId: account.id, orderId: id, identifier, expires, trusted }),
  );
  const order: OrderRecord = {
    kind: 'order',
    id,
    accountId: account.id,
    status: 'pending',
    identifiers,
    authorizations: authorizations.map((each) => each.id),
    createdAt: now().toISOString(),
    expires,
    profile: profile.name,
    ...(notAfter === undefined ? {} : { notAfter }),
    ...(replaces === undefined ? {} : { replaces }),
  };
  await store.put(...authorizations, order);
  permission.begin(account, order, client);
  engine.tell({ kind: 'order', accountId: account.id, orderId: id });
  return json(201, orderObject(engine, order, urls), { location: urls.order(id) });
}

/** An instant of RFC 3339, with its zone. */
const rfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

function readInstant(value: unknown, name: string): Date | undefined {
  if (value === undefined || value === null) return undefined;
  const date = typeof value === 'string' && rfc3339.test(value) ? new Date(value.toUpperCase()) : undefined;
  if (date === undefined || Number.isNaN(date.getTime())) throw malformed(`"${name}" is no date of RFC 3339.`);
  return date;
}

/**
 * The end that an order asks for. What cannot be given exactly so is refused and not bent (RFC 8555 section 7.4): a beginning of its
 * own, an end in the past, after the authority's, or later than the profile or the account's policy allow.
 */
function readEnd(
  payload: Record<string, unknown>,
  profile: AcmeProfile,
  { now, days, authorityEnd }: { now: Date; days: number | undefined; authorityEnd: Date },
): string | undefined {
  if (readInstant(payload.notBefore, 'notBefore') !== undefined) {
    throw malformed('A certificate here begins when it is issued; leave "notBefore" out.');
  }
  const asked = readInstant(payload.notAfter, 'notAfter');
  if (asked === undefined) return undefined;
  const end = new Date(Math.floor(asked.getTime() / 1000) * 1000);
  const most = Math.min(
    now.getTime() + Math.min(lengthOf(profile), (days ?? 3660) * 86_400_000),
    authorityEnd.getTime(),
  );
  if (end.getTime() <= now.getTime()) throw malformed('"notAfter" is not in the future.');
  if (end.getTime() > most) throw malformed(`"notAfter" can be ${new Date(most).toISOString()} at the latest.`);
  return end.toISOString();
}

/** An order as its client sees it (RFC 8555 section 7.1.3). */
export function orderObject({ store, now, finalizing }: Engine, order: OrderRecord, urls: Urls) {
  const status = orderStatus(order, store.state.authorizationsOf(order), now(), finalizing.has(order.id));
  const { id, expires, identifiers, notAfter, profile, replaces, error } = order;
  return {
    status,
    expires,
    identifiers,
    profile,
    ...(notAfter === undefined ? {} : { notAfter }),
    ...(replaces === undefined ? {} : { replaces }),
    authorizations: order.authorizations.map((each) => urls.authorization(each)),
    finalize: urls.finalize(id),
    ...(error === undefined ? {} : { error }),
    ...(status === 'valid' ? { certificate: urls.certificate(id) } : {}),
  };
}

/** The order that a path names, for its account alone. Throws `malformed` (404), `unauthorized`. */
export function ownOrder({ store }: Engine, { account, params }: AccountCall): OrderRecord {
  const order = store.state.orders.get(params[0] ?? '');
  if (order === undefined) throw new AcmeProblem('malformed', 'There is no such order.', { status: 404 });
  if (order.accountId !== account.id) throw new AcmeProblem('unauthorized', 'This is the order of another account.');
  return order;
}

/** Seconds after which a client may look again at work under way. */
export const retryAfter = { 'retry-after': '1' } as const;

/** POST-as-GET of an order. */
export function order(engine: Engine, call: AccountCall): Answer {
  const found = ownOrder(engine, call);
  const object = orderObject(engine, found, call.urls);
  return json(200, object, object.status === 'processing' ? retryAfter : {});
}
