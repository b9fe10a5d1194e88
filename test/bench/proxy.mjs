// How many requests and new handshakes a second the proxy carries, and how long one in a hundred takes, beside the reverse proxies of
// Caddy and nginx, on the same certificate and backend:
//
//   node test/bench/proxy.mjs [--seconds 3] [--rounds 5] [--only requests,handshakes,http2] [--goal 1] [--threads 2] [--node FILE] [--extra FILE]
//
// Debian packages: caddy, nginx, openssl, wrk, nghttp2-client (for h2load). The rounds are interleaved, so that whatever else the machine does meets
// all three; what counts are the ratios, as medians over the rounds. The data path runs in a process of its own, as in the app, with
// as many threads as told (more than one needs Node 22.12). CPU time is
// that of the proxy, user and system, for each request. Exit code 1 when requests a second or p99 over HTTP/1.1 miss the goal.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { build } from 'vite';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: 'requests,handshakes,http2' },
    goal: { type: 'string', default: '1' },
    connections: { type: 'string', default: '32' },
    /** Another one to compare: a script that is called with CERTIFICATE KEY BACKEND-PORT PORT. */
    extra: { type: 'string', multiple: true, default: [] },
    without: { type: 'string', default: '' },
    threads: { type: 'string', default: '2' },
    node: { type: 'string', default: process.execPath },
  },
});
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const work = mkdtempSync(join(tmpdir(), 'sealwax-bench-'));
const at = (name) => join(work, name);
const ports = {};
for (const name of ['backend', 'sealwax', 'caddy', 'nginx', 'http']) ports[name] = await freePort();
const children = [];
/** Clients that do nothing but shake hands: wrk, with a connection for each request, is slower at it than what it measures. */
const handshakers = 8;

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

function certificate() {
  const openssl = (...args) => execFileSync('openssl', args, { stdio: 'ignore' });
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
    '-addext', 'subjectAltName=DNS:localhost', '-keyout', at('key.pem'), '-out', at('cert.pem')); // biome-ignore format: pairs belong together
}

function start(command, args, env = {}) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, HOME: work, ...env } });
  let told = '';
  child.stderr.on('data', (text) => {
    told = `${told}${text}`.slice(-4000);
  });
  child.on('exit', (code) => {
    if (!ending) throw new Error(`${command} ended with ${code}: ${told}`);
  });
  children.push(child);
  return child;
}
let ending = false;

function nginx(name, http) {
  const folder = at(name);
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; worker_processes auto; pid ${folder}/pid; error_log stderr crit;
events { worker_connections 4096; }
http { access_log off; client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
${http} }`,
  );
  return start('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')]);
}

/** A page of one kilobyte, as an API gives. */
const backend = () =>
  nginx(
    'backend',
    `server { listen 127.0.0.1:${ports.backend} backlog=1024; keepalive_requests 1000000; default_type application/json; location / { return 200 "${'x'.repeat(1024)}"; } }`,
  );

const nginxProxy = () =>
  nginx(
    'front',
    `upstream b { server 127.0.0.1:${ports.backend}; keepalive 64; keepalive_requests 1000000; }
server { listen 127.0.0.1:${ports.nginx} ssl http2 backlog=1024; keepalive_requests 1000000; ssl_certificate ${at('cert.pem')}; ssl_certificate_key ${at('key.pem')}; ssl_protocols TLSv1.2 TLSv1.3;
location / { proxy_pass http://b; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto https; } }`,
  );

function caddy() {
  writeFileSync(
    at('Caddyfile'),
    `{
  admin off
  auto_https off
  default_sni localhost
  http_port ${ports.http}
}
https://localhost:${ports.caddy} {
  bind 127.0.0.1
  tls ${at('cert.pem')} ${at('key.pem')}
  reverse_proxy 127.0.0.1:${ports.backend}
}
`,
  );
  return start('caddy', ['run', '--config', at('Caddyfile'), '--adapter', 'caddyfile'], { XDG_DATA_HOME: at('caddy') });
}

async function sealwax() {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: at('bundle'),
      rollupOptions: {
        input: { process: join(root, 'test/support/proxy-process.ts'), thread: join(root, 'src/core/proxy/thread.ts') },
        output: { entryFileNames: '[name].mjs' },
      },
    },
  });
  const options = {
    redirectFrom: null,
    hstsSeconds: null,
    clientCertificates: 'off',
    tls13Only: false,
    keyLog: false,
    trustForwarded: false,
    keepHost: true,
  };
  const route = { path: '/', host: '127.0.0.1', port: ports.backend, protocol: 'http1' };
  const pem = { chainPem: readFileSync(at('cert.pem'), 'utf8'), keyPem: readFileSync(at('key.pem'), 'utf8') };
  const proxy = {
    proxyId: 'bench',
    paused: false,
    names: [{ name: 'localhost', routes: [route] }],
    options,
    certificate: pem,
  };
  const plan = {
    address: '127.0.0.1',
    port: ports.sealwax,
    tls13Only: false,
    redirectFrom: [],
    proxies: [proxy],
    via: 'sealwax-bench',
    ticketKeys: randomBytes(48).toString('base64'),
  };
  writeFileSync(at('plan.json'), JSON.stringify([plan]), { mode: 0o600 });
  const child = start(values.node, [
    ...(process.env.BENCH_NODE_FLAGS ?? '').split(' ').filter(Boolean),
    join(at('bundle'), 'process.mjs'),
    at('plan.json'),
    join(at('bundle'), 'thread.mjs'),
    values.threads,
  ]);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const standings = JSON.parse((await lines.next()).value);
  if (standings[0].state !== 'running') throw new Error(JSON.stringify(standings));
  return child;
}

/** User and system time of a process and its children, in seconds: fields 14 and 15 of proc(5), in ticks of 10 ms. */
function cpuOf(pid) {
  const own = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const ticks = Number(own[11]) + Number(own[12]);
  const tasks = readdirSync(`/proc/${pid}/task`);
  const below = tasks.flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return ticks / 100 + below.reduce((sum, child) => sum + cpuOf(child), 0);
}

const milliseconds = (text) => {
  const [, number, unit] = /([\d.]+)(us|ms|s)/.exec(text);
  return Number(number) * { us: 0.001, ms: 1, s: 1000 }[unit];
};

function wrk(url) {
  const args = ['-t1', `-c${values.connections}`, `-d${values.seconds}s`, '--latency', url];
  const text = execFileSync('wrk', args, { encoding: 'utf8' });
  const bad = /Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? /Socket errors: .*/.exec(text)?.[0];
  const count = Number(/(\d+) requests in/.exec(text)[1]);
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1]),
    p99: milliseconds(/99%\s+(\S+)/.exec(text)[1]),
    count,
    bad,
  };
}

function h2load(url) {
  const text = execFileSync(
    'h2load',
    ['-t1', `-c${values.connections}`, '-m1', '-D', values.seconds, '--log-file', at('h2.log'), url],
    { encoding: 'utf8' },
  );
  const count = Number(/(\d+) succeeded/.exec(text)[1]);
  const failed = Number(/(\d+) failed/.exec(text)[1]);
  const times = readFileSync(at('h2.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => Number(line.split('\t')[2]) / 1000)
    .sort((one, other) => one - other);
  rmSync(at('h2.log'));
  return {
    rate: count / Number(values.seconds),
    p99: times[Math.floor(times.length * 0.99)] ?? 0,
    count,
    bad: failed > 0 ? `${failed} failed` : undefined,
  };
}

/** Handshakes alone, one after the other in each of some processes; each is a full one. */
async function handshakes(port) {
  const args = ['s_time', '-connect', `127.0.0.1:${port}`, '-new', '-time', values.seconds];
  const counts = await Promise.all(
    Array.from({ length: handshakers }, async () => {
      const { stdout } = await promisify(execFile)('openssl', args);
      return Number(/(\d+) connections in \d+ real seconds/.exec(stdout)[1]);
    }),
  );
  const count = counts.reduce((sum, each) => sum + each, 0);
  return { rate: count / Number(values.seconds), p99: 0, count, bad: undefined };
}

const measures = {
  requests: (port) => wrk(`https://localhost:${port}/`),
  handshakes,
  http2: (port) => h2load(`https://localhost:${port}/`),
};
const titles = {
  requests: 'requests a second, HTTP/1.1',
  handshakes: 'new handshakes a second',
  http2: 'requests a second, HTTP/2',
};

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

try {
  certificate();
  backend();
  const all = { sealwax: await sealwax(), caddy: caddy(), nginx: nginxProxy() };
  for (const file of values.extra) {
    const name = basename(file).replace(/\.[^.]*$/, '');
    ports[name] = await freePort();
    all[name] = start(values.node, [file, at('cert.pem'), at('key.pem'), String(ports.backend), String(ports[name])]);
  }
  for (const name of values.without.split(',')) delete all[name];
  await pause(1500);
  console.log(
    `${cpus().length} cores, ${values.connections} connections, ${values.rounds} rounds of ${values.seconds} s, Node ${execFileSync(values.node, ['--version'], { encoding: 'utf8' }).trim()}`,
  );
  let missed = false;
  for (const what of values.only.split(',')) {
    const found = Object.fromEntries(Object.keys(all).map((name) => [name, []]));
    for (const name of Object.keys(all)) await measures[what](ports[name]);
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const order = Object.keys(all);
      for (const name of round % 2 === 0 ? order : order.reverse()) {
        const before = cpuOf(all[name].pid);
        const result = await measures[what](ports[name]);
        if (result.bad !== undefined) console.log(`  ${name}: ${result.bad}`);
        found[name].push({ ...result, cpu: ((cpuOf(all[name].pid) - before) / result.count) * 1e6 });
      }
    }
    console.log(`\n${titles[what]}`);
    const of = (name, key) => median(found[name].map((each) => each[key]));
    for (const name of Object.keys(all)) {
      console.log(
        `  ${name.padEnd(10)} ${of(name, 'rate').toFixed(0).padStart(7)}/s   ${of(name, 'p99') > 0 ? `p99 ${of(name, 'p99').toFixed(2).padStart(7)} ms   ` : ''}CPU ${of(name, 'cpu').toFixed(0).padStart(5)} µs each`,
      );
    }
    for (const other of Object.keys(all).filter((name) => name !== 'sealwax')) {
      const ratio = (key) => median(found.sealwax.map((each, round) => each[key] / found[other][round][key]));
      const rate = ratio('rate');
      const p99 = ratio('p99');
      console.log(
        `  sealwax : ${other}   ${rate.toFixed(2)} of its rate, ${p99 > 0 ? `${p99.toFixed(2)} of its p99, ` : ''}${ratio('cpu').toFixed(2)} of its CPU time`,
      );
      if (what === 'requests' && other === 'caddy')
        missed = rate < Number(values.goal) || p99 > 1 / Number(values.goal);
    }
  }
  process.exitCode = missed ? 1 : 0;
} finally {
  ending = true;
  for (const child of children) child.kill();
  rmSync(work, { recursive: true, force: true });
}
