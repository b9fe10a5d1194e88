import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AcmeOptions } from '../../src/core/acme/options';
import { buildRequest } from '../../src/core/pki/csr';
import { generateKey } from '../../src/core/pki/keys';
import { parseName } from '../../src/core/pki/names';
import type { Services } from '../../src/core/services';
import { AcmeAgent, makeKey, type SigningKey } from './acme-agent';
import { makeAuthority, tempServices } from './temp-services';

export interface AcmeWorld {
  services: Services;
  url: string;
  root: string;
  web: WebServer;
  agent: (key?: SigningKey) => Promise<AcmeAgent>;
  stop: () => Promise<void>;
}

/** The machine that is to get a certificate: answers what a test tells it to, on a port of the loopback. */
export interface WebServer {
  port: number;
  /** Paths that were asked for, in order. */
  asked: string[];
  texts: Map<string, string>;
  /** Takes the place of the texts. */
  answer: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  close: () => Promise<void>;
}

export async function startWeb(): Promise<WebServer> {
  const web: WebServer = {
    port: 0,
    asked: [],
    texts: new Map(),
    answer: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const server: Server = createServer((request, response) => {
    web.asked.push(request.url ?? '');
    if (web.answer !== undefined) {
      web.answer(request, response);
      return;
    }
    const text = web.texts.get(request.url ?? '');
    response.writeHead(text === undefined ? 404 : 200).end(text ?? 'nothing here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  web.port = (server.address() as AddressInfo).port;
  return web;
}

/** An authority, its ACME server on a free port, and a web server where http-01 is looked for. */
export async function acmeWorld(
  options: Partial<AcmeOptions> = {},
  dir?: string,
  now?: () => Date,
): Promise<AcmeWorld> {
  const services = await tempServices({ ...(dir === undefined ? {} : { dir }), ...(now === undefined ? {} : { now }) });
  if ((await services.authorities.list()).length === 0) await makeAuthority(services);
  const web = await startWeb();
  const { server } = services.lifecycle.acme;
  const started = server.start({ port: 0, httpPort: web.port, retryMs: [], lookMs: 2000, ...options });
  const state = await started.catch(async (error: unknown) => {
    await web.close();
    throw error;
  });
  if (!state.running) throw new Error('the server does not run');
  const root = (await services.authorities.rootCertificate()).pem;
  const agents: AcmeAgent[] = [];
  const url = state.directories[0] ?? '';
  return {
    services,
    url,
    root,
    web,
    agent: async (key) => {
      const made = await new AcmeAgent(url, root, key ?? makeKey()).begin();
      agents.push(made);
      return made;
    },
    stop: async () => {
      for (const each of agents) each.close();
      await server.stop();
      await web.close();
    },
  };
}

/** A CSR in base64url DER, as the payload of finalize has it. */
export async function csrFor(names: readonly string[], key?: Awaited<ReturnType<typeof generateKey>>): Promise<string> {
  const parsed = names.map((typed) => {
    const found = parseName(typed, 'server');
    if (!('name' in found)) throw new Error(`${typed} is no name`);
    return found.name;
  });
  const { der } = await buildRequest({
    names: parsed,
    purpose: 'server',
    key: key ?? (await generateKey('ecdsa-p256')),
  });
  return der.toString('base64url');
}

/** Puts the text of an http-01 challenge where it is looked for. */
export function provision(web: WebServer, agent: AcmeAgent, token: string): void {
  web.texts.set(`/.well-known/acme-challenge/${token}`, `${token}.${agent.key.thumbprint}`);
}

/** Fulfils every authorization of an order by http-01 and waits until all are valid. */
export async function fulfil(web: WebServer, agent: AcmeAgent, order: { authorizations: string[] }): Promise<void> {
  for (const url of order.authorizations) {
    const { challenges } = (await agent.read(url)).json;
    const challenge = challenges.find(({ type }: { type: string }) => type === 'http-01');
    provision(web, agent, challenge.token);
    await agent.post(challenge.url, {});
    const after = await agent.until(url, 'valid', 'invalid');
    if (after.json.status === 'invalid') throw new Error(after.text);
  }
}

/** A whole order, up to the chain in PEM. */
export async function obtain(
  world: AcmeWorld,
  agent: AcmeAgent,
  names: readonly string[],
  more: Record<string, unknown> = {},
) {
  const created = await agent.order(names, more);
  await fulfil(world.web, agent, created.json);
  const done = await agent.post(created.json.finalize, { csr: await csrFor(names) });
  if (done.json.status !== 'valid') throw new Error(done.text);
  const chain = await agent.read(done.json.certificate);
  return { order: done.json, orderUrl: created.headers.location as string, chain };
}
