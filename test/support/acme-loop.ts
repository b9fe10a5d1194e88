import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AcmeAgent, keyOf, makeKey } from './acme-agent';
import { acmeWorld, csrFor } from './acme-world';

// An ACME server and clients that order and finalize until they are killed, and say what was confirmed to them:
//   node acme-loop.mjs DATA_FOLDER PREFIX COUNT PORT
const [dir = '', prefix = 'a', count = '1000000', port = '0'] = process.argv.slice(2);

const world = await acmeWorld({ port: Number(port), trustThisMachine: true }, dir);
const keyFile = join(dir, '..', 'account.pem');
const kept = await readFile(keyFile, 'utf8').catch(() => undefined);
const privateKey = kept === undefined ? makeKey().privateKey : createPrivateKey(kept);
await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
const key = keyOf('ES256', privateKey, createPublicKey(privateKey));
process.stdout.write(`port ${new URL(world.url).port}\n`);

async function one(agent: AcmeAgent, name: string): Promise<void> {
  const { json, headers } = await agent.order([name]);
  process.stdout.write(`ordered ${headers.location}\n`);
  const done = await agent.post(json.finalize, { csr: await csrFor([name]) });
  if (done.json?.status !== 'valid') throw new Error(done.text);
  process.stdout.write(`valid ${headers.location}\n`);
}

let next = 0;
const work = async () => {
  const agent = await world.agent(key);
  await agent.register();
  process.stdout.write(`account ${agent.kid}\n`);
  while (next < Number(count)) {
    next += 1;
    await one(agent, `${prefix}${next}.test`);
  }
};
await Promise.all([work(), work(), work()]);
await world.stop();
process.stdout.write('finished\n');
