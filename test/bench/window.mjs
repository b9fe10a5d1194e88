// How the window stands with many certificates, beside a bare Electron window in the same run, interleaved:
//
//   node test/cell/run.mjs -- node test/bench/window.mjs [--counts 0,1000,10000] [--rounds 3]
//
// Needs the packaged test flavour (node scripts/package.mjs --flavour test --dir). Every start is a new process on a data folder
// that was filled before; in each round the bare window and every count take their turn, so that whatever else the machine does
// meets all of them. Times in milliseconds, by the clock of the page; processor time is that of all processes of the app; memory is the resident size of all processes of the app.
// A bench, not a test: it prints figures and judges none.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { _electron as electron } from '@playwright/test';
import { startSession } from '../support/session.ts';
import { filterSteps, frameTimes, openList, timeOfCalls } from './window-page.mjs';

const { values } = parseArgs({
  options: { counts: { type: 'string', default: '0,1000,10000' }, rounds: { type: 'string', default: '3' } },
});
const counts = values.counts.split(',').map(Number);
const rounds = Number(values.rounds);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const packaged = process.env.SEALWAX_PACKAGED_APP;
const dist = process.env.SEALWAX_ELECTRON_DIST;
if (packaged === undefined || dist === undefined)
  throw new Error(
    'Package the test flavour first, and run this in the cell: node test/cell/run.mjs -- node test/bench/window.mjs',
  );

const work = mkdtempSync(join(tmpdir(), 'sealwax-window-'));
const session = await startSession('unlocked');

/** A window with nothing in it, on the same Electron. */
function bareApp() {
  const folder = join(work, 'bare');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'bare', version: '0.0.0', main: 'main.js' }));
  writeFileSync(
    join(folder, 'main.js'),
    `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => new BrowserWindow({ width: 1180, height: 760 }).loadURL('data:text/html,<h1>Bare</h1>'));`,
  );
  return folder;
}

/** The core of the product with a clock that walks, as one script for Node. */
async function seeder() {
  const { build } = await import('vite');
  const outDir = join(work, 'seeder');
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(root, 'test/support/seed-many.ts'),
      outDir,
      rollupOptions: { output: { entryFileNames: 'script.mjs' }, external: ['keytar'] },
    },
  });
  mkdirSync(join(outDir, 'node_modules'));
  symlinkSync(join(root, 'node_modules/keytar'), join(outDir, 'node_modules/keytar'));
  return join(outDir, 'script.mjs');
}

async function filled(script, count) {
  const folder = join(work, `data-${count}`);
  await promisify(execFile)(process.execPath, [script, folder, String(count)], { env: session.env });
  return folder;
}

/**
 * The resident size of a process and all below it, in MB, and the processor time that those which live now have used, in
 * milliseconds: the one figure here that does not grow when the machine does something else beside.
 */
function usageOf(pid) {
  const parents = new Map();
  const used = new Map();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      const field = (key) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
      // After the name in brackets: state, parent, …; user and system time are fields 14 and 15, in ticks of 10 ms (proc(5)).
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1].split(' ');
      parents.set(Number(name), field('PPid'));
      used.set(Number(name), { size: field('VmRSS'), ticks: Number(fields[11]) + Number(fields[12]) });
    } catch {
      // It ended while we looked.
    }
  }
  const below = (each) => each === pid || (parents.has(each) && each !== 0 && below(parents.get(each)));
  const ours = [...used].filter(([each]) => below(each)).map(([, usage]) => usage);
  const sum = (part) => ours.reduce((total, each) => total + each[part], 0);
  return { memory: sum('size') / 1024, processor: sum('ticks') * 10 };
}

async function start(executablePath, args, env) {
  const began = Date.now();
  const app = await electron.launch({
    executablePath,
    args,
    env: { ...session.env, ...env },
    chromiumSandbox: process.getuid?.() !== 0,
    timeout: 120_000,
  });
  return { app, page: await app.firstWindow(), began };
}

const settled = (page) => page.evaluate(() => new Promise((done) => setTimeout(done, 1500)));

async function measureBare(folder) {
  const { app, page, began } = await start(join(dist, 'electron'), [folder], {});
  const at = await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())))),
  );
  const { processor } = usageOf(app.process().pid);
  await settled(page);
  const { memory } = usageOf(app.process().pid);
  const result = { list: at - began, processor, memory, frames: await page.evaluate(frameTimes, '') };
  await app.close();
  return result;
}

async function measure(folder, count) {
  const { app, page, began } = await start(packaged, [], { SEALWAX_HOME: folder });
  const { overview, list } = await page.evaluate(openList, count);
  const { processor } = usageOf(app.process().pid);
  await settled(page);
  const { memory } = usageOf(app.process().pid);
  const result = { overview: overview - began, list: list - began, processor, memory };
  result.calls = await page.evaluate(timeOfCalls);
  if (count > 0) {
    result.frames = await page.evaluate(frameTimes, '[role=grid]');
    await page.getByLabel('Filter certificates').focus();
    await page.evaluate(filterSteps);
    // Real keys, one after the other; each is timed in the page from its key press to the paint of what it left.
    const back = 'Backspace';
    for (const key of ['9', '7', back, back, '4', '2', '1', back, back, back, '8', '8']) {
      const before = await page.evaluate(() => globalThis.steps.length);
      await page.keyboard.press(key);
      await page.waitForFunction((least) => globalThis.steps.length > least, before);
    }
    result.filter = await page.evaluate(() => globalThis.steps);
  }
  result.after = usageOf(app.process().pid).memory;
  await app.close();
  return result;
}

const quantile = (numbers, part) => {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
};
const words = (number) => (Number.isNaN(number) ? '–' : number.toFixed(number < 10 ? 1 : 0));
const row = (...cells) =>
  console.log(`| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(34) : cell.padStart(10))).join(' | ')} |`);

try {
  const bare = bareApp();
  const script = await seeder();
  const folders = [];
  for (const count of counts) folders.push(await filled(script, count));
  const cases = [bare, ...folders];
  const found = cases.map(() => []);
  // Once each unmeasured: what is read from the disk for the first time is the disk's affair.
  await measureBare(bare);
  for (const [index, folder] of folders.entries()) await measure(folder, counts[index]);
  for (let round = 0; round < rounds; round += 1) {
    found[0].push(await measureBare(bare));
    for (const [index, folder] of folders.entries()) {
      found[index + 1].push(await measure(folder, counts[index]));
    }
  }
  console.log(
    `${rounds} interleaved rounds; ${cpus().length} processors; load ${loadavg()
      .map((each) => each.toFixed(1))
      .join(' ')}\n`,
  );
  row('', 'bare', ...counts.map((count) => `${count}`));
  row('-'.repeat(34), ...cases.map(() => '-'.repeat(10)));
  const line = (what, pick) => row(what, ...found.map((each) => words(pick(each))));
  const all = (each, pick) => each.flatMap((one) => pick(one) ?? []);
  /** One line: a quantile over all rounds of what `pick` finds in one, a number or several. */
  const part = (what, share, pick) => line(what, (each) => quantile(all(each, pick), share));
  const bareMemory = quantile(
    all(found[0], ({ memory }) => memory),
    0.5,
  );
  part('start to overview, median', 0.5, (one) => one.overview);
  part('start to usable list, median', 0.5, (one) => one.list);
  part('processor time until then, median', 0.5, (one) => one.processor);
  part('memory, MB, median', 0.5, (one) => one.memory);
  part('memory above bare, MB', 0.5, (one) => one.memory - bareMemory);
  part('memory above bare after use, MB', 0.5, (one) => (one.after === undefined ? undefined : one.after - bareMemory));
  part('filter, key to paint, p50', 0.5, (one) => one.filter);
  part('filter, key to paint, p95', 0.95, (one) => one.filter);
  part('scrolling, frame, p50', 0.5, (one) => one.frames);
  part('scrolling, frame, p95', 0.95, (one) => one.frames);
  part('scrolling, frame, max', 1, (one) => one.frames);
  for (const name of Object.keys(found.at(-1)[0].calls)) part(`${name}, round trip`, 0.5, (one) => one.calls?.[name]);
} finally {
  await session.end();
  rmSync(work, { recursive: true, force: true });
}
