import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AcmeAgent, type AcmeReply, signJws } from '../../../test/support/acme-agent';
import { type AcmeWorld, acmeWorld, csrFor } from '../../../test/support/acme-world';

// 10,000 requests that no client sends: nothing falls over, every refusal is a problem document, and no order gets further.

let world: AcmeWorld;
let agent: AcmeAgent;
beforeAll(async () => {
  world = await acmeWorld();
  agent = await world.agent();
  await agent.register();
});
afterAll(() => world.stop());

const total = 10_000;
const atOnce = 24;
const seed = Number(process.env.SEALWAX_SEED ?? 8555);

/** Mulberry32: numbers from 0 to 1 that a seed gives again. */
function numbers(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const next = numbers(seed);
const below = (limit: number) => Math.floor(next() * limit);
const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;

const deep = JSON.parse('[['.repeat(500) + ']]'.repeat(500));
const odd: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  '',
  'a',
  '\u0000',
  '💥',
  'x'.repeat(5000),
  [],
  [[]],
  {},
  { a: 1 },
  deep,
  ['a', 1],
  '../..',
  '__proto__',
  JSON.parse('{"__proto__":{"status":"valid"}}'),
];

/** A value with one part of it replaced, removed or added. */
function mutated(value: unknown): unknown {
  if (typeof value === 'string' && value !== '' && next() < 0.5) {
    const at = below(value.length);
    return (
      value.slice(0, at) + pick(['', '=', '\n', 'ß', value.charAt(at) + value.charAt(at), '.']) + value.slice(at + 1)
    );
  }
  if (typeof value !== 'object' || value === null || next() < 0.2) return pick(odd);
  const keys = Object.keys(value);
  const key = keys.length === 0 ? 'x' : pick(keys);
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  if (next() < 0.15) delete copy[key];
  else copy[key] = mutated(copy[key]);
  return copy;
}

describe('10,000 mutated requests', () => {
  it(`change nothing and crash nothing (seed ${seed})`, async () => {
    const { json: order, headers } = await agent.order(['watched.localhost', '*.watched.test']);
    const url = String(headers.location);
    const [http] = (await agent.read(order.authorizations[0])).json.challenges;
    const csr = await csrFor(['watched.localhost', '*.watched.test']);
    const { directory } = agent;
    const requests: readonly [string, unknown][] = [
      [
        directory.newOrder,
        { identifiers: [{ type: 'dns', value: 'a.test' }], notAfter: '2030-01-01T00:00:00Z', profile: 'default' },
      ],
      [directory.newAccount, { contact: ['mailto:me@app.test'], onlyReturnExisting: true }],
      [
        directory.keyChange,
        signJws(
          agent.key,
          { alg: 'ES256', jwk: agent.key.jwk, url: directory.keyChange },
          { account: agent.kid, oldKey: agent.key.jwk },
        ),
      ],
      [directory.revokeCert, { certificate: csr, reason: 1 }],
      [order.finalize, { csr }],
      [http.url, {}],
      [order.authorizations[0], ''],
      [agent.kid ?? '', { contact: ['mailto:me@app.test'] }],
      [url, ''],
      [`${url.replace('/order/', '/certificate/')}`, ''],
    ];
    const once = async (): Promise<AcmeReply> => {
      const [to, payload] = pick(requests);
      const sent = to === http.url && next() < 0.9 ? '' : payload;
      const header = (before: Record<string, unknown>) =>
        next() < 0.4 ? (mutated(before) as Record<string, unknown>) : before;
      const how = below(5);
      if (how === 0) return agent.post(to, sent === '' ? pick(odd) : mutated(sent));
      if (how === 1) return agent.post(to, sent, { header: (before) => mutated(before) as Record<string, unknown> });
      if (how === 2) return agent.post(to, sent, { header, jws: mutated as never });
      if (how === 3) {
        const text = JSON.stringify(
          signJws(agent.key, { alg: 'ES256', kid: agent.kid, nonce: await agent.nonce(), url: to }, sent),
        );
        const bytes = Buffer.from(text);
        for (let flips = below(4) + 1; flips > 0; flips -= 1) bytes[below(bytes.length)] = below(256);
        return agent.send('POST', to, bytes.subarray(0, next() < 0.2 ? below(bytes.length) : bytes.length), {
          'content-type': 'application/jose+json',
        });
      }
      const path = new URL(to).pathname;
      const wrong =
        path.slice(0, below(path.length) + 1) + pick(['', '/', '%00', '/../directory', '?x=1', '0', '//', '%2e%2e']);
      return agent.send(
        pick(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']),
        new URL(to).origin + wrong,
        undefined,
        {},
      );
    };
    const statuses = new Map<number, number>();
    let left = total;
    const work = async () => {
      while (left > 0) {
        left -= 1;
        const { status, headers: had, json, text } = await once();
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status >= 500) throw new Error(`${status}: ${text}`);
        if (status < 400 || text === '') continue;
        if (
          had['content-type'] !== 'application/problem+json' ||
          !/^urn:ietf:params:acme:error:[a-zA-Z]+$/.test(json?.type)
        ) {
          throw new Error(`no problem document: ${status} ${text}`);
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    // Most were refused, and a few must have been whole, or nothing behind the first checks was reached.
    expect(statuses.get(400)).toBeGreaterThan(total / 4);
    expect(statuses.get(201)).toBeGreaterThan(0);
    expect(statuses.get(200)).toBeGreaterThan(total / 100);
    expect(await world.services.certificates.list()).toEqual([]);
    const orders = await world.services.lifecycle.acme.admin.orders();
    expect(orders.filter(({ status }) => status !== 'pending' && status !== 'invalid')).toEqual([]);
    const accounts = await world.services.lifecycle.acme.admin.accounts();
    expect(accounts.map(({ status }) => status)).toEqual(['valid']);
    expect((await agent.read(agent.kid ?? '')).status).toBe(200);
  }, 120_000);
});
