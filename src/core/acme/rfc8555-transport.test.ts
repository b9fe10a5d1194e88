import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AcmeAgent, type AcmeReply, makeKey } from '../../../test/support/acme-agent';
import { type AcmeWorld, acmeWorld } from '../../../test/support/acme-world';

// Every MUST of RFC 8555 section 6 that a server can violate, by its section number.

let world: AcmeWorld;
let agent: AcmeAgent;
beforeAll(async () => {
  world = await acmeWorld();
  agent = await world.agent();
  await agent.register();
});
afterAll(() => world.stop());

const error = (type: string) => `urn:ietf:params:acme:error:${type}`;
const without =
  (...names: string[]) =>
  (header: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(header).filter(([name]) => !names.includes(name)));

type Row = [section: string, must: string, ask: () => Promise<AcmeReply>, status: number, type: string];

/** The account itself, read: a request that is answered with 200 unless something is wrong with it. */
const read = (options: Parameters<AcmeAgent['post']>[2] = {}, payload: unknown = '') =>
  agent.post(agent.kid ?? '', payload, options);
const hmac = (jws: Record<string, unknown>) => {
  const secret = Buffer.from(String(agent.key.jwk.x), 'base64url');
  const signature = createHmac('sha256', secret).update(`${jws.protected}.${jws.payload}`).digest('base64url');
  return { ...jws, signature };
};

const refused: Row[] = [
  [
    '6.1',
    'base64url with padding is rejected',
    () => read({ jws: (jws) => ({ ...jws, protected: `${jws.protected}=` }) }),
    400,
    'malformed',
  ],
  [
    '6.1',
    'characters beyond base64url are rejected',
    () => read({ jws: (jws) => ({ ...jws, signature: `+/${jws.signature}` }) }),
    400,
    'malformed',
  ],
  [
    '6.2',
    'the JWS is verified',
    () => read({ jws: (jws) => ({ ...jws, payload: Buffer.from('{}').toString('base64url') }) }),
    400,
    'malformed',
  ],
  ['6.2', 'it is verified with the key of the account', () => read({ key: makeKey() }), 400, 'malformed'],
  [
    '6.2',
    'flattened serialization: the compact one is refused',
    () => read({ jws: (jws) => `${jws.protected}.${jws.payload}.${jws.signature}` }),
    400,
    'malformed',
  ],
  ['6.2', 'no several signatures', () => read({ jws: (jws) => ({ ...jws, signatures: [jws] }) }), 400, 'malformed'],
  [
    '6.2',
    'no unencoded payload (RFC 7797)',
    () => read({ header: (h) => ({ ...h, b64: false, crit: ['b64'] }) }),
    400,
    'malformed',
  ],
  [
    '6.2',
    'no unprotected header',
    () => read({ jws: (jws) => ({ ...jws, header: { kid: agent.kid } }) }),
    400,
    'malformed',
  ],
  ['6.2', 'no detached payload', () => read({ jws: ({ payload: _, ...jws }) => jws }), 400, 'malformed'],
  ['6.2', '"alg" is there', () => read({ header: without('alg') }), 400, 'badSignatureAlgorithm'],
  [
    '6.2',
    '"alg" is not "none"',
    () => read({ header: (h) => ({ ...h, alg: 'none' }), jws: (jws) => ({ ...jws, signature: '' }) }),
    400,
    'badSignatureAlgorithm',
  ],
  [
    '6.2',
    '"alg" is no MAC',
    () => read({ header: (h) => ({ ...h, alg: 'HS256' }), jws: hmac }),
    400,
    'badSignatureAlgorithm',
  ],
  [
    '6.2',
    'an algorithm that is not supported is answered so',
    () => read({ header: (h) => ({ ...h, alg: 'ES512' }) }),
    400,
    'badSignatureAlgorithm',
  ],
  [
    '6.2',
    'an algorithm that does not go with the key is refused',
    () => read({ header: (h) => ({ ...h, alg: 'ES384' }) }),
    400,
    'malformed',
  ],
  ['6.2', '"nonce" is there', () => read({ header: without('nonce') }), 400, 'badNonce'],
  ['6.2', '"url" is there', () => read({ header: without('url') }), 400, 'malformed'],
  ['6.2', 'either "jwk" or "kid" is there', () => read({ header: without('kid') }), 400, 'malformed'],
  [
    '6.2',
    '"jwk" and "kid" exclude each other',
    () => read({ header: (h) => ({ ...h, jwk: agent.key.jwk }) }),
    400,
    'malformed',
  ],
  ['6.2', 'newAccount brings a "jwk"', () => agent.post(agent.directory.newAccount, {}), 400, 'malformed'],
  ['6.2', 'anything else names its account by "kid"', () => read({ bringKey: true }), 400, 'malformed'],
  [
    '6.2',
    'the "kid" is the URL of an account',
    () => read({ header: (h) => ({ ...h, kid: `${agent.kid}0` }) }),
    400,
    'accountDoesNotExist',
  ],
  [
    '6.2',
    'the "kid" is that of the signer',
    async () => {
      const other = await world.agent();
      await other.register();
      return read({ header: (h) => ({ ...h, kid: other.kid }) });
    },
    400,
    'malformed',
  ],
  [
    '6.2',
    'another content type is answered with 415',
    () => read({ contentType: 'application/json' }),
    415,
    'malformed',
  ],
  ['6.2', 'so is none', () => read({ contentType: undefined }), 415, 'malformed'],
  ['6.3', 'GET is answered with 405', () => agent.send('GET', agent.kid ?? ''), 405, 'malformed'],
  ['6.3', 'GET of what is only written too', () => agent.send('GET', agent.directory.newOrder), 405, 'malformed'],
  ['6.3', 'POST-as-GET is authenticated', () => read({ key: makeKey('ES256') }), 400, 'malformed'],
  [
    '6.3',
    'POST-as-GET keeps to access rules',
    async () => {
      const other = await world.agent();
      await other.register();
      const { headers } = await other.order(['a.test']);
      return agent.read(String(headers.location));
    },
    403,
    'unauthorized',
  ],
  [
    '6.3',
    'what cannot be read answers POST-as-GET as it answers GET',
    () => agent.read(agent.directory.newOrder),
    405,
    'malformed',
  ],
  [
    '6.4',
    '"url" is compared with the request URL',
    () => read({ header: (h) => ({ ...h, url: agent.directory.newOrder }) }),
    403,
    'unauthorized',
  ],
  [
    '6.4',
    'string by string',
    () => read({ header: (h) => ({ ...h, url: String(h.url).replace('https://localhost', 'https://LOCALHOST') }) }),
    403,
    'unauthorized',
  ],
  [
    '6.4',
    'a request that was sent elsewhere is rejected',
    () => read({ to: agent.directory.newOrder }),
    403,
    'unauthorized',
  ],
  ['6.4.1', '"url" is a string', () => read({ header: (h) => ({ ...h, url: [h.url] }) }), 400, 'malformed'],
  [
    '6.4.1',
    '"url" is in the protected header',
    () => read({ header: without('url'), jws: (jws) => ({ ...jws, header: { url: agent.kid } }) }),
    400,
    'malformed',
  ],
  [
    '6.5',
    'a nonce that was never given out is rejected',
    () => read({ header: (h) => ({ ...h, nonce: 'A'.repeat(22) }) }),
    400,
    'badNonce',
  ],
  [
    '6.5',
    'a nonce is good for one request',
    async () => {
      const nonce = await agent.nonce();
      await read({ header: (h) => ({ ...h, nonce }) });
      return read({ header: (h) => ({ ...h, nonce }) });
    },
    400,
    'badNonce',
  ],
  [
    '6.5',
    'a nonce that came with a refused request is spent',
    async () => {
      const nonce = await agent.nonce();
      await read({ key: makeKey(), header: (h) => ({ ...h, nonce }) });
      return read({ header: (h) => ({ ...h, nonce }) });
    },
    400,
    'badNonce',
  ],
  [
    '6.5.2',
    '"nonce" is in the protected header',
    () => read({ header: without('nonce'), jws: (jws) => ({ ...jws, nonce: 'AAAA' }) }),
    400,
    'badNonce',
  ],
  [
    '6.5.2',
    'a nonce that is not base64url makes the JWS malformed',
    () => read({ header: (h) => ({ ...h, nonce: 'not a nonce=' }) }),
    400,
    'malformed',
  ],
  ['6.5.2', 'a nonce is a string', () => read({ header: (h) => ({ ...h, nonce: 7 }) }), 400, 'malformed'],
];

describe('RFC 8555 section 6', () => {
  it.each(refused)('%s: %s', async (_section, _must, ask, status, type) => {
    const answer = await ask();
    expect({ status: answer.status, type: answer.json?.type }).toEqual({ status, type: error(type) });
    expect(answer.headers['content-type']).toBe('application/problem+json');
    // 6.7.1: never at the top level.
    expect(answer.json).not.toHaveProperty('identifier');
  });

  it('5: requests are UTF-8', async () => {
    const answer = await agent.send('POST', agent.kid ?? '', Buffer.from([0x7b, 0xff, 0x7d]), {
      'content-type': 'application/jose+json',
    });
    expect(answer).toMatchObject({ status: 400, json: { type: error('malformed') } });
  });

  it('6.1: plain HTTP is not spoken', async () => {
    const { port } = new URL(world.url);
    await expect(fetch(`http://localhost:${port}/acme/directory`)).rejects.toThrow();
  });

  it('6.2: ES256 is implemented, and an "algorithms" field says what is', async () => {
    const answer = await read({ header: (h) => ({ ...h, alg: 'ES512' }) });
    expect(answer.json.algorithms).toEqual(['ES256', 'ES384', 'RS256', 'EdDSA']);
  });

  it('6.3: the directory and newNonce are had by GET and by POST-as-GET', async () => {
    expect((await agent.send('GET', world.url)).status).toBe(200);
    expect((await agent.read(world.url)).json).toEqual(agent.directory);
    expect((await agent.send('GET', agent.directory.newNonce)).status).toBe(204);
    expect((await agent.read(agent.directory.newNonce)).status).toBe(204);
  });

  it('6.5: every answer to a POST brings a fresh nonce, also that of badNonce, and it is taken', async () => {
    const good = await read();
    const bad = await read({ header: (h) => ({ ...h, nonce: 'AAAA' }) });
    const [one, other] = [good, bad].map(({ headers }) => String(headers['replay-nonce']));
    expect(one).not.toBe(other);
    // 6.5.1: base64url, 128 bits and more.
    for (const nonce of [one, other]) expect(nonce).toMatch(/^[A-Za-z0-9_-]{22,}$/);
    expect((await read({ header: (h) => ({ ...h, nonce: other }) })).status).toBe(200);
  });

  it('6.7: what is not there is a problem document too, and a web page of another name is sent away', async () => {
    expect(await agent.send('GET', `${new URL(world.url).origin}/`)).toMatchObject({
      status: 404,
      json: { type: error('malformed') },
    });
    const rebound = await agent.send('GET', world.url, undefined, { host: 'evil.example:443' });
    expect(rebound).toMatchObject({ status: 421, json: { type: error('malformed') } });
  });
});
