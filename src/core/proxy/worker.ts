import type { FromWorker, ToWorker } from './proxy-host';

export interface Worker {
  hear(message: ToWorker): void;
  /** Ends all at once. */
  end(): void;
}

/**
 * The data path. In Electron's utility process its entry is:
 * `const worker = serveProxy((message) => process.parentPort.postMessage(message));
 *  process.parentPort.on('message', ({ data }) => worker.hear(data));`
 */
export function serveProxy(_tell: (message: FromWorker) => void): Worker {
  throw new Error('to be written');
}
