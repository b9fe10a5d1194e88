// How fast server certificates (ECDSA P-256) are issued, each durable on disk, beside mkcert in the same run:
//
//   node test/bench/issue.mjs [--count 1000] [--rounds 10] [--goal 3] [--command 'sealwax']
//
// Rounds are interleaved, so that whatever else the machine does meets both. Without --command our side is the core in a process
// of its own, its root key opened once; with it, each round is one run of `COMMAND issue --batch FILE` on the data folder in
// SEALWAX_HOME, which must have an authority that opens without asking (SEALWAX_PASSPHRASE_FILE). Exit code 1 when the goal is missed.
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
    rounds: { type: 'string', default: '10' },
    goal: { type: 'string', default: '3' },
    command: { type: 'string' },
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

/** Our side through a command line, started anew for each round. */
function commandIssuer(command) {
  const [program, ...args] = command.split(' ');
  return {
    what: `${command} issue --batch`,
    certificates: join(process.env.SEALWAX_HOME, 'certificates'),
    issue: async (prefix) => {
      const file = join(work, `${prefix}.txt`);
      writeFileSync(file, Array.from({ length: perRound }, (_, index) => `${prefix}${index}.test\n`).join(''));
      execFileSync(program, [...args, 'issue', '--batch', file], { stdio: ['ignore', 'ignore', 'inherit'] });
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

const ours = values.command === undefined ? await coreIssuer() : commandIssuer(values.command);
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
