import { readFileSync } from 'node:fs';
import type { ListenerPlan } from '../../src/core/proxy/plan';
import type { FromWorker } from '../../src/core/proxy/proxy-host';
import { serveProxy } from '../../src/core/proxy/worker';

// The data path as a process of its own, as Electron's utility process is: serves the plans in a private file, says how they stand on a
// line, and then what passed through. Ends with its input.
const plans = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ListenerPlan[];
let requests = 0;
const worker = serveProxy((message: FromWorker) => {
  if (message.kind === 'applied') process.stdout.write(`${JSON.stringify(message.standings)}\n`);
  if (message.kind === 'traffic') requests += message.traffic.counts.requests;
});
worker.hear({ kind: 'apply', turn: 1, listeners: plans });
process.stdin.resume().on('end', () => {
  process.stdout.write(`${requests}\n`, () => process.exit(0));
});
