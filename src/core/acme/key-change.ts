import { readJwk, thumbprintOf } from './account-key';
import { noteAccount } from './accounts';
import { parseJsonObject, utf8Of } from './base64url';
import { type AccountCall, type Answer, json } from './call';
import type { Engine } from './engine';
import { jwkOf, openJws, verifyJws } from './jws';
import { AcmeProblem, malformed } from './problem';

const what = 'The inner JWS';

/** RFC 8555 section 7.3.5: gives an account another key, with the consent of both. The steps are those of the section. */
export async function keyChange(engine: Engine, call: AccountCall): Promise<Answer> {
  const { account, jws, urls } = call;
  const inner = openJws(parseJsonObject(utf8Of(jws.payload, 'The payload'), 'The payload'), what);
  if ('kid' in inner.header) throw malformed(`${what} must carry its key and no "kid".`);
  if ('nonce' in inner.header) throw malformed(`${what} must not have a nonce.`);
  const key = jwkOf(inner.header, what);
  await verifyJws(inner, key, what);
  const change = parseJsonObject(utf8Of(inner.payload, `The payload of ${what}`), `The payload of ${what}`);
  if (inner.header.url !== jws.header.url) throw malformed(`${what} is for another address than the request.`);
  if (change.account !== jws.header.kid) throw malformed(`${what} names another account than the request.`);
  if ((await thumbprintOf(readJwk(change.oldKey))) !== account.thumbprint) {
    throw malformed(`${what} names another old key than the account's.`);
  }
  const thumbprint = await thumbprintOf(key);
  const other = engine.store.state.accountOfKey(thumbprint);
  if (other !== undefined) {
    throw new AcmeProblem('malformed', 'Another account has this key already.', {
      status: 409,
      headers: { location: urls.account(other.id) },
    });
  }
  const next = { ...account, key, thumbprint };
  await engine.store.put(next);
  await noteAccount(engine, 'acme.account-key-changed', next);
  return json(200, { status: next.status, contact: next.contact, orders: urls.orders(next.id) });
}
