import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type AcmeWorld, acmeWorld, csrFor, fulfil, obtain, provision } from '../../../test/support/acme-world';
import type { AcmeOptions } from './options';

let worlds: AcmeWorld[] = [];
const begin = async (options: Partial<AcmeOptions> = {}, dir?: string) => {
  const world = await acmeWorld(options, dir);
  worlds.push(world);
  return world;
};
afterEach(async () => {
  await Promise.all(worlds.map((each) => each.stop()));
  worlds = [];
});
const error = (type: string) => `urn:ietf:params:acme:error:${type}`;

describe('“ask me”', () => {
  const question = (world: AcmeWorld) => {
    const state = world.services.lifecycle.acme.server.state();
    return state.running ? state.questions[0] : undefined;
  };

  it('lets an order wait for the person, and keeps “always” and “never”', async () => {
    const world = await begin({ ask: true });
    const { server } = world.services.lifecycle.acme;
    const agent = await world.agent();
    await agent.register({ contact: ['mailto:me@app.test'] });
    const { json } = await agent.order(['a.localhost']);
    const [http] = (await agent.read(json.authorizations[0])).json.challenges;
    provision(world.web, agent, http.token);
    await agent.post(http.url, {});
    expect(world.web.asked).toEqual([]);
    const asked = question(world);
    expect(asked).toMatchObject({
      names: ['a.localhost'],
      contact: ['mailto:me@app.test'],
      agent: 'test/1.0',
      local: true,
    });
    expect(await server.answer(asked?.id ?? '', 'always')).toBe(true);
    await agent.until(json.authorizations[0], 'valid');
    await obtain(world, agent, ['a.localhost']);
    const refused = await agent.order(['b.localhost']);
    const [again] = (await agent.read(refused.json.authorizations[0])).json.challenges;
    await server.answer(question(world)?.id ?? '', 'never');
    await agent.post(again.url, {});
    const { challenges } = (await agent.until(refused.json.authorizations[0], 'invalid')).json;
    expect(challenges[0].error.detail).toContain('refused a certificate');
    const config = await world.services.lifecycle.activity.page({ limit: 50 });
    expect(config.entries.map(({ sentence }) => sentence).join()).toContain(
      'Said “never” to certificates for b.localhost',
    );
  });

  it('takes no answer for a no', async () => {
    const world = await begin({ ask: true, askMs: 50 });
    const agent = await world.agent();
    await agent.register();
    const { json } = await agent.order(['a.localhost']);
    const [http] = (await agent.read(json.authorizations[0])).json.challenges;
    await agent.post(http.url, {});
    expect((await agent.until(json.authorizations[0], 'invalid')).json.challenges[0].error.detail).toContain('in time');
    expect(world.web.asked).toEqual([]);
  });
});

describe('“trust this machine”', () => {
  it('is off unless told, and then makes orders of programs here ready without a challenge, and says so', async () => {
    const world = await begin({ trustThisMachine: true });
    const agent = await world.agent();
    await agent.register();
    const { json } = await agent.order(['a.test', '*.b.test']);
    expect(json.status).toBe('ready');
    expect((await agent.post(json.finalize, { csr: await csrFor(['a.test', '*.b.test']) })).json.status).toBe('valid');
    const [order] = await world.services.lifecycle.acme.admin.orders();
    expect(order?.steps.every(({ trusted }) => trusted === true)).toBe(true);
    const usual = await begin();
    const other = await usual.agent();
    await other.register();
    expect((await other.order(['a.test'])).json.status).toBe('pending');
  });
});

describe('accounts', () => {
  it('must be bound where that is told, and one that is shut out gets nothing', async () => {
    const world = await begin({ requireBinding: true });
    const agent = await world.agent();
    expect(agent.directory.meta.externalAccountRequired).toBe(true);
    expect((await agent.register()).json.type).toBe(error('externalAccountRequired'));
    const open = await begin();
    const other = await open.agent();
    await other.register();
    const { admin } = open.services.lifecycle.acme;
    const id = other.kid?.split('/').at(-1) ?? '';
    await admin.setPolicy(id, { names: ['shop.test'], addresses: [], days: 2 });
    expect((await other.order(['app.test'])).json.type).toBe(error('rejectedIdentifier'));
    expect((await other.order(['127.0.0.1'])).json.type).toBe(error('rejectedIdentifier'));
    expect((await other.order(['www.shop.test'])).status).toBe(201);
    await admin.setBlocked(id, true);
    expect((await other.read(other.kid ?? '')).json.type).toBe(error('unauthorized'));
    await admin.setBlocked(id, false);
    expect((await other.read(other.kid ?? '')).status).toBe(200);
  });

  it('with a policy get no longer life than it says', async () => {
    const world = await begin();
    const agent = await world.agent();
    await agent.register();
    await world.services.lifecycle.acme.admin.setPolicy(agent.kid?.split('/').at(-1) ?? '', { days: 2 });
    await obtain(world, agent, ['short.localhost']);
    const [made] = await world.services.certificates.list();
    expect(Date.parse(made?.notAfter ?? '') - Date.now()).toBeLessThan(2 * 86_400_000);
  });
});

describe('the network', () => {
  it.each([
    ['every address', '0.0.0.0', 'invalid-input'],
    ['a name', 'app.test', 'invalid-input'],
    ['an address that the authority may not sign for', '192.0.2.1', 'name-outside-limits'],
  ])('is not opened on %s', async (_what, address, code) => {
    await expect(begin({ lan: [address] })).rejects.toMatchObject({ code });
  });
});

describe('a restart', () => {
  it('keeps accounts and orders, goes on where they stood, and knows no nonce of before; a second server is refused', async () => {
    const dir = join(await mkdtemp(join(tmpdir(), 'sealwax-acme-')), 'data');
    const first = await begin({}, dir);
    const agent = await first.agent();
    await agent.register();
    const { json, headers } = await agent.order(['a.localhost']);
    await fulfil(first.web, agent, json);
    await expect(begin({}, dir)).rejects.toMatchObject({ code: 'busy' });
    const { port } = new URL(first.url);
    const nonce = await agent.nonce();
    await first.services.lifecycle.acme.server.stop();
    const second = await begin({ port: Number(port) }, dir);
    const again = await second.agent(agent.key);
    again.kid = agent.kid;
    const stale = await again.post(agent.kid ?? '', '', { header: (header) => ({ ...header, nonce }) });
    expect(stale.json.type).toBe(error('badNonce'));
    expect((await again.read(String(headers.location))).json.status).toBe('ready');
    expect((await again.post(json.finalize, { csr: await csrFor(['a.localhost']) })).json.status).toBe('valid');
    expect((await again.register({ onlyReturnExisting: true })).headers.location).toBe(agent.kid);
  }, 40_000);
});
