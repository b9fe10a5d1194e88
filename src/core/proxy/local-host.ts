import type { FromWorker, MakeHost, ProxyHost } from './proxy-host';
import { serveProxyInThreads } from './threads';

/**
 * The data path in this process, for the command line, whose process does nothing else. `threadFile`: the built `thread.ts`; `threads`: how many
 * work at once, one unless told.
 */
export const localHost =
  (threadFile = '', threads = 1): MakeHost =>
  async (): Promise<ProxyHost> => {
    let hear: (message: FromWorker) => void = () => undefined;
    const worker = serveProxyInThreads((message) => hear(message), threadFile, threads);
    return {
      send: (message) => worker.hear(message),
      listen: (listener) => {
        hear = listener;
      },
      kill: () => worker.end(),
    };
  };
