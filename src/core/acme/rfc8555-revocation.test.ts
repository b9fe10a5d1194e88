import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AcmeAgent, keyOf, makeKey } from '../../../test/support/acme-agent';
import { type AcmeWorld, acmeWorld, csrFor, fulfil, obtain } from '../../../test/support/acme-world';
import { generateKey } from '../pki/keys';
import { parseCertificate } from '../pki/parsed-certificate';
import { certIdOf } from './renewal-info';

// The MUSTs of RFC 8555 section 7.6 and of RFC 9773 that a server can violate.

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
const ready = async (names: readonly string[]) => {
  const { json } = await agent.order(names);
  await fulfil(world.web, agent, json);
  return json;
};
const leafOf = (chain: string) => parseCertificate(chain.slice(0, chain.indexOf('-----END') + 26)).der;

describe('RFC 9773, renewal information', () => {
  it('suggests the last third of a life, at once for a revoked one, and knows what replaces what', async () => {
    const { chain } = await obtain(world, agent, ['ari.localhost']);
    const certId = certIdOf(leafOf(chain.text));
    const info = await agent.send('GET', `${agent.directory.renewalInfo}/${certId}`);
    const { notBefore, notAfter } = parseCertificate(leafOf(chain.text));
    const share =
      (Date.parse(info.json.suggestedWindow.start) - notBefore.getTime()) / (notAfter.getTime() - notBefore.getTime());
    expect([info.status, share]).toEqual([200, expect.closeTo(2 / 3, 3)]);
    expect(Number(info.headers['retry-after'])).toBeGreaterThanOrEqual(60);
    expect((await agent.send('GET', `${agent.directory.renewalInfo}/AAAA.AAAA`)).status).toBe(404);
    expect(told(await other.order(['ari.localhost'], { replaces: certId }))).toEqual({
      status: 400,
      type: error('malformed'),
    });
    expect(told(await agent.order(['x.localhost'], { replaces: certId }))).toEqual({
      status: 400,
      type: error('malformed'),
    });
    const next = await obtain(world, agent, ['ari.localhost'], { replaces: certId });
    expect(next.order.replaces).toBe(certId);
    expect(told(await agent.order(['ari.localhost'], { replaces: certId }))).toEqual({
      status: 409,
      type: error('alreadyReplaced'),
    });
    const listed = (await world.services.certificates.list()).filter(
      ({ commonName }) => commonName === 'ari.localhost',
    );
    expect(listed.filter(({ replacedBy }) => replacedBy === undefined)).toHaveLength(1);
    const certificate = leafOf(next.chain.text).toString('base64url');
    expect((await agent.post(agent.directory.revokeCert, { certificate })).status).toBe(200);
    const revoked = await agent.send('GET', `${agent.directory.renewalInfo}/${certIdOf(leafOf(next.chain.text))}`);
    expect(Date.parse(revoked.json.suggestedWindow.end)).toBeLessThan(Date.now());
  });
});

describe('RFC 8555 section 7.6, revocation', () => {
  it('is for the account that was given it, for one that holds all its names, and for the key of the certificate', async () => {
    const { revokeCert } = agent.directory;
    const chains = [];
    for (let count = 0; count < 2; count += 1) chains.push((await obtain(world, agent, ['gone.localhost'])).chain);
    const [one = '', two = ''] = chains.map(({ text }) => leafOf(text).toString('base64url'));
    expect(told(await other.post(revokeCert, { certificate: one }))).toEqual({
      status: 403,
      type: error('unauthorized'),
    });
    expect(told(await agent.post(revokeCert, { certificate: one, reason: 2 }))).toEqual({
      status: 400,
      type: error('badRevocationReason'),
    });
    const stranger = makeKey();
    expect(told(await agent.post(revokeCert, { certificate: one }, { key: stranger, bringKey: true })).status).toBe(
      403,
    );
    expect((await agent.post(revokeCert, { certificate: one, reason: 4 })).status).toBe(200);
    expect(told(await agent.post(revokeCert, { certificate: one }))).toEqual({
      status: 400,
      type: error('alreadyRevoked'),
    });
    await obtain(world, other, ['gone.localhost']);
    expect((await other.post(revokeCert, { certificate: two })).status).toBe(200);
    const listed = (await world.services.certificates.list()).filter(({ revoked }) => revoked !== undefined);
    expect(listed.map(({ revoked }) => revoked?.reason)).toContain('superseded');
  });

  it('takes the signature of the certificate’s own key', async () => {
    const { createPrivateKey, createPublicKey } = await import('node:crypto');
    const pair = await generateKey('ecdsa-p256');
    const privateKey = createPrivateKey({ key: pair.pkcs8, format: 'der', type: 'pkcs8' });
    const order = await ready(['own.localhost']);
    const done = await agent.post(order.finalize, { csr: await csrFor(['own.localhost'], pair) });
    const certificate = leafOf((await agent.read(done.json.certificate)).text).toString('base64url');
    const key = keyOf('ES256', privateKey, createPublicKey(privateKey));
    expect((await agent.post(agent.directory.revokeCert, { certificate }, { key, bringKey: true })).status).toBe(200);
  });
});
