import { account, accountOfKid, accountOrders, checkActive, newAccount } from './accounts';
import { authorization, challenge } from './authorizations';
import { parseJsonObject, utf8Of } from './base64url';
import type { AccountCall, Answer, Call, Client, SignedCall } from './call';
import { directory, needsBinding } from './directory';
import { download } from './download';
import type { Engine } from './engine';
import { finalize } from './finalize';
import { jwkOf, openJws, readAlgorithm, verifyJws } from './jws';
import { keyChange } from './key-change';
import type { Nonces } from './nonces';
import { newOrder, order } from './orders';
import { checkAdmitted } from './policy';
import { AcmeProblem, malformed } from './problem';
import { renewalInfo } from './renewal-info';
import { revokeCert } from './revoke';
import type { Urls } from './urls';

/** A request as it came in. */
export interface RawRequest {
  method: string;
  /** Path and query, as the request line has them. */
  target: string;
  contentType: string | undefined;
  body: Buffer;
  client: Client;
  urls: Urls;
}

/** Who may have signed: nobody, the key that comes along, an account, or either. */
type Route =
  | { path: RegExp; by: 'nobody'; get: (engine: Engine, call: Call) => Answer | Promise<Answer> }
  | { path: RegExp; by: 'jwk' | 'either'; post: (engine: Engine, call: SignedCall) => Promise<Answer> }
  | { path: RegExp; by: 'kid'; post: (engine: Engine, call: AccountCall) => Answer | Promise<Answer>; reads?: true };

const id = '([a-z0-9]{1,64})';
const at = (path: string) => new RegExp(`^/acme/${path}$`);

/** Every resource. `reads` is for those that POST-as-GET alone is for. */
const routes: readonly Route[] = [
  { path: at('directory'), by: 'nobody', get: directory },
  { path: at('new-nonce'), by: 'nobody', get: () => ({ status: 204 }) },
  { path: at('renewal-info/([A-Za-z0-9_.-]{1,180})'), by: 'nobody', get: renewalInfo },
  { path: at('new-account'), by: 'jwk', post: newAccount },
  { path: at('revoke-cert'), by: 'either', post: revokeCert },
  { path: at('key-change'), by: 'kid', post: keyChange },
  { path: at('new-order'), by: 'kid', post: newOrder },
  { path: at(`account/${id}`), by: 'kid', post: account },
  { path: at(`account/${id}/orders(?:\\?cursor=(\\d{1,9}))?`), by: 'kid', post: accountOrders, reads: true },
  { path: at(`order/${id}`), by: 'kid', post: order, reads: true },
  { path: at(`order/${id}/finalize`), by: 'kid', post: finalize },
  { path: at(`authorization/${id}`), by: 'kid', post: authorization },
  { path: at(`challenge/${id}/${id}`), by: 'kid', post: challenge },
  { path: at(`certificate/${id}(?:/(\\d))?`), by: 'kid', post: download, reads: true },
];

/** Resources that a POST-as-GET makes no sense for: they are not there to be read (RFC 8555 section 6.3). */
const writes = /\/(new-account|new-order|revoke-cert|key-change|finalize)$/;

/**
 * Answers one request. Throws an `AcmeProblem` for what is refused. Every check of RFC 8555 section 6 is made here, before anything
 * is done: method, content type, JWS, algorithm, nonce, URL, key or account, signature.
 */
export async function route(engine: Engine, nonces: Nonces, request: RawRequest): Promise<Answer> {
  for (const each of routes) {
    const found = each.path.exec(request.target);
    if (found === null) continue;
    const call: Call = {
      client: request.client,
      urls: request.urls,
      params: found.slice(1).filter((part) => part !== undefined),
    };
    if (request.method === 'POST') return answerPost(each, engine, nonces, request, call);
    if (each.by === 'nobody' && (request.method === 'GET' || request.method === 'HEAD')) {
      const answer = await each.get(engine, call);
      // RFC 8555 section 7.2: 200 for HEAD, 204 for GET.
      return request.method === 'HEAD' && answer.status === 204 ? { ...answer, status: 200 } : answer;
    }
    throw new AcmeProblem('malformed', `${request.method} is not for this resource.`, {
      status: 405,
      headers: { allow: each.by === 'nobody' ? 'GET, HEAD, POST' : 'POST' },
    });
  }
  throw new AcmeProblem('malformed', 'There is no such resource.', { status: 404 });
}

async function answerPost(
  each: Route,
  engine: Engine,
  nonces: Nonces,
  request: RawRequest,
  call: Call,
): Promise<Answer> {
  const signed = await authenticate(each.by, engine, nonces, request, call);
  const asGet = signed.jws.payload.length === 0;
  if (each.by === 'nobody') {
    if (!asGet) throw malformed('This resource is read with an empty payload.');
    return each.get(engine, call);
  }
  if (asGet && writes.test(request.target)) {
    throw new AcmeProblem('malformed', 'This resource cannot be read.', { status: 405 });
  }
  if (each.by !== 'kid') return each.post(engine, signed);
  if (each.reads === true && !asGet) throw malformed('This resource is read with an empty payload.');
  return each.post(engine, signed as AccountCall);
}

async function authenticate(
  by: Route['by'],
  engine: Engine,
  nonces: Nonces,
  request: RawRequest,
  call: Call,
): Promise<SignedCall> {
  const type = request.contentType?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/jose+json') {
    throw new AcmeProblem('malformed', 'The content type must be application/jose+json.', { status: 415 });
  }
  const jws = openJws(parseJsonObject(utf8Of(request.body, 'The request'), 'The request'));
  const { header } = jws;
  readAlgorithm(header);
  takeNonce(nonces, header.nonce);
  if (typeof header.url !== 'string')
    throw malformed('The protected header must name the address of the request ("url").');
  if (header.url !== call.urls.origin + request.target) {
    throw new AcmeProblem('unauthorized', 'The request was signed for another address ("url").');
  }
  if ('jwk' in header && 'kid' in header) throw malformed('The protected header has both "jwk" and "kid".');
  if (by === 'jwk' || (by === 'either' && 'jwk' in header)) {
    const key = jwkOf(header);
    await verifyJws(jws, key);
    return { ...call, jws, key };
  }
  if ('jwk' in header) throw malformed('This request must name its account ("kid") and not bring a key.');
  const owner = accountOfKid(engine, header.kid, call.urls);
  await verifyJws(jws, owner.key);
  checkActive(owner);
  checkAdmitted(owner, await engine.config.read(), { mustBeBound: needsBinding(engine, call) });
  // As it is now: another request may have changed it while the signature was checked.
  const current = engine.store.state.accounts.get(owner.id) ?? owner;
  checkActive(current);
  if (current.thumbprint !== owner.thumbprint) throw malformed('The signature of the request is not that of its key.');
  return { ...call, jws, key: owner.key, account: current };
}

function takeNonce(nonces: Nonces, nonce: unknown): void {
  if (nonce === undefined) throw new AcmeProblem('badNonce', 'The request has no nonce.');
  if (typeof nonce !== 'string' || !/^[A-Za-z0-9_-]+$/.test(nonce)) throw malformed('The "nonce" is not base64url.');
  if (!nonces.use(nonce))
    throw new AcmeProblem('badNonce', 'The nonce is not one of this server, or was used already.');
}
