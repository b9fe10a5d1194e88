import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeAuthority, tempServices } from '../../../test/support/temp-services';
import type { Services } from '../services';

let services: Services;
let id: string;
let port: number;

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: found } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return found;
}

beforeEach(async () => {
  services = await tempServices();
  id = (await makeAuthority(services)).id;
  port = await freePort();
});
afterEach(() => services.lifecycle.crlPublisher.stop());

function ask(path: string, { method = 'GET', host = `127.0.0.1:${port}` } = {}) {
  return new Promise<{
    status: number | undefined;
    type: string | undefined;
    length: string | undefined;
    body: Buffer;
  }>((resolve, reject) => {
    const call = request({ port, host: '127.0.0.1', path, method, headers: { host } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const { 'content-type': type, 'content-length': length } = response.headers;
        resolve({ status: response.statusCode, type, length, body: Buffer.concat(parts) });
      });
    });
    call.on('error', reject).end();
  });
}

describe('the address of a list', () => {
  it('gives that list and nothing else, by its own name alone, until it is switched off', async () => {
    const { revocations, crlPublisher } = services.lifecycle;
    expect(await crlPublisher.sync()).toBe(false);
    const state = await revocations.setServe(id, true, port);
    expect(await crlPublisher.sync()).toBe(true);
    expect(crlPublisher.of(state).serve).toMatchObject({ running: true });
    const { der } = await revocations.currentCrl(id);
    const got = await ask(`/${id}.crl`);
    expect(got).toMatchObject({ status: 200, type: 'application/pkix-crl', length: String(der.length) });
    expect(got.body.equals(der)).toBe(true);
    expect(await ask(`/${id}.crl`, { method: 'HEAD' })).toMatchObject({
      status: 200,
      length: String(der.length),
      body: Buffer.alloc(0),
    });
    expect(await ask(`/${id}.crl`, { method: 'POST' })).toMatchObject({ status: 405 });
    expect(await ask(`/${id}.crl`, { host: `evil.example:${port}` })).toMatchObject({ status: 404 });
    for (const path of ['/', '/root.pem', '/../settings.json', `/${id}.json`, '/root-0.crl', `/${id}.crl?x`]) {
      expect(await ask(path)).toMatchObject({ status: 404 });
    }
    // A new list is served at once.
    await revocations.makeCrl(id);
    expect((await ask(`/${id}.crl`)).body.equals((await revocations.currentCrl(id)).der)).toBe(true);
    await revocations.setServe(id, false);
    await crlPublisher.sync();
    await expect(ask(`/${id}.crl`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('says that its port is taken, and opens it once it is free', async () => {
    const { revocations, crlPublisher } = services.lifecycle;
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
    const state = await revocations.setServe(id, true, port);
    await crlPublisher.sync();
    expect(crlPublisher.of(state).serve).toMatchObject({
      running: false,
      problem: {
        message: expect.stringContaining(`Port ${port} is taken`),
        hint: expect.stringContaining('another port'),
      },
    });
    await new Promise((resolve) => squatter.close(resolve));
    expect(await crlPublisher.sync()).toBe(true);
    expect(crlPublisher.of(state).serve).toMatchObject({ running: true });
    expect(crlPublisher.of(state).serve.problem).toBeUndefined();
  });
});
