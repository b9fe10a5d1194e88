import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey } from '../../../test/support/acme-agent';
import { type AcmeWorld, acmeWorld, obtain } from '../../../test/support/acme-world';
import { parseCertificate } from '../pki/parsed-certificate';

let world: AcmeWorld;
beforeAll(async () => {
  world = await acmeWorld();
});
afterAll(() => world.stop());

describe('a whole order', () => {
  it.each(['ES256', 'ES384', 'RS256', 'EdDSA'] as const)('is fulfilled for an account with an %s key', async (alg) => {
    const agent = await world.agent(makeKey(alg));
    expect((await agent.register({ contact: ['mailto:me@app.test'] })).status).toBe(201);
    const { order, chain } = await obtain(world, agent, [`${alg.toLowerCase()}.localhost`, '127.0.0.1']);
    expect(chain.headers['content-type']).toBe('application/pem-certificate-chain');
    const [leaf = ''] = chain.text.split(/(?<=-----END CERTIFICATE-----\n)/);
    const { notAfter } = parseCertificate(leaf);
    expect(Math.round((notAfter.getTime() - Date.now()) / 86_400_000)).toBe(90);
    const listed = await world.services.certificates.list();
    const mine = listed.find(({ names }) => names[0]?.value === `${alg.toLowerCase()}.localhost`);
    expect(mine).toMatchObject({ keyHere: false, acme: { account: agent.kid?.split('/').at(-1) } });
    expect(order.certificate).toContain(mine?.acme?.order);
  });
});
