// How fast server certificates (ECDSA P-256) are issued, each durable on disk, beside mkcert in the same run:
//
//   node test/bench/issue.mjs [--count 1000] [--rounds 4] [--goal 3] [--core]
//
// Rounds are interleaved, so that whatever else the machine does meets both. Our side is the built command line (npm run cli):
// each round is one run of `sealwax issue --batch FILE` on a data folder made for this, start and opening of the key (600,000
// rounds of PBKDF2) included. With --core it is the core in a process that stays, as the window's does. Exit code 1 when the
// goal is missed.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '4' },
    goal: { type: 'string', default: '3' },
    core: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const perRound = Math.ceil(Number(values.count) / rounds);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const work = mkdtempSync(join(tmpdir(), 'sealwax-bench-'));

/** Our side through the core: a process that stays, as the window's does. */
async function coreIssuer() {
  const { build } = await import('vite');
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(root, 'test/support/bench-issuer.ts'),
      outDir: join(work, 'bundle'),
      rollupOptions: { output: { entryFileNames: 'script.mjs' }, external: ['keytar'] },
    },
  });
  mkdirSync(join(work, 'bundle/node_modules'));
  symlinkSync(join(root, 'node_modules/keytar'), join(work, 'bundle/node_modules/keytar'));
  const dir = join(work, 'data');
  const child = spawn(process.execPath, [join(work, 'bundle/script.mjs'), dir], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    what: 'sealwax (core, one process)',
    certificates: join(dir, 'certificates'),
    issue: async (prefix) => {
      child.stdin.write(`${prefix} ${perRound}\n`);
      const issued = Number((await lines.next()).value);
      if (issued !== perRound) throw new Error(`only ${issued} of ${perRound} were issued`);
    },
    end: () => child.stdin.end(),
  };
}

/** Our side through the command line, started anew for each round, on an authority with a passphrase of its own. */
function commandIssuer() {
  const passphrase = join(work, 'passphrase');
  writeFileSync(passphrase, 'correct horse battery staple', { mode: 0o600 });
  const env = {
    ...process.env,
    HOME: work,
    SEALWAX_HOME: join(work, 'data'),
    SEALWAX_PASSPHRASE_FILE: passphrase,
  };
  const sealwax = (...args) =>
    execFileSync(process.execPath, [join(root, 'bin/sealwax.cjs'), ...args, '--quiet'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  sealwax('ca', 'create', 'Bench', '--keep', 'session');
  return {
    what: 'sealwax issue --batch',
    certificates: join(env.SEALWAX_HOME, 'certificates'),
    issue: async (prefix) => {
      const file = join(work, `${prefix}.txt`);
      writeFileSync(file, Array.from({ length: perRound }, (_, index) => `${prefix}${index}.test\n`).join(''));
      sealwax('issue', '--batch', file);
    },
    end: () => undefined,
  };
}

/** mkcert once for each certificate, from a shell's loop: the least that starting it can cost. */
function mkcert() {
  const folder = join(work, 'mkcert');
  mkdirSync(folder);
  const env = { ...process.env, CAROOT: join(work, 'caroot') };
  const run = (prefix, count) =>
    execFileSync('sh', ['-ec', `i=0; while [ $i -lt ${count} ]; do mkcert -ecdsa ${prefix}$i.test; i=$((i+1)); done`], {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  mkdirSync(env.CAROOT);
  run('first', 1);
  return { folder, issue: (prefix) => run(prefix, perRound) };
}

const ours = values.core ? await coreIssuer() : commandIssuer();
const theirs = mkcert();
const before = readdirSync(ours.certificates).length;

const timed = async (job) => {
  const started = performance.now();
  await job();
  return (performance.now() - started) / perRound;
};
const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
const row = (...cells) =>
  console.log(`| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(8) : cell.padStart(12))).join(' | ')} |`);

console.log(
  `${ours.what}, beside mkcert -ecdsa; ${rounds} rounds of ${perRound}; ${cpus().length} processors; Node ${process.version}\n`,
);
row('round', 'ours (ms)', 'mkcert (ms)', 'times');
row('-'.repeat(8), '-'.repeat(12), '-'.repeat(12), '-'.repeat(12));
const results = [];
for (let round = 1; round <= rounds; round += 1) {
  // In turn first and second, so that neither always finds the disk's cache as the other left it.
  const mine = () => timed(() => ours.issue(`r${round}-`));
  const other = () => timed(() => theirs.issue(`r${round}-`));
  const pair = round % 2 === 0 ? [await mine(), await other()] : [await other(), await mine()].reverse();
  results.push(pair);
  row(String(round), pair[0].toFixed(2), pair[1].toFixed(2), (pair[1] / pair[0]).toFixed(2));
}
ours.end();
const sum = (index) => results.reduce((total, pair) => total + pair[index], 0) / rounds;
const ratio = sum(1) / sum(0);
row('mean', sum(0).toFixed(2), sum(1).toFixed(2), ratio.toFixed(2));
const [one, other] = [0, 1].map((index) => median(results.map((pair) => pair[index])));
row('median', one.toFixed(2), other.toFixed(2), (other / one).toFixed(2));

const made = readdirSync(ours.certificates).length - before;
const madeByMkcert = readdirSync(theirs.folder).filter((name) => name.endsWith('-key.pem')).length - 1;
console.log(`\n${made} certificates by us, ${madeByMkcert} by mkcert. Goal: ${values.goal} times mkcert's rate.`);
rmSync(work, { recursive: true, force: true });
if (made !== rounds * perRound || madeByMkcert !== rounds * perRound || ratio < Number(values.goal))
  process.exitCode = 1;
