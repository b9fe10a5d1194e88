import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AcmeAgent, makeKey, type SigningKey, signJws } from '../../../test/support/acme-agent';
import { type AcmeWorld, acmeWorld } from '../../../test/support/acme-world';

// Every MUST of RFC 8555 sections 7.1 to 7.3 that a server can violate, by its section number.

let world: AcmeWorld;
let agent: AcmeAgent;
beforeAll(async () => {
  world = await acmeWorld();
  agent = await world.agent();
  await agent.register({ contact: ['mailto:me@app.test'] });
});
afterAll(() => world.stop());

const error = (type: string) => `urn:ietf:params:acme:error:${type}`;
const told = ({ status, json }: { status: number; json: { type?: string } }) => ({ status, type: json?.type });
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('RFC 8555 section 7.1 and 7.2', () => {
  it('7.1: the directory has what there must be, as URLs of one origin, and no "newAuthz"', () => {
    const { meta, ...urls } = agent.directory;
    expect(Object.keys(urls).sort()).toEqual([
      'keyChange',
      'newAccount',
      'newNonce',
      'newOrder',
      'renewalInfo',
      'revokeCert',
    ]);
    for (const url of Object.values(urls)) expect(new URL(String(url)).origin).toBe(new URL(world.url).origin);
    // 7.1.1: "meta" is an object; 7.3.4: it says whether accounts must be bound.
    expect(meta).toMatchObject({ externalAccountRequired: false, profiles: { shortlived: expect.any(String) } });
  });

  it('7.1: every resource but the directory links to it', async () => {
    const index = `<${world.url}>;rel="index"`;
    const answers = [
      await agent.send('HEAD', agent.directory.newNonce),
      await agent.read(agent.kid ?? ''),
      await agent.send('GET', agent.kid ?? ''),
    ];
    for (const { headers } of answers) expect(headers.link).toContain(index);
    expect((await agent.send('GET', world.url)).headers.link).toBeUndefined();
  });

  it('7.2: newNonce gives a nonce to HEAD with 200 and to GET with 204 and no body, and is not cached', async () => {
    const head = await agent.send('HEAD', agent.directory.newNonce);
    const get = await agent.send('GET', agent.directory.newNonce);
    expect([head.status, get.status, get.text]).toEqual([200, 204, '']);
    for (const { headers } of [head, get]) {
      expect(headers['replay-nonce']).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(headers['cache-control']).toContain('no-store');
    }
  });
});

describe('RFC 8555 section 7.3', () => {
  it('7.3: an account is made with 201, its URL, and nothing reflected that is not known', async () => {
    const other = await world.agent();
    const made = await other.register({ orders: 'https://evil.example/', status: 'revoked', hello: 1 });
    expect(made.status).toBe(201);
    expect(made.json).toEqual({ status: 'valid', contact: [], orders: `${made.headers.location}/orders` });
  });

  it.each([
    ['a scheme that is not supported', ['tel:+12025551212'], 'unsupportedContact'],
    ['header fields', ['mailto:me@app.test?subject=hello'], 'invalidContact'],
    ['two addresses in one', ['mailto:me@app.test,you@app.test'], 'invalidContact'],
    ['what is no address', ['mailto:nobody'], 'invalidContact'],
    ['what is no list', 'mailto:me@app.test', 'invalidContact'],
  ])('7.3: refuses a contact with %s', async (_what, contact, type) => {
    const other = await world.agent();
    expect(told(await other.register({ contact }))).toEqual({ status: 400, type: error(type) });
  });

  it('7.3 and 7.3.1: finds the account of a key, unchanged, and makes none where that was not asked', async () => {
    const again = await world.agent(agent.key);
    const found = await again.register({ contact: ['mailto:other@app.test'], onlyReturnExisting: true });
    expect(found).toMatchObject({
      status: 200,
      headers: { location: agent.kid },
      json: { contact: ['mailto:me@app.test'] },
    });
    const stranger = await world.agent();
    expect(told(await stranger.register({ onlyReturnExisting: true }))).toEqual({
      status: 400,
      type: error('accountDoesNotExist'),
    });
    const before = (await world.services.lifecycle.acme.admin.accounts()).length;
    await stranger.register({ onlyReturnExisting: true });
    expect((await world.services.lifecycle.acme.admin.accounts()).length).toBe(before);
  });

  it.each([
    ['an RSA key of 1024 bits', () => makeKey('RS256', 1024).jwk],
    ['a point that is not on the curve', () => ({ ...makeKey().jwk, y: makeKey().jwk.x })],
    ['a private key', () => makeKey().privateKey.export({ format: 'jwk' })],
    ['a secret', () => ({ kty: 'oct', k: 'AAAA' })],
  ])('6.2: refuses %s as account key', async (_what, jwk) => {
    const other = await world.agent();
    const answer = await other.post(
      other.directory.newAccount,
      {},
      { bringKey: true, header: (h) => ({ ...h, jwk: jwk() }) },
    );
    expect(told(answer)).toEqual({ status: 400, type: error('badPublicKey') });
  });

  it('7.3.2: an update changes the contacts, answers 200, and leaves every other field alone', async () => {
    const other = await world.agent();
    await other.register();
    const change = {
      contact: ['mailto:new@app.test'],
      orders: 'x',
      termsOfServiceAgreed: false,
      status: 'revoked',
      key: 1,
    };
    const answer = await other.post(other.kid ?? '', change);
    expect(answer).toMatchObject({ status: 200, json: { status: 'valid', contact: ['mailto:new@app.test'] } });
    expect((await other.read(other.kid ?? '')).json.orders).toBe(`${other.kid}/orders`);
    expect(told(await other.post(agent.kid ?? '', {}))).toEqual({ status: 403, type: error('unauthorized') });
  });

  it('7.3.6: a deactivated account gets in no more, and its open orders end', async () => {
    const other = await world.agent();
    await other.register();
    const order = String((await other.order(['a.test'])).headers.location);
    expect((await other.post(other.kid ?? '', { status: 'deactivated' })).json.status).toBe('deactivated');
    const ask = [
      () => other.read(other.kid ?? ''),
      () => other.order(['b.test']),
      () => other.read(order),
      () => other.register(),
    ];
    for (const each of ask) expect(told(await each())).toEqual({ status: 401, type: error('unauthorized') });
    const [view] = await world.services.lifecycle.acme.admin.orders(other.kid?.split('/').at(-1));
    expect(view?.status).toBe('invalid');
  });
});

describe('RFC 8555 section 7.3.5, key change', () => {
  const inner = (
    key: SigningKey,
    of: AcmeAgent,
    more: Record<string, unknown> = {},
    payload: Record<string, unknown> = {},
  ) =>
    signJws(
      key,
      { alg: key.alg, jwk: key.jwk, url: of.directory.keyChange, ...more },
      { account: of.kid, oldKey: of.key.jwk, ...payload },
    );

  it('takes the new key, forgets the old one, and leaves orders as they are', async () => {
    const other = await world.agent();
    await other.register();
    const order = String((await other.order(['a.test'])).headers.location);
    const [old, next] = [other.key, makeKey('ES384')];
    expect((await other.post(other.directory.keyChange, inner(next, other))).status).toBe(200);
    expect((await other.read(other.kid ?? '')).status).toBe(400);
    other.key = next;
    expect((await other.read(order)).json.status).toBe('pending');
    const again = await world.agent(old);
    expect(told(await again.register({ onlyReturnExisting: true }))).toEqual({
      status: 400,
      type: error('accountDoesNotExist'),
    });
  });

  it.each([
    ['2: an inner JWS that is none', () => ({ hello: 1 }), 400],
    ['3: no "jwk" inside', () => inner(makeKey(), agent, { jwk: undefined }), 400],
    ['a "nonce" inside', () => inner(makeKey(), agent, { nonce: 'AAAA' }), 400],
    ['4: another signature inside', () => ({ ...inner(makeKey(), agent), signature: 'AAAA' }), 400],
    ['5: no keyChange object inside', () => signJws(makeKey(), {}, [1]), 400],
    ['6: another "url" inside', () => inner(makeKey(), agent, { url: agent.directory.newOrder }), 400],
    ['7: another account', () => inner(makeKey(), agent, {}, { account: `${agent.kid}0` }), 400],
    ['8: another old key', () => inner(makeKey(), agent, {}, { oldKey: makeKey().jwk }), 400],
    ['9: the key of an account', () => inner(agent.key, agent), 409],
  ])('refuses, by step %s', async (_step, payload, status) => {
    const answer = await agent.post(agent.directory.keyChange, payload());
    expect({ status: answer.status, problem: answer.headers['content-type'] }).toEqual({
      status,
      problem: 'application/problem+json',
    });
    if (status === 409) expect(answer.headers.location).toBe(agent.kid);
    expect((await agent.read(agent.kid ?? '')).status).toBe(200);
  });
});

describe('RFC 8555 section 7.3.4, external account binding', () => {
  const bind = (
    of: AcmeAgent,
    key: { id: string; secret: string },
    more: Record<string, unknown> = {},
    jwk: unknown = of.key.jwk,
  ) => {
    const head = base64url({ alg: 'HS256', kid: key.id, url: of.directory.newAccount, ...more });
    const body = base64url(jwk);
    const mac = createHmac('sha256', Buffer.from(key.secret, 'base64url'))
      .update(`${head}.${body}`)
      .digest('base64url');
    return { protected: head, payload: body, signature: mac };
  };
  const made = () => world.services.lifecycle.acme.admin.makeKey('a build server', { names: ['build.test'], days: 3 });

  it('binds an account, gives the binding back, and gives it the policy of the key until the key is taken back', async () => {
    const key = await made();
    const other = await world.agent();
    const binding = bind(other, key);
    const answer = await other.register({ externalAccountBinding: binding });
    expect(answer).toMatchObject({ status: 201, json: { externalAccountBinding: binding } });
    expect((await other.order(['x.build.test'])).status).toBe(201);
    expect(told(await other.order(['app.test']))).toEqual({ status: 403, type: error('rejectedIdentifier') });
    await world.services.lifecycle.acme.admin.removeKey(key.id);
    expect(told(await other.order(['x.build.test']))).toEqual({ status: 403, type: error('unauthorized') });
  });

  it.each([
    ['1: no JWS', () => 'hello', 400, 'malformed'],
    ['2: "alg" is no MAC', (of: AcmeAgent, key: Key) => bind(of, key, { alg: 'ES256' }), 400, 'malformed'],
    ['2: a "nonce"', (of: AcmeAgent, key: Key) => bind(of, key, { nonce: 'AAAA' }), 400, 'malformed'],
    ['2: another "url"', (of: AcmeAgent, key: Key) => bind(of, key, { url: of.directory.newOrder }), 400, 'malformed'],
    ['3: a key that is not known', (of: AcmeAgent, key: Key) => bind(of, { ...key, id: 'k-0' }), 403, 'unauthorized'],
    ['4: another MAC', (of: AcmeAgent, key: Key) => bind(of, { ...key, secret: 'A'.repeat(43) }), 403, 'unauthorized'],
    ['5: another account key', (of: AcmeAgent, key: Key) => bind(of, key, {}, makeKey().jwk), 400, 'malformed'],
  ])('rejects the account, by step %s', async (_step, binding, status, type) => {
    const other = await world.agent();
    const answer = await other.register({ externalAccountBinding: binding(other, await made()) });
    expect(told(answer)).toEqual({ status, type: error(type) });
    expect(told(await other.register({ onlyReturnExisting: true }))).toEqual({
      status: 400,
      type: error('accountDoesNotExist'),
    });
  });
});

type Key = { id: string; secret: string };
