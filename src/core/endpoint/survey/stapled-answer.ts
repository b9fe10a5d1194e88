import type { InspectReport } from '../../../ipc/inspect-schemas';
import { contentOf, type DerSlice, derElements, inside, octetStringTag, sequenceTag } from '../../pki/der-slices';
import { instantOf } from '../../pki/plain-der';

type Stapling = InspectReport['stapling'];

const context = (number: number, constructed = true) => 0x80 + (constructed ? 0x20 : 0) + number;

/**
 * What an OCSP answer that came with the handshake says (RFC 6960 section 4.2.1). Its signature is not checked: it is shown, and no
 * verdict rests on it.
 */
export function readStaple(staple: Buffer | undefined, now: Date): Stapling {
  if (staple === undefined) return { state: 'none', message: 'The server sends no OCSP answer along (stapling).' };
  try {
    return read(staple, now);
  } catch {
    return { state: 'not-found-out', message: 'The server sends an OCSP answer along that cannot be read.' };
  }
}

function read(staple: Buffer, now: Date): Stapling {
  const [status, wrapped] = inside(derElements(staple)[0], sequenceTag);
  const code = contentOf(status, 0x0a)[0] ?? 255;
  if (code !== 0) {
    return { state: 'not-found-out', message: `The server sends along that its OCSP responder failed (${code}).` };
  }
  const [, answer] = inside(inside(wrapped, context(0))[0], sequenceTag);
  const basic = derElements(contentOf(answer, octetStringTag))[0];
  const [data] = inside(basic, sequenceTag);
  const parts = inside(data, sequenceTag).filter(({ tag }) => tag !== context(0));
  // The responder, then when it was made, then the answers.
  const [, produced, responses] = parts;
  const [, certificate, , next] = inside(inside(responses, sequenceTag)[0], sequenceTag);
  const nextUpdate = next?.tag === context(0) ? instantOf(derElements(next.content)[0] as DerSlice) : undefined;
  const state = stateOf(certificate?.tag);
  const times = {
    ...(produced === undefined ? {} : { producedAt: instantOf(produced).toISOString() }),
    ...(nextUpdate === undefined ? {} : { nextUpdate: nextUpdate.toISOString() }),
  };
  const stale = nextUpdate !== undefined && nextUpdate.getTime() < now.getTime();
  const words = { good: 'good', revoked: 'revoked', unknown: 'unknown to its authority' }[state];
  return {
    state,
    ...times,
    message: `The server sends an OCSP answer along: the certificate is ${words}${stale ? ', but the answer is out of date' : ''}.`,
  };
}

function stateOf(tag: number | undefined): 'good' | 'revoked' | 'unknown' {
  if (tag === context(0, false)) return 'good';
  return tag === context(1) ? 'revoked' : 'unknown';
}
