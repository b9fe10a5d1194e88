import { payloadOf } from './accounts';
import { type AccountCall, type Answer, json } from './call';
import { type Engine, newId } from './engine';
import { AcmeProblem, malformed } from './problem';
import type { AuthorizationRecord, ChallengeRecord, ChallengeType, Identifier } from './records';
import { authorizationStatus } from './state';
import type { Urls } from './urls';

/** How long an authorization counts once it is valid (milliseconds): its order is finalized long before. */
export const validMs = 7 * 24 * 3_600_000;

/**
 * The challenges that can show control of an identifier: a wildcard only by the DNS (RFC 8555 section 8.4 alone covers it), an
 * address never (RFC 8738 section 7).
 */
export function challengeTypesOf({ type }: Identifier, wildcard: boolean): readonly ChallengeType[] {
  if (wildcard) return ['dns-01'];
  return type === 'ip' ? ['http-01', 'tls-alpn-01'] : ['http-01', 'tls-alpn-01', 'dns-01'];
}

export interface NewAuthorization {
  random: (bytes: number) => Buffer;
  accountId: string;
  orderId: string;
  /** As the order has it, with the "*." of a wildcard. */
  identifier: Identifier;
  expires: string;
  /** Valid from the beginning. */
  trusted: boolean;
}

export function newAuthorization(asked: NewAuthorization): AuthorizationRecord {
  const { random, accountId, orderId, identifier, expires, trusted } = asked;
  const wildcard = identifier.value.startsWith('*.');
  const base = { type: identifier.type, value: wildcard ? identifier.value.slice(2) : identifier.value };
  return {
    kind: 'authorization',
    id: newId(random),
    accountId,
    orderId,
    identifier: base,
    wildcard,
    status: trusted ? 'valid' : 'pending',
    expires,
    challenges: challengeTypesOf(base, wildcard).map((type, index) => ({
      id: String(index),
      type,
      // 256 random bits; 128 are the least (RFC 8555 section 8.3).
      token: random(32).toString('base64url'),
      status: 'pending',
    })),
    ...(trusted ? { trusted: true as const } : {}),
  };
}

/** An authorization as its client sees it (RFC 8555 section 7.1.4). */
function authorizationObject(engine: Engine, authorization: AuthorizationRecord, urls: Urls) {
  const { identifier, expires, wildcard, challenges, trusted } = authorization;
  const status = authorizationStatus(authorization, engine.now());
  // Of a final one, the challenge that decided it.
  const decided = challenges.filter((each) => each.status !== 'pending');
  const shown = status === 'pending' || trusted === true || decided.length === 0 ? challenges : decided;
  return {
    status,
    expires,
    identifier,
    challenges: shown.map((each) => challengeObject(engine, authorization, each, urls)),
    ...(wildcard ? { wildcard: true } : {}),
  };
}

function challengeObject(
  { validator }: Engine,
  { id: authorizationId }: AuthorizationRecord,
  { id, type, token, status, validated, error }: ChallengeRecord,
  urls: Urls,
) {
  const running = status === 'pending' ? validator.of(authorizationId, id) : undefined;
  const why = running?.error ?? error;
  return {
    type,
    url: urls.challenge(authorizationId, id),
    status: running === undefined ? status : 'processing',
    token,
    ...(validated === undefined ? {} : { validated }),
    ...(why === undefined ? {} : { error: why }),
  };
}

function ownAuthorization({ store }: Engine, { account, params }: AccountCall): AuthorizationRecord {
  const found = store.state.authorizations.get(params[0] ?? '');
  if (found === undefined) throw new AcmeProblem('malformed', 'There is no such authorization.', { status: 404 });
  if (found.accountId !== account.id) {
    throw new AcmeProblem('unauthorized', 'This is the authorization of another account.');
  }
  return found;
}

/** RFC 8555 sections 7.5 and 7.5.2: shows an authorization, or gives it up. */
export async function authorization(engine: Engine, call: AccountCall): Promise<Answer> {
  const found = ownAuthorization(engine, call);
  if (call.jws.payload.length === 0) {
    const busy = found.challenges.some(({ id }) => engine.validator.of(found.id, id) !== undefined);
    return json(200, authorizationObject(engine, found, call.urls), busy ? { 'retry-after': '1' } : {});
  }
  if (payloadOf(call).status !== 'deactivated') {
    throw malformed('An authorization can be deactivated ({"status":"deactivated"}) and not changed otherwise.');
  }
  const status = authorizationStatus(found, engine.now());
  if (status !== 'pending' && status !== 'valid') throw malformed(`This authorization is ${status} already.`);
  const next: AuthorizationRecord = { ...found, status: 'deactivated' };
  await engine.store.put(next);
  engine.tell({ kind: 'order', accountId: next.accountId, orderId: next.orderId });
  return json(200, authorizationObject(engine, next, call.urls));
}

/** RFC 8555 section 7.5.1: shows a challenge, or takes it up. */
export async function challenge(engine: Engine, call: AccountCall): Promise<Answer> {
  const { store, validator, rates } = engine;
  const found = ownAuthorization(engine, call);
  const wanted = found.challenges.find(({ id }) => id === call.params[1]);
  if (wanted === undefined) throw new AcmeProblem('malformed', 'There is no such challenge.', { status: 404 });
  if (call.jws.payload.length > 0) {
    // Whatever fields it has are not those of these challenges, and passed over.
    payloadOf(call);
    const status = authorizationStatus(found, engine.now());
    if (status === 'pending' && wanted.status === 'pending') {
      rates.check('failedChallenge', call.account.id);
      validator.begin(call.account, found, wanted);
      await validator.firstLook(found.id, wanted.id);
    } else if (wanted.status === 'pending' && status !== 'valid') {
      throw malformed(`The authorization of this challenge is ${status} already.`);
    }
  }
  const now = store.state.authorizations.get(found.id) ?? found;
  const shown = now.challenges.find(({ id }) => id === wanted.id) ?? wanted;
  const object = challengeObject(engine, now, shown, call.urls);
  return json(200, object, {
    link: [`<${call.urls.authorization(found.id)}>;rel="up"`],
    ...(object.status === 'processing' ? { 'retry-after': String(validator.secondsLeft(found.id, wanted.id)) } : {}),
  });
}
