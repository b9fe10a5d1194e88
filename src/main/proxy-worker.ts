import { join } from 'node:path';
import { serveProxyInThreads, threadsHere } from '../core/proxy/threads';
import { oneThreadSwitch } from './proxy-switch';

/**
 * The process that carries the requests of the proxies (main/proxy-host.ts starts it): however much goes through it, the window and
 * all that waits for a person stay free.
 */
const { parentPort } = process;
const one = process.argv.includes(oneThreadSwitch);
const threads = one ? 1 : threadsHere(process.platform, process.versions.node);
const worker = serveProxyInThreads(
  (message) => parentPort.postMessage(message),
  join(__dirname, 'proxy-thread.js'),
  threads,
);
parentPort.on('message', ({ data }) => worker.hear(data));
