// npm test               everything
// npm test -- unit e2e   some stages
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { resultsFolder, runInCell } from '../test/cell/run.mjs';
import { differences, machineState } from './lib/machine-state.mjs';
import { packagedApp } from './lib/packaged.mjs';
import { root } from './lib/paths.mjs';
import { countReport, one, sum, summary } from './lib/reports.mjs';
import { capture, show, tool } from './lib/run.mjs';
import { runMain, SetupError } from './lib/setup-error.mjs';
import { ensureBuilt } from './lib/sources.mjs';
import { setUp } from './setup.mjs';

const minutes = 60_000;
// Biome colours what it prints into a file or a pipe, too.
const plain = process.stdout.isTTY ? [] : ['--colors=off'];
const linux = process.platform === 'linux';
const results = (name) => join(resultsFolder, `${name}.json`);

/**
 * The stages in their order; each gives back its count. Those of `cell` need Linux. One with `beside` runs while that stage does:
 * they mostly wait for the programs that they start, and each has a cell of its own; recipes takes a minute of the ten.
 */
const stages = {
  lint: { run: async () => one(await show(...tool('biome', ['ci', '--error-on-warnings', ...plain, '.']))) },
  types: { run: async () => one(await show(...tool('tsc', ['--build', '--pretty']))) },
  build: { run: async () => one(await ensureBuilt().then(() => 0)) },
  unit: { run: unit },
  package: { run: packaged },
  interop: { cell: true, built: true, run: interop },
  faults: {
    cell: true,
    built: true,
    beside: 'interop',
    run: (electron) => vitestInCell('faults', electron, { kept: true }),
  },
  recipes: {
    cell: true,
    built: true,
    beside: 'interop',
    run: (electron) => vitestInCell('recipes', electron, { kept: true }),
  },
  ui: { cell: true, run: pages },
  e2e: { cell: true, run: endToEnd },
};

/** The loader of configuration files that writes no temporary file beside them: the cell's repository is read-only. */
const vitestArguments = (project, report) => [
  ...['run', '--project', project, '--configLoader=native', '--fsModuleCache=false'],
  ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
];

async function unit() {
  const code = await show(...tool('vitest', vitestArguments('unit', results('unit'))), { timeoutMs: 15 * minutes });
  return countReport(results('unit'), code);
}

async function vitestInCell(project, electron, apps = {}, { more = [], place = project } = {}) {
  const command = ['vitest', ...vitestArguments(project, `$SEALWAX_RESULTS/${project}.json`), ...more];
  return inCell(project, command, electron, apps, place);
}

/** In two cells, each with half of the files: they go one by one, as those of a cell share its stores, and mostly wait for programs. */
async function interop(electron) {
  const half = (number, apps) =>
    vitestInCell('interop', electron, apps, { more: [`--shard=${number}/2`], place: join('interop', String(number)) });
  return sum(await Promise.all([half(1, {}), half(2, { kept: true })]));
}

/** The path of the results folder differs in the cell, so a shell there fills it in. */
async function inCell(name, command, electron, apps, place = name) {
  const line = ['bash', '-c', `exec ${command.map((word) => `"${word}"`).join(' ')}`];
  // A folder of its own: another cell may be running.
  const folder = join(resultsFolder, place);
  const code = await runInCell(line, {
    electronDist: electron.dist,
    ...apps,
    results: folder,
    timeoutMs: 40 * minutes,
  });
  return countReport(join(folder, `${name}.json`), code);
}

async function packageFlavour(flavour) {
  await ensureBuilt();
  const args = [join(root, 'scripts/package.mjs'), '--flavour', flavour, '--dir'];
  const { code, output } = await capture(process.execPath, args, { timeoutMs: 10 * minutes });
  if (code !== 0) throw new SetupError(`${output}\nThe ${flavour} flavour could not be packaged.`);
}

/** The release is looked at, and attacked, from outside. */
async function packaged(electron) {
  await packageFlavour('release');
  if (!linux) return one(0);
  return sum([one(0), await vitestInCell('package', electron, { releaseApp: packagedApp('release') })]);
}

/** The pages in a plain browser, with a double of the main process that the contract checks: every state that is hard to reach. */
async function pages(electron) {
  return inCell('ui', ['playwright', 'test', '-c', 'test/ui/playwright.config.ts'], electron, {});
}

/** The real windows, in the packaged app of the test flavour: the release, but for the debugger that drives it. */
async function endToEnd(electron) {
  await packageFlavour('test');
  const testApp = packagedApp('test');
  // Each window mostly waits for what it shows, so two of them go side by side, in a cell each.
  const half = (project, apps) => {
    const command = ['playwright', 'test', '-c', 'test/e2e/playwright.config.ts', '--project', project];
    return inCell('e2e', command, electron, { testApp, ...apps }, join('e2e', project));
  };
  return sum(await Promise.all([half('windows', {}), half('stores', { kept: true })]));
}

async function runStage(name, electron) {
  if (stages[name].beside === undefined) console.log(`\n── ${name} ${'─'.repeat(70 - name.length)}`);
  const started = performance.now();
  let count;
  try {
    rmSync(results(name), { force: true });
    rmSync(join(resultsFolder, name), { recursive: true, force: true });
    count = await stages[name].run(electron);
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    count = one(1);
  }
  return { name, count, seconds: (performance.now() - started) / 1000 };
}

function chooseStages(asked) {
  const unknown = asked.filter((name) => stages[name] === undefined);
  if (unknown.length > 0)
    throw new SetupError(`There is no stage ${unknown.join(', ')}. The stages: ${Object.keys(stages).join(', ')}.`);
  // What runs the built programs gets them built first: `npm test -- interop` is enough on a new clone.
  const needsBuild = asked.some((name) => stages[name].built);
  const chosen = Object.keys(stages).filter(
    (name) => asked.length === 0 || asked.includes(name) || (needsBuild && name === 'build'),
  );
  if (linux) return chosen;
  const left = chosen.filter((name) => stages[name].cell);
  if (left.length > 0)
    console.log(
      `Not run here: ${left.join(', ')}. They need a namespace with trust stores of its own, which Linux has.`,
    );
  return chosen.filter((name) => !stages[name].cell);
}

function machineUnchanged(before) {
  const changed = differences(before, machineState());
  if (changed.length > 0) console.error(`\nThe tests changed this machine:\n${changed.join('\n')}`);
  return { name: 'machine as before', count: one(changed.length), seconds: 0 };
}

function printTable(rows) {
  console.log(
    `\n${'stage'.padEnd(20)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'skipped'.padStart(9)}${'seconds'.padStart(9)}`,
  );
  for (const { name, count, seconds } of rows) {
    const numbers = `${String(count.passed).padStart(8)}${String(count.failed).padStart(8)}${String(count.skipped).padStart(9)}`;
    console.log(`${name.padEnd(20)}${numbers}${seconds.toFixed(1).padStart(9)}`);
  }
}

await runMain(async () => {
  const chosen = chooseStages(process.argv.slice(2));
  const { electron } = await setUp('test', { recipes: chosen.includes('recipes') });
  mkdirSync(resultsFolder, { recursive: true });
  const before = machineState();
  const rows = [];
  for (const name of chosen) {
    const { beside } = stages[name];
    if (beside !== undefined && chosen.includes(beside)) continue;
    const together = chosen.filter((other) => other === name || stages[other].beside === name);
    rows.push(...(await Promise.all(together.map((each) => runStage(each, electron)))));
  }
  rows.push(machineUnchanged(before));
  const total = sum(rows.map(({ count }) => count));
  printTable(rows);
  console.log(`\n${summary(total)}`);
  return total.failed > 0 ? 1 : 0;
});
