import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { errnoOf } from '../system/fs-error';
import { addressesOf, type ChallengeLook, firstReachable } from './challenge-look';
import { AcmeProblem } from './problem';
import type { Identifier } from './records';

/** Bytes of an answer that are read; a key authorization has 87. */
const bodyMost = 1024;
/** Redirects that are followed. */
const redirectsMost = 5;

const wrong = (message: string) => new AcmeProblem('incorrectResponse', message);

/**
 * http-01 (RFC 8555 section 8.3). Whoever makes this server ask chooses no more than the name: the method is GET, the path that
 * of the challenge and no other, the ports are fixed, redirects stay with the same name, and of an answer no byte is told on. So
 * no other service of this machine or its network can be read or made to do anything through it.
 */
export async function httpChallenge({
  identifier,
  token,
  keyAuthorization,
  options,
  signal,
}: ChallengeLook): Promise<void> {
  const path = `/.well-known/acme-challenge/${token}`;
  let hop: Hop = { secure: false, host: identifier, port: options.httpPort };
  for (let hops = 0; hops <= redirectsMost; hops += 1) {
    const at = hop;
    const addresses = await addressesOf(at.host);
    const answer = await firstReachable(addresses, signal, (address) => get(at, address, path, signal));
    if (answer.location === undefined) {
      check(answer, keyAuthorization, at);
      return;
    }
    hop = follow(answer.location, at, identifier, path, options);
  }
  throw wrong(`${identifier.value} redirects more than ${redirectsMost} times.`);
}

interface Hop {
  secure: boolean;
  host: Identifier;
  port: number;
}

interface HttpAnswer {
  status: number;
  location: string | undefined;
  /** Undefined when it is longer than is read. */
  body: string | undefined;
}

const place = ({ secure, host, port }: Hop) => `${secure ? 'https' : 'http'}://${hostText(host)}:${port}`;
const hostText = ({ type, value }: Identifier) => (type === 'ip' && value.includes(':') ? `[${value}]` : value);

function get(hop: Hop, address: string, path: string, signal: AbortSignal): Promise<HttpAnswer> {
  const usual = hop.port === (hop.secure ? 443 : 80);
  return new Promise((resolve, reject) => {
    const options = {
      host: address,
      port: hop.port,
      path,
      method: 'GET',
      // A connection of its own, closed afterwards.
      agent: false as const,
      signal,
      headers: {
        host: usual ? hostText(hop.host) : `${hostText(hop.host)}:${hop.port}`,
        'user-agent': 'Sealwax ACME validation',
        accept: '*/*',
        connection: 'close',
      },
      maxHeaderSize: 16 * 1024,
    };
    const answered = (response: IncomingMessage) => read(response).then(resolve, reject);
    const request = hop.secure
      ? // Before it has a certificate it cannot show one that counts; the key authorization is what is checked.
        requestHttps(
          { ...options, rejectUnauthorized: false, ...(hop.host.type === 'dns' ? { servername: hop.host.value } : {}) },
          answered,
        )
      : requestHttp(options, answered);
    request.once('error', (error) => {
      if (signal.aborted) reject(error);
      else reject(new AcmeProblem('connection', `${place(hop)} (${address}) could not be asked: ${reason(error)}.`));
    });
    request.end();
  });
}

function reason(error: unknown): string {
  switch (errnoOf(error)) {
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection was closed';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return 'it cannot be reached';
    default:
      return 'the answer is no HTTP';
  }
}

async function read(response: IncomingMessage): Promise<HttpAnswer> {
  const status = response.statusCode ?? 0;
  const redirected = [301, 302, 303, 307, 308].includes(status);
  if (redirected || status !== 200) {
    response.destroy();
    return { status, location: redirected ? response.headers.location : undefined, body: '' };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyMost) {
      response.destroy();
      return { status, location: undefined, body: undefined };
    }
    chunks.push(chunk);
  }
  return { status, location: undefined, body: Buffer.concat(chunks).toString('utf8') };
}

function check({ status, body }: HttpAnswer, keyAuthorization: string, hop: Hop): void {
  if (status !== 200) throw wrong(`${place(hop)} answers with the status ${status} instead of the challenge's text.`);
  if (body === undefined)
    throw wrong(`${place(hop)} answers with more than ${bodyMost} bytes, so it is not the challenge's text.`);
  // White space at the end is passed over (RFC 8555 section 8.3).
  if (body.replace(/\s+$/, '') !== keyAuthorization)
    throw wrong(`${place(hop)} answers with another text than the challenge's.`);
}

function resolveUrl(location: string, base: string): URL | undefined {
  try {
    return new URL(location, base);
  } catch {
    return undefined;
  }
}

/** Where a redirect leads, if it may: the challenge's own path, at the same name or one above or below it, on the usual ports. */
function follow(
  location: string,
  at: Hop,
  identifier: Identifier,
  path: string,
  { httpPort, tlsPort }: ChallengeLook['options'],
): Hop {
  const refuse = (why: string) => wrong(`${place(at)} redirects ${why}, which is not followed.`);
  const url = resolveUrl(location, place(at));
  if (url === undefined) throw refuse('to something that is no address');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse(`to “${url.protocol}”`);
  if (url.username !== '' || url.password !== '') throw refuse('with a password');
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const allowed = [80, 443, httpPort, tlsPort];
  if (!allowed.includes(port)) throw refuse(`to port ${port}`);
  if (url.pathname !== path || url.search !== '') throw refuse('to another path than the challenge’s');
  const value = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const host: Identifier = { type: isIP(value) === 0 ? 'dns' : 'ip', value };
  if (!isRelated(host, identifier)) throw refuse('to another host');
  return { secure, host, port };
}

/** The same name, or one of app.test and www.app.test. */
function isRelated(host: Identifier, identifier: Identifier): boolean {
  if (host.type !== identifier.type) return false;
  if (host.value === identifier.value) return true;
  if (host.type === 'ip') return false;
  return (
    host.value.endsWith(`.${identifier.value}`) ||
    (identifier.value.endsWith(`.${host.value}`) && host.value.includes('.'))
  );
}
