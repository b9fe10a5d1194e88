import type { FromWorker, MakeHost, ProxyHost } from './proxy-host';
import { serveProxy } from './worker';

/** The data path in this process: for the command line, whose process does nothing else, and for tests. */
export const localHost: MakeHost = async (): Promise<ProxyHost> => {
  let hear: (message: FromWorker) => void = () => undefined;
  const worker = serveProxy((message) => hear(message));
  return {
    send: (message) => worker.hear(message),
    listen: (listener) => {
      hear = listener;
    },
    kill: () => worker.end(),
  };
};
