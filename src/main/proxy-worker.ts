import { serveProxy } from '../core/proxy/worker';

/**
 * The process that carries the requests of the proxies (main/proxy-host.ts starts it): however much goes through it, the window and
 * all that waits for a person stay free.
 */
const { parentPort } = process;
const worker = serveProxy((message) => parentPort.postMessage(message));
parentPort.on('message', ({ data }) => worker.hear(data));
