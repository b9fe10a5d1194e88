import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, createServer, type Server, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Account, succeeded } from '../../support/command-line';
import { lessonAccount } from '../../support/lesson';

/** The multi-party exercise: four nodes, each with a certificate and key of its own, and both sides of each connection verify. */
const nodes = ['node1.test', 'node2.test', 'node3.test', 'node4.test'];

interface Node {
  name: string;
  cert: Buffer;
  key: Buffer;
  ca: Buffer;
}

let account: Account;
let stranger: Account;
const parties = new Map<string, Node>();
const servers = new Map<string, Server>();
const refusals: string[] = [];

function read(folder: string, name: string): Node {
  const file = (suffix: string) => readFileSync(join(folder, `${name}${suffix}`));
  return { name, cert: file('-fullchain.pem'), key: file('-key.pem'), ca: readFileSync(join(folder, 'ca.crt')) };
}

async function issueNodes(who: Account, names: readonly string[]): Promise<void> {
  const list = join(who.files, 'nodes.csv');
  await writeFile(
    list,
    ['name,more names,purpose', ...names.map((name) => `${name},localhost,server-client`)].join('\n'),
  );
  const formats = ['--format', 'full-chain,key,ca', '--out', join(who.files, 'nodes')];
  succeeded(await who.sealwax(['issue', '--batch', list, ...formats]));
}

beforeAll(async () => {
  account = await lessonAccount();
  stranger = await lessonAccount('Another CA');
  await issueNodes(account, nodes);
  await issueNodes(stranger, ['node5.test']);
  const folder = join(account.files, 'nodes');
  for (const entry of await readdir(folder)) {
    const name = nodes.find((each) => entry.startsWith(each));
    if (name !== undefined) parties.set(name, read(join(folder, entry), name));
  }
  for (const [name, { cert, key, ca }] of parties) {
    const server = createServer({ cert, key, ca, requestCert: true, rejectUnauthorized: true }, (socket) => {
      socket.on('error', () => undefined);
      socket.end(`${name} greets ${socket.getPeerCertificate().subject.CN}`);
    });
    server.on('tlsClientError', ({ message }) => refusals.push(message));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.set(name, server);
  }
}, 180_000);
afterAll(async () => {
  for (const server of servers.values()) server.close();
  await Promise.all([account?.remove(), stranger?.remove()]);
});

/** What a client reads from a node, or why there was no connection. */
function talk(to: string, from: Partial<Node> & { ca: Buffer }): Promise<string> {
  const { port } = (servers.get(to) as Server).address() as AddressInfo;
  return new Promise((resolve) => {
    let heard = '';
    const socket: TLSSocket = connect({ host: '127.0.0.1', port, servername: to, ...from });
    socket.on('data', (chunk) => {
      heard += String(chunk);
    });
    socket.on('error', ({ message }) => resolve(`refused: ${message}`));
    socket.on('close', () => resolve(heard === '' ? 'refused: closed' : heard));
  });
}

describe('four nodes, certificates required on both sides', () => {
  it('have a key each', () => {
    expect(parties.size).toBe(4);
    expect(new Set([...parties.values()].map(({ key }) => key.toString())).size).toBe(4);
  });

  it('talk pairwise, each knowing the other by name', async () => {
    for (const from of nodes) {
      for (const to of nodes) expect(await talk(to, parties.get(from) as Node)).toBe(`${to} greets ${from}`);
    }
  });

  it('turn away a fifth with a certificate of another authority, and a sixth with none', async () => {
    const folder = join(stranger.files, 'nodes');
    const entries = await readdir(folder);
    const own = entries.includes('ca.crt') ? folder : join(folder, entries[0] ?? '');
    const foreign = read(own, 'node5.test');
    const { ca } = parties.get('node1.test') as Node;
    refusals.length = 0;
    expect(await talk('node1.test', { ...foreign, ca })).toMatch(/^refused: /);
    expect(await talk('node1.test', { ca })).toMatch(/^refused: /);
    expect(refusals.length).toBe(2);
  });

  it('are not believed by a client that knows another authority', async () => {
    const folder = join(stranger.files, 'nodes');
    const entries = await readdir(folder);
    const { ca } = read(entries.includes('ca.crt') ? folder : join(folder, entries[0] ?? ''), 'node5.test');
    expect(await talk('node1.test', { ...(parties.get('node2.test') as Node), ca })).toMatch(
      /^refused: .*(issuer|self-signed)/,
    );
  });
});
