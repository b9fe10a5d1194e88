import { flattenedVerify } from 'jose';
import { readJwk, thumbprintOf } from './account-key';
import { parseJsonObject, utf8Of } from './base64url';
import type { BindingKey } from './config-schema';
import { openJws } from './jws';
import { AcmeProblem, malformed } from './problem';
import type { AccountRecord, PublicJwk } from './records';

const what = 'The external account binding';

/**
 * Checks that somebody with a key that was made here vouches for a new account's key, in the steps of RFC 8555 section 7.3.4.
 * Throws `malformed`, and `unauthorized` for a key that is not known or a wrong MAC.
 */
export async function checkBinding(
  given: unknown,
  keys: readonly BindingKey[],
  accountKey: PublicJwk,
  url: string,
): Promise<NonNullable<AccountRecord['binding']>> {
  const { jws, header, payload } = openJws(given, what);
  const algorithm = header.alg;
  if (algorithm !== 'HS256' && algorithm !== 'HS384' && algorithm !== 'HS512') {
    throw malformed(`${what} must be made with HS256, HS384 or HS512.`);
  }
  if ('nonce' in header) throw malformed(`${what} must not have a nonce.`);
  if (header.url !== url) throw malformed(`${what} is for another address than the request.`);
  const key = keys.find(({ id }) => id === header.kid);
  // One answer for both, so that nobody learns which keys there are.
  const refused = new AcmeProblem('unauthorized', `${what} is not made with a key of this server.`);
  if (key === undefined) throw refused;
  try {
    await flattenedVerify(jws, Buffer.from(key.secret, 'base64url'), { algorithms: [algorithm] });
  } catch {
    throw refused;
  }
  const bound = readJwk(parseJsonObject(utf8Of(payload, `The payload of ${what}`), `The payload of ${what}`));
  if ((await thumbprintOf(bound)) !== (await thumbprintOf(accountKey))) {
    throw malformed(`${what} is for another account key than the request's.`);
  }
  return { keyId: key.id, jws };
}
