import { flattenedVerify } from 'jose';
import { type Algorithm, algorithmOf, algorithms, readJwk, verifyKeyOf } from './account-key';
import { decodeBase64url, parseJsonObject, utf8Of } from './base64url';
import { AcmeProblem, malformed } from './problem';
import type { FlattenedJws, PublicJwk } from './records';

/** A JWS taken apart; nothing of it is believed before `verifyJws`. */
export interface OpenedJws {
  jws: FlattenedJws;
  header: Record<string, unknown>;
  /** Empty for POST-as-GET. */
  payload: Buffer;
}

/** Members that a flattened JWS has here: one signature, nothing unprotected, nothing detached (RFC 8555 section 6.2). */
const members = ['protected', 'payload', 'signature'];

/** Opens a flattened JWS; members that are not known are passed over (RFC 7515 section 7.2.1). Throws `malformed`. */
export function openJws(value: unknown, what = 'The request'): OpenedJws {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(`${what} is no JWS.`);
  const found = value as Record<string, unknown>;
  if ('signatures' in found) throw malformed(`${what} has several signatures; one flattened JWS is wanted.`);
  if ('header' in found) throw malformed(`${what} has an unprotected header.`);
  for (const member of members) {
    if (typeof found[member] !== 'string') throw malformed(`${what} is no flattened JWS: "${member}" is missing.`);
  }
  const jws = { protected: found.protected, payload: found.payload, signature: found.signature } as FlattenedJws;
  const head = `The protected header of ${lower(what)}`;
  const header = parseJsonObject(utf8Of(decodeBase64url(jws.protected, head), head), head);
  // Unencoded payloads come with "crit" (RFC 7797 section 6), and no other extension is known here either.
  if ('crit' in header || 'b64' in header) throw malformed(`${what} uses an extension of JWS that is not taken.`);
  decodeBase64url(jws.signature, `The signature of ${lower(what)}`);
  return { jws, header, payload: decodeBase64url(jws.payload, `The payload of ${lower(what)}`) };
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** Throws `badSignatureAlgorithm` with what is taken, for "none" and HMAC as well (RFC 8555 section 6.2). */
export function readAlgorithm({ alg }: Record<string, unknown>): Algorithm {
  const found = algorithms.find((each) => each === alg);
  if (found !== undefined) return found;
  const named = typeof alg === 'string' ? `“${alg.slice(0, 20)}”` : 'no algorithm';
  throw new AcmeProblem('badSignatureAlgorithm', `The request is signed with ${named}, which is not taken here.`, {
    algorithms,
  });
}

/** The key in a header that must have one. Throws `malformed`, `badPublicKey`. */
export function jwkOf(header: Record<string, unknown>, what = 'The request'): PublicJwk {
  if (header.jwk === undefined) throw malformed(`${what} must carry its key ("jwk").`);
  return readJwk(header.jwk);
}

/** Checks the signature. Throws `badSignatureAlgorithm`, `malformed` when the signature is not that of the key. */
export async function verifyJws({ jws, header }: OpenedJws, key: PublicJwk, what = 'The request'): Promise<void> {
  const algorithm = readAlgorithm(header);
  if (algorithm !== algorithmOf(key)) {
    throw malformed(`${what} says that it is signed with ${algorithm}, which its key does not go with.`);
  }
  try {
    // Named here and not taken from the header: a JWS must not choose how it is checked (RFC 8725 section 3.1).
    await flattenedVerify(jws, await verifyKeyOf(key), { algorithms: [algorithm] });
  } catch {
    throw malformed(`The signature of ${lower(what)} is not that of its key.`);
  }
}
