import { thumbprintOf } from './account-key';
import { parseJsonObject, utf8Of } from './base64url';
import { checkBinding } from './binding';
import { type AccountCall, type Answer, json, type SignedCall } from './call';
import { readContact } from './contact';
import { needsBinding } from './directory';
import { type Engine, newId } from './engine';
import { AcmeProblem, malformed } from './problem';
import type { AccountRecord } from './records';
import { orderStatus } from './state';
import type { Urls } from './urls';

/** The payload of a request that must have one. Throws `malformed`. */
export function payloadOf({ jws }: SignedCall): Record<string, unknown> {
  return parseJsonObject(utf8Of(jws.payload, 'The payload'), 'The payload');
}

/** An account as its client sees it (RFC 8555 section 7.1.2). */
function accountObject({ id, status, contact, binding }: AccountRecord, urls: Urls) {
  return {
    status,
    contact,
    orders: urls.orders(id),
    ...(binding === undefined ? {} : { externalAccountBinding: binding.jws }),
  };
}

const deactivated = () => new AcmeProblem('unauthorized', 'This account was deactivated.', { status: 401 });

/** Refuses an account that no longer counts (RFC 8555 section 7.3.6). */
export function checkActive({ status }: AccountRecord): void {
  if (status !== 'valid') throw deactivated();
}

/** RFC 8555 section 7.3: makes an account, or finds the one of this key. */
export async function newAccount(engine: Engine, call: SignedCall): Promise<Answer> {
  const { store, rates, config } = engine;
  const { key, urls, client } = call;
  const payload = payloadOf(call);
  const thumbprint = await thumbprintOf(key);
  const known = store.state.accountOfKey(thumbprint);
  if (known !== undefined) {
    checkActive(known);
    return json(200, accountObject(known, urls), { location: urls.account(known.id) });
  }
  if (payload.onlyReturnExisting === true) {
    throw new AcmeProblem('accountDoesNotExist', 'There is no account with this key.');
  }
  const contact = readContact(payload.contact);
  const given = payload.externalAccountBinding;
  if (given === undefined && needsBinding(engine, call)) {
    throw new AcmeProblem('externalAccountRequired', 'An account here must be bound with a key that Sealwax made.');
  }
  const binding =
    given === undefined ? undefined : await checkBinding(given, (await config.read()).keys, key, urls.newAccount);
  rates.check('newAccount');
  // While the binding was checked, another request may have brought the same key.
  const meanwhile = store.state.accountOfKey(thumbprint);
  if (meanwhile !== undefined)
    return json(200, accountObject(meanwhile, urls), { location: urls.account(meanwhile.id) });
  const account: AccountRecord = {
    kind: 'account',
    id: newId(engine.random),
    status: 'valid',
    key,
    thumbprint,
    contact,
    createdAt: engine.now().toISOString(),
    local: client.local,
    agent: client.agent,
    ...(binding === undefined ? {} : { binding }),
  };
  rates.count('newAccount');
  await store.put(account);
  await noteAccount(engine, 'acme.account-created', account);
  return json(201, accountObject(account, urls), { location: urls.account(account.id) });
}

/** RFC 8555 sections 7.3.2 and 7.3.6: shows, changes or deactivates the account that asks. */
export async function account(engine: Engine, call: AccountCall): Promise<Answer> {
  const { urls, jws, params } = call;
  if (params[0] !== call.account.id) throw new AcmeProblem('unauthorized', 'This is the account of somebody else.');
  if (jws.payload.length === 0) return json(200, accountObject(call.account, urls));
  const { contact, status } = payloadOf(call);
  let next = call.account;
  if (contact !== undefined) next = { ...next, contact: readContact(contact) };
  if (status === 'deactivated') next = { ...next, status };
  // Any other field is not for the client to change, and passed over.
  if (next !== call.account) {
    await engine.store.put(next, ...(next.status === 'valid' ? [] : cancelled(engine, next.id)));
    if (next.status === 'valid') engine.tell({ kind: 'account', accountId: next.id });
    else await noteAccount(engine, 'acme.account-deactivated', next);
  }
  return json(200, accountObject(next, urls));
}

/** What an account had under way ends with it. */
function cancelled({ store, now }: Engine, accountId: string) {
  return store.state
    .ordersOf(accountId)
    .filter((order) => ['pending', 'ready'].includes(orderStatus(order, store.state.authorizationsOf(order), now())))
    .map((order) => ({ ...order, status: 'invalid' as const }));
}

/** Orders in one page of the list. */
const pageSize = 100;

/** RFC 8555 section 7.1.2.1: the orders that are not invalid, the newest first. */
export function accountOrders({ store, now, finalizing }: Engine, call: AccountCall): Answer {
  const { urls, params, account: owner } = call;
  const [id, cursor = '0'] = params;
  if (id !== owner.id) throw new AcmeProblem('unauthorized', 'This is the account of somebody else.');
  const all = store.state.ordersOf(owner.id).filter((order) => {
    const status = orderStatus(order, store.state.authorizationsOf(order), now(), finalizing.has(order.id));
    return status !== 'invalid';
  });
  const start = Number(cursor);
  const page = all.reverse().slice(start, start + pageSize);
  const next =
    start + pageSize < all.length ? `<${urls.orders(owner.id)}?cursor=${start + pageSize}>;rel="next"` : undefined;
  return json(200, { orders: page.map((order) => urls.order(order.id)) }, next === undefined ? {} : { link: [next] });
}

/** A line in the history, and the news for whoever watches. */
export async function noteAccount(engine: Engine, what: string, account: AccountRecord): Promise<void> {
  const name = account.contact[0]?.replace(/^mailto:/, '') ?? account.agent;
  const data = { ...(name === '' ? {} : { name }), local: account.local };
  await engine.lock.hold(() => engine.journal.note(what, account.id, data));
  engine.tell({ kind: 'account', accountId: account.id });
}

/** For requests whose "kid" must name an account of ours. Throws `accountDoesNotExist`, `malformed`. */
export function accountOfKid({ store }: Engine, kid: unknown, urls: Urls): AccountRecord {
  if (typeof kid !== 'string') throw malformed('The request must name its account ("kid").');
  const id = urls.accountIdOf(kid);
  const found = id === undefined ? undefined : store.state.accounts.get(id);
  if (found !== undefined) return found;
  throw new AcmeProblem('accountDoesNotExist', 'There is no such account here. Register it anew.');
}
