// How long a command line of Sealwax takes from start to end, beside `node -e 0` and mkcert in the same run, with a real Secret
// Service that holds the derived key:
//
//   node test/cell/run.mjs -- node test/bench/start.mjs [--runs 20] [--goal 2] [--program bin/sealwax.cjs]
//
// Needs the command line built (npm run cli). Rounds are interleaved, so that whatever else the machine does meets all of them.
// Wall is wall-clock time, CPU is user and system time of the process (its threads counted in), both in milliseconds. Exit code 1
// when the quickest `issue` takes more than --goal times the quickest `node -e 0`.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { startSession } from '../support/session.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    goal: { type: 'string', default: '2' },
    program: { type: 'string', default: join(root, 'bin/sealwax.cjs') },
  },
});
const runs = Number(values.runs);
const program = resolve(values.program);
const work = mkdtempSync(join(tmpdir(), 'sealwax-start-'));
const session = await startSession('unlocked');
const files = join(work, 'files');
const caroot = join(work, 'caroot');
for (const folder of [files, caroot]) mkdirSync(folder);
const env = { ...session.env, SEALWAX_HOME: join(work, 'data'), CAROOT: caroot };
const node = process.execPath;
const sealwax = (...args) => [node, program, ...args];

const cases = [
  { what: 'node -e 0', command: [node, '-e', '0'] },
  { what: 'sealwax --version', command: sealwax('--version') },
  { what: 'sealwax list', command: sealwax('list') },
  { what: 'sealwax issue localhost', command: sealwax('issue', 'localhost') },
  ...(hasMkcert() ? [{ what: 'mkcert -ecdsa localhost', command: ['mkcert', '-ecdsa', 'localhost'] }] : []),
];

function hasMkcert() {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'mkcert')));
}

/** Runs it once under bash's `time`, which counts the command alone and not the shell; milliseconds. */
async function measure(command) {
  const script = 'TIMEFORMAT="%3R %3U %3S"; { time "$@" >/dev/null 2>&1 || echo failed >&2; } 2>&1';
  const { stdout } = await promisify(execFile)('bash', ['-c', script, 'bash', ...command], { cwd: files, env });
  if (stdout.includes('failed')) throw new Error(`${command.join(' ')} failed`);
  const [real, user, system] = stdout
    .trim()
    .split(/\s+/)
    .map((seconds) => Number(seconds) * 1000);
  return { wall: real, cpu: user + system };
}

const sorted = (numbers) => [...numbers].sort((one, other) => one - other);
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];
const row = (...cells) =>
  console.log(`| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(24) : cell.padStart(9))).join(' | ')} |`);

let missed = true;
try {
  execFileSync(node, [program, 'ca', 'create', 'Start'], { cwd: files, env, stdio: ['ignore', 'ignore', 'inherit'] });
  // Once each unmeasured: the compiled code and the derived key are kept from then on.
  for (const { command } of cases) await measure(command);
  const found = cases.map(() => []);
  for (let round = 0; round < runs; round += 1)
    for (const [index, { command }] of cases.entries()) found[index].push(await measure(command));

  console.log(`${runs} interleaved runs; ${cpus().length} processors; Node ${process.version}; milliseconds\n`);
  row('', 'wall min', 'median', '× node', 'CPU min', 'median', '× node');
  row('-'.repeat(24), ...Array.from({ length: 6 }, () => '-'.repeat(9)));
  const least = (index, part) => Math.min(...found[index].map((each) => each[part]));
  for (const [index, { what }] of cases.entries()) {
    const cells = ['wall', 'cpu'].flatMap((part) => [
      least(index, part).toFixed(0),
      median(found[index].map((each) => each[part])).toFixed(0),
      (least(index, part) / least(0, part)).toFixed(2),
    ]);
    row(what, ...cells);
  }
  const ratio = least(3, 'wall') / least(0, 'wall');
  missed = ratio > Number(values.goal);
  console.log(`\nsealwax issue localhost takes ${ratio.toFixed(2)} times node -e 0; the goal is ${values.goal}.`);
} finally {
  await session.end();
  rmSync(work, { recursive: true, force: true });
}
if (missed) process.exitCode = 1;
