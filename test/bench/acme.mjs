// How fast the ACME server issues, beside Caddy's own `acme_server`, in the same run with the same client:
//
//   node test/bench/acme.mjs [--orders 60] [--rounds 3] [--clients 1,20] [--goal 1]
//
// An order is all that a client does: newOrder, authorization, challenge by http-01, finalize, certificate, in which every request
// is signed (ES256) and each server looks at the challenge over HTTP. Rounds are interleaved, so that whatever else the machine
// does meets both. Our side is the built command line (npm run cli); Caddy is Debian's. Exit code 1 when the goal, times Caddy's
// rate, is missed.
import { execFileSync, spawn } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Agent, request } from 'node:https';
import { cpus, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '3' },
    clients: { type: 'string', default: '1,20' },
    goal: { type: 'string', default: '1' },
  },
});
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const work = mkdtempSync(join(tmpdir(), 'sealwax-bench-acme-'));
const base64url = (data) => Buffer.from(data).toString('base64url');

/** Answers the challenges of both servers; Caddy looks at port 80 and at no other, so this needs root or a low port. */
const texts = new Map();
const web = createServer((asked, answer) => answer.end(texts.get(asked.url) ?? ''));
await new Promise((done, failed) => web.once('error', failed).listen(80, '127.0.0.1', done));

async function ours() {
  const passphrase = join(work, 'passphrase');
  writeFileSync(passphrase, 'correct horse battery staple', { mode: 0o600 });
  const env = { ...process.env, HOME: work, SEALWAX_HOME: join(work, 'data'), SEALWAX_PASSPHRASE_FILE: passphrase };
  const program = join(root, 'bin/sealwax.cjs');
  execFileSync(process.execPath, [program, 'ca', 'create', 'Bench', '--keep', 'session', '--quiet'], {
    env,
    stdio: 'ignore',
  });
  const child = spawn(process.execPath, [program, 'acme', 'serve', '--json', '--port', '0'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const line = await new Promise((done) => lines.once('line', done));
  return { what: 'sealwax', directory: JSON.parse(line).directories[0], child };
}

async function caddy() {
  const home = join(work, 'caddy');
  mkdirSync(home);
  const file = join(home, 'Caddyfile');
  const port = 18_443;
  const text = `{
  admin off
  skip_install_trust
  auto_https disable_redirects
  http_port 18080
  https_port ${port}
}
localhost:${port} {
  tls internal
  acme_server
}
`;
  writeFileSync(file, text);
  const env = { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'config') };
  const child = spawn('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], { env, stdio: 'ignore' });
  const directory = `https://localhost:${port}/acme/local/directory`;
  for (let tries = 0; tries < 100; tries += 1) {
    const up = await send(agent(), 'GET', directory).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (up) return { what: 'caddy', directory, child };
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('caddy did not start');
}

// What the certificate of either server is worth is no part of what is measured.
const agent = () => new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });

function send(by, method, url, body, headers = {}) {
  return new Promise((done, failed) => {
    const asked = request(
      url,
      { method, agent: by, headers: { 'user-agent': 'sealwax-bench', ...headers } },
      (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const type = answer.headers['content-type'] ?? '';
          done({
            status: answer.statusCode,
            headers: answer.headers,
            text,
            json: type.includes('json') ? JSON.parse(text) : undefined,
          });
        });
      },
    );
    asked.once('error', failed);
    asked.end(body);
  });
}

/** Both servers find this name without a name server. The request for it is made before anything is measured. */
const name = 'localhost';
const csr = (() => {
  const key = join(work, 'leaf.pem');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const args = ['req', '-new', '-key', key, '-subj', '/', '-addext', `subjectAltName=DNS:${name}`, '-outform', 'DER'];
  return base64url(execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] }));
})();

class Client {
  constructor(directory) {
    this.agent = agent();
    this.directory = directory;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.privateKey = privateKey;
    const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
    this.jwk = { crv, kty, x, y };
    this.thumbprint = createHash('sha256').update(JSON.stringify(this.jwk)).digest('base64url');
  }

  async begin() {
    this.urls = (await send(this.agent, 'GET', this.directory)).json;
    this.nonce = (await send(this.agent, 'HEAD', this.urls.newNonce)).headers['replay-nonce'];
    const made = await this.post(this.urls.newAccount, { termsOfServiceAgreed: true });
    this.kid = made.headers.location;
    return this;
  }

  async post(url, payload) {
    const by = this.kid === undefined ? { jwk: this.jwk } : { kid: this.kid };
    const head = base64url(JSON.stringify({ alg: 'ES256', ...by, nonce: this.nonce, url }));
    const body = payload === '' ? '' : base64url(JSON.stringify(payload));
    const signature = base64url(
      sign('sha256', Buffer.from(`${head}.${body}`), { key: this.privateKey, dsaEncoding: 'ieee-p1363' }),
    );
    const text = JSON.stringify({ protected: head, payload: body, signature });
    const answer = await send(this.agent, 'POST', url, text, { 'content-type': 'application/jose+json' });
    this.nonce = answer.headers['replay-nonce'] ?? this.nonce;
    if (answer.status >= 400) throw new Error(`${url}: ${answer.status} ${answer.text}`);
    return answer;
  }

  async poll(url, status) {
    for (let tries = 0; ; tries += 1) {
      const answer = await this.post(url, '');
      if (answer.json.status === status) return answer.json;
      if (answer.json.status === 'invalid' || tries > 400) throw new Error(answer.text);
      await new Promise((done) => setTimeout(done, 5));
    }
  }

  /** A whole order; gives its time (milliseconds). */
  async order() {
    const started = performance.now();
    const { json: order, headers } = await this.post(this.urls.newOrder, {
      identifiers: [{ type: 'dns', value: name }],
    });
    const [url] = order.authorizations;
    const { challenges } = (await this.post(url, '')).json;
    const challenge = challenges.find(({ type }) => type === 'http-01');
    texts.set(`/.well-known/acme-challenge/${challenge.token}`, `${challenge.token}.${this.thumbprint}`);
    let { json } = await this.post(challenge.url, {});
    if (json.status !== 'valid') json = await this.poll(url, 'valid');
    let done = (await this.post(order.finalize, { csr })).json;
    if (done.status !== 'valid') done = await this.poll(headers.location, 'valid');
    const { text } = await this.post(done.certificate, '');
    if (!text.includes('BEGIN CERTIFICATE')) throw new Error(text);
    return performance.now() - started;
  }
}

const servers = [await ours(), await caddy()];
const rounds = Number(values.rounds);
const perRound = Math.ceil(Number(values.orders) / rounds);

/** Certificates a second, and the time of each order. */
async function measure({ directory }, clients) {
  const all = await Promise.all(Array.from({ length: clients }, () => new Client(directory).begin()));
  const times = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(
    all.map(async (client) => {
      while (next < perRound) {
        next += 1;
        times.push(await client.order());
      }
    }),
  );
  const rate = (perRound * 1000) / (performance.now() - started);
  for (const client of all) client.agent.destroy();
  return { rate, times };
}

const quantile = (numbers, share) =>
  [...numbers].sort((one, other) => one - other)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];
const row = (...cells) =>
  console.log(`| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(10) : cell.padStart(14))).join(' | ')} |`);

console.log(
  `Whole orders with http-01; ${rounds} rounds of ${perRound}; ${cpus().length} processors; Node ${process.version}\n`,
);
row('clients', 'server', 'per second', 'median (ms)', 'p99 (ms)');
row('-'.repeat(10), ...Array(4).fill('-'.repeat(14)));
let missed = false;
try {
  await compare();
  console.log(`\n${readdirSync(join(work, 'data/certificates')).length} certificates by us.`);
} finally {
  web.close();
  web.closeAllConnections();
  for (const { child } of servers) {
    const ended = new Promise((done) => child.once('close', done));
    child.kill('SIGINT');
    await ended;
  }
  rmSync(work, { recursive: true, force: true });
}
if (missed) process.exitCode = 1;

async function compare() {
  for (const clients of values.clients.split(',').map(Number)) {
    const results = servers.map(() => ({ rates: [], times: [] }));
    for (const server of servers) await measure(server, 1);
    for (let round = 0; round < rounds; round += 1) {
      // In turn first and second.
      const order = round % 2 === 0 ? [0, 1] : [1, 0];
      for (const index of order) {
        const { rate, times } = await measure(servers[index], clients);
        results[index].rates.push(rate);
        results[index].times.push(...times);
      }
    }
    const rates = results.map(({ rates: each }) => each.reduce((sum, rate) => sum + rate, 0) / each.length);
    for (const [index, { times }] of results.entries()) {
      row(
        String(clients),
        servers[index].what,
        rates[index].toFixed(1),
        quantile(times, 0.5).toFixed(1),
        quantile(times, 0.99).toFixed(1),
      );
    }
    console.log(
      `  ${clients} client${clients === 1 ? '' : 's'}: ${(rates[0] / rates[1]).toFixed(2)} times Caddy's rate (goal ${values.goal})`,
    );
    if (rates[0] < Number(values.goal) * rates[1]) missed = true;
  }
}
