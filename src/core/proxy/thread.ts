import { parentPort } from 'node:worker_threads';
import type { ToWorker } from './proxy-host';
import { serveProxy } from './worker';

// A further thread of the data path: `serveProxyInThreads` starts the built file.
if (parentPort !== null) {
  const port = parentPort;
  const worker = serveProxy((message) => port.postMessage(message));
  port.on('message', (message: ToWorker) => worker.hear(message));
}
