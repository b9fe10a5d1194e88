import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AcmeAgent, keyOf } from '../../../test/support/acme-agent';
import { type AcmeWorld, acmeWorld, csrFor, fulfil, obtain, provision } from '../../../test/support/acme-world';
import { generateKey } from '../pki/keys';
import { parseCertificate } from '../pki/parsed-certificate';

// Every MUST of RFC 8555 sections 7.1.3 to 7.5 and 8 that a server can violate, by its section number.

let world: AcmeWorld;
let agent: AcmeAgent;
let other: AcmeAgent;
beforeAll(async () => {
  world = await acmeWorld();
  [agent, other] = [await world.agent(), await world.agent()];
  await agent.register();
  await other.register();
});
afterAll(() => world.stop());

const error = (type: string) => `urn:ietf:params:acme:error:${type}`;
const told = ({ status, json }: { status: number; json: { type?: string } }) => ({ status, type: json?.type });
const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const ready = async (names: readonly string[]) => {
  const { json } = await agent.order(names);
  await fulfil(world.web, agent, json);
  return json;
};
const leafOf = (chain: string) => parseCertificate(chain.slice(0, chain.indexOf('-----END') + 26)).der;

describe('RFC 8555 section 7.4, orders', () => {
  it('7.1.3, 7.4: an order says what was asked for, when it ends, and what is to be done', async () => {
    const { status, headers, json } = await agent.order(['B.localhost', '127.0.0.1', 'b.localhost']);
    expect(status).toBe(201);
    expect(json).toMatchObject({
      status: 'pending',
      expires: expect.any(String),
      profile: 'default',
      finalize: `${headers.location}/finalize`,
    });
    expect(json.identifiers).toEqual([
      { type: 'dns', value: 'b.localhost' },
      { type: 'ip', value: '127.0.0.1' },
    ]);
    expect(json.authorizations).toHaveLength(2);
    // 7.1.3: both arrays stay as they are.
    await fulfil(world.web, agent, json);
    const { identifiers, authorizations } = (await agent.read(String(headers.location))).json;
    expect({ identifiers, authorizations }).toEqual({
      identifiers: json.identifiers,
      authorizations: json.authorizations,
    });
  });

  it.each([
    ['no names', { identifiers: [] }, 400, 'malformed'],
    ['no list', { identifiers: 'a.test' }, 400, 'malformed'],
    [
      '101 names',
      { identifiers: Array.from({ length: 101 }, (_, n) => ({ type: 'dns', value: `n${n}.test` })) },
      400,
      'malformed',
    ],
    [
      'a type that is not known',
      { identifiers: [{ type: 'email', value: 'me@app.test' }] },
      400,
      'unsupportedIdentifier',
    ],
    ['an address as "dns"', { identifiers: [{ type: 'dns', value: '127.0.0.1' }] }, 400, 'malformed'],
    ['an address that is not in its normal form', { identifiers: [{ type: 'ip', value: '0:0::1' }] }, 400, 'malformed'],
    ['letters beyond ASCII (7.1.4)', { identifiers: [{ type: 'dns', value: 'bücher.test' }] }, 400, 'malformed'],
    ['wrong punycode (7.1.4)', { identifiers: [{ type: 'dns', value: 'xn--a.test' }] }, 400, 'malformed'],
    ['a name outside the limits', { identifiers: [{ type: 'dns', value: 'example.com' }] }, 403, 'rejectedIdentifier'],
    ['an address outside the limits', { identifiers: [{ type: 'ip', value: '8.8.8.8' }] }, 403, 'rejectedIdentifier'],
    [
      'a beginning of its own',
      { identifiers: [{ type: 'dns', value: 'a.test' }], notBefore: soon(1) },
      400,
      'malformed',
    ],
    [
      'an end after its profile',
      { identifiers: [{ type: 'dns', value: 'a.test' }], notAfter: soon(91) },
      400,
      'malformed',
    ],
    ['an end in the past', { identifiers: [{ type: 'dns', value: 'a.test' }], notAfter: soon(-1) }, 400, 'malformed'],
    [
      'an end that is no date',
      { identifiers: [{ type: 'dns', value: 'a.test' }], notAfter: 'tomorrow' },
      400,
      'malformed',
    ],
    [
      'a profile that is not offered',
      { identifiers: [{ type: 'dns', value: 'a.test' }], profile: 'gold' },
      400,
      'invalidProfile',
    ],
  ])('7.4: refuses an order with %s', async (_what, payload, status, type) => {
    expect(told(await agent.post(agent.directory.newOrder, payload))).toEqual({ status, type: error(type) });
  });

  it('6.7.1: names each name that is refused in a subproblem, and none at the top', async () => {
    const { json } = await agent.order(['a.test', 'example.com', '8.8.8.8']);
    expect(json).not.toHaveProperty('identifier');
    expect(json.subproblems.map((each: { identifier: { value: string } }) => each.identifier.value)).toEqual([
      'example.com',
      '8.8.8.8',
    ]);
  });

  it('7.4: gives exactly the end that was asked for, and the length of the profile', async () => {
    const notAfter = soon(2);
    const { order, chain } = await obtain(world, agent, ['end.localhost'], { notAfter });
    expect(order.notAfter.slice(0, 19)).toBe(notAfter.slice(0, 19));
    expect(parseCertificate(leafOf(chain.text)).notAfter.toISOString()).toBe(order.notAfter);
    const short = await obtain(world, agent, ['short.localhost'], { profile: 'shortlived' });
    const days = (parseCertificate(leafOf(short.chain.text)).notAfter.getTime() - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(6, 1);
  });

  it('7.1.3, 7.1.4: a wildcard is authorized for its base, by the DNS alone; "wildcard" is absent elsewhere', async () => {
    const { json } = await agent.order(['*.app.test', 'app.test', '127.0.0.1']);
    const [star, bare, address] = await Promise.all(
      json.authorizations.map(async (url: string) => (await agent.read(url)).json),
    );
    expect(star).toMatchObject({ identifier: { type: 'dns', value: 'app.test' }, wildcard: true });
    const types = ({ challenges }: { challenges: { type: string }[] }) => challenges.map(({ type }) => type);
    expect(types(star)).toEqual(['dns-01']);
    expect([types(bare), 'wildcard' in bare]).toEqual([['http-01', 'tls-alpn-01', 'dns-01'], false]);
    // RFC 8738 section 7.
    expect(types(address)).toEqual(['http-01', 'tls-alpn-01']);
    // 8.3, 8.4: 128 bits and more, base64url without padding, each another.
    const tokens = [star, bare, address].flatMap(({ challenges }) =>
      challenges.map(({ token }: { token: string }) => token),
    );
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{22,}$/);
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  it('7.4: finalize is refused before the order is ready, and once more after it is valid', async () => {
    const { json } = await agent.order(['early.localhost']);
    const csr = await csrFor(['early.localhost']);
    expect(told(await agent.post(json.finalize, { csr }))).toEqual({ status: 403, type: error('orderNotReady') });
    await fulfil(world.web, agent, json);
    expect((await agent.post(json.finalize, { csr })).json.status).toBe('valid');
    expect(told(await agent.post(json.finalize, { csr }))).toEqual({ status: 403, type: error('orderNotReady') });
  });

  it('7.4: two finalize requests at once make one certificate', async () => {
    const order = await ready(['twice.localhost']);
    const csr = await csrFor(['twice.localhost']);
    const answers = await Promise.all([1, 2, 3].map(() => agent.post(order.finalize, { csr })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const made = (await world.services.certificates.list()).filter(
      ({ commonName }) => commonName === 'twice.localhost',
    );
    expect(made).toHaveLength(1);
  });

  it('7.4, 11.1: a CSR with other names, a weak or an account key, or none at all is badCSR, and the order stays ready', async () => {
    const order = await ready(['csr.localhost']);
    const pair = await generateKey('ecdsa-p256');
    const { createPrivateKey, createPublicKey } = await import('node:crypto');
    const privateKey = createPrivateKey({ key: pair.pkcs8, format: 'der', type: 'pkcs8' });
    const owner = await world.agent(keyOf('ES256', privateKey, createPublicKey(privateKey)));
    await owner.register();
    const csrs = [
      await csrFor(['other.localhost']),
      await csrFor(['csr.localhost', 'other.localhost']),
      await csrFor(['csr.localhost'], pair),
      Buffer.from('hello').toString('base64url'),
    ];
    for (const csr of csrs)
      expect(told(await agent.post(order.finalize, { csr }))).toEqual({ status: 400, type: error('badCSR') });
    expect(told(await agent.post(order.finalize, { csr: 'AAAA=' }))).toEqual({ status: 400, type: error('malformed') });
    expect((await agent.read(order.finalize.replace('/finalize', ''))).json.status).toBe('ready');
    expect((await agent.post(order.finalize, { csr: await csrFor(['csr.localhost']) })).json.status).toBe('valid');
  });

  it('7.1.2.1: the list of orders is an object with URLs, of the account alone', async () => {
    const list = (await agent.read(`${agent.kid}/orders`)).json;
    expect(list.orders.length).toBeGreaterThan(3);
    expect(told(await agent.read(`${other.kid}/orders`))).toEqual({ status: 403, type: error('unauthorized') });
  });

  it('7.4.2: a certificate comes as a PEM chain from its leaf on, with an alternate, to its account alone', async () => {
    const { order, chain } = await obtain(world, agent, ['chain.localhost']);
    const count = (text: string) => text.match(/-----BEGIN CERTIFICATE-----/g)?.length;
    expect([chain.headers['content-type'], count(chain.text)]).toEqual(['application/pem-certificate-chain', 2]);
    // 9.1: nothing but certificates.
    expect(chain.text).toMatch(/^(-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=]+\n)+-----END CERTIFICATE-----\n)+$/);
    const alternate = /<([^>]+)>;rel="alternate"/.exec(String(chain.headers.link))?.[1] ?? '';
    expect(count((await agent.read(alternate)).text)).toBe(1);
    expect(told(await other.read(order.certificate))).toEqual({ status: 403, type: error('unauthorized') });
  });
});

describe('RFC 8555 sections 7.5 and 8, authorizations and challenges', () => {
  const first = async (name: string) => {
    const { json } = await agent.order([name]);
    const url: string = json.authorizations[0];
    const [http] = (await agent.read(url)).json.challenges;
    return { order: json, url, http };
  };

  it('7.5.1: a challenge that is not fulfilled makes authorization and order invalid, with the reason; nothing else is asked for', async () => {
    const { order, url, http } = await first('fail.localhost');
    world.web.asked.length = 0;
    expect((await agent.post(http.url, { keyAuthorization: 'ignored' })).status).toBe(200);
    const { json } = await agent.until(url, 'invalid');
    expect(json.challenges).toMatchObject([
      { type: 'http-01', status: 'invalid', error: { type: error('incorrectResponse') } },
    ]);
    expect(new Set(world.web.asked)).toEqual(new Set([`/.well-known/acme-challenge/${http.token}`]));
    expect((await agent.read(order.finalize.replace('/finalize', ''))).json.status).toBe('invalid');
  });

  it('8.1, 8.3: the text must be that of the token and the account key', async () => {
    const { url, http } = await first('key.localhost');
    provision(world.web, other, http.token);
    await agent.post(http.url, {});
    expect((await agent.until(url, 'valid', 'invalid')).json.status).toBe('invalid');
  });

  it('7.5: a valid one has "expires" and "validated", a link up, and white space at the end is passed over', async () => {
    const { url, http } = await first('ok.localhost');
    world.web.texts.set(`/.well-known/acme-challenge/${http.token}`, `${http.token}.${agent.key.thumbprint}\r\n `);
    expect((await agent.post(http.url, {})).headers.link).toContain(`<${url}>;rel="up"`);
    const { json } = await agent.until(url, 'valid');
    expect(json).toMatchObject({
      expires: expect.any(String),
      challenges: [{ status: 'valid', validated: expect.any(String) }],
    });
  });

  it('7.5.2: a deactivated authorization is of no use, and only its owner can deactivate it', async () => {
    const order = await ready(['gone.localhost']);
    const [url] = order.authorizations;
    expect(told(await other.post(url, { status: 'deactivated' }))).toEqual({
      status: 403,
      type: error('unauthorized'),
    });
    expect((await agent.post(url, { status: 'deactivated' })).json.status).toBe('deactivated');
    const csr = await csrFor(['gone.localhost']);
    expect(told(await agent.post(order.finalize, { csr }))).toEqual({ status: 403, type: error('orderNotReady') });
  });

  it('8.2: while it tries again, a challenge says what failed and when there is more to see', async () => {
    const patient = await acmeWorld({ retryMs: [60_000] });
    try {
      const client = await patient.agent();
      await client.register();
      const { json } = await client.order(['later.localhost']);
      const [http] = (await client.read(json.authorizations[0])).json.challenges;
      await client.post(http.url, {});
      let seen = await client.read(http.url);
      while (seen.json.error === undefined) seen = await client.read(http.url);
      expect(seen.json).toMatchObject({ status: 'processing', error: { type: error('incorrectResponse') } });
      expect(Number(seen.headers['retry-after'])).toBeGreaterThan(30);
      provision(patient.web, client, http.token);
      // Asked for once more, it is looked at at once.
      await client.post(http.url, {});
      await client.until(json.authorizations[0], 'valid');
    } finally {
      await patient.stop();
    }
  });
});
