import { readFileSync } from 'node:fs';
import type { ListenerPlan } from '../../src/core/proxy/plan';
import type { FromWorker } from '../../src/core/proxy/proxy-host';
import { serveProxyInThreads } from '../../src/core/proxy/threads';

// The data path as a process of its own, as Electron's utility process is: serves the plans in a private file, says how they stand on a
// line, and then what passed through. Ends with its input.
const plans = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ListenerPlan[];
let requests = 0;
const worker = serveProxyInThreads(tell, process.argv[3] ?? '', Number(process.argv[4] ?? 1));
function tell(message: FromWorker) {
  if (message.kind === 'applied') process.stdout.write(`${JSON.stringify(message.standings)}\n`);
  if (message.kind === 'traffic') requests += message.traffic.counts.requests;
}
worker.hear({ kind: 'apply', turn: 1, listeners: plans });
process.stdin.resume().on('end', () => {
  process.stdout.write(`${requests}\n`, () => process.exit(0));
});
process.on('SIGTERM', () => process.exit(0));
