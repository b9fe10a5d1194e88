import { CallError } from '../ipc/call-error';
import type { Api, Bridge, EventData, EventName } from '../ipc/contract';
import { type Crossing, unpack } from '../ipc/packed';

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly sealwax: Bridge;
  }
}

/** What the window knows of the main process: its calls, its events and the platform it runs on. */
export interface Client {
  api: Api;
  /** Calls back with each event's data; the return value ends the subscription. */
  on<N extends EventName>(name: N, listener: (data: EventData<N>) => void): () => void;
  platform: string;
}

/**
 * The typed calls, e.g. `api.certificates.issue(request)` for the channel "certificates.issue". An answer that is an
 * error becomes a thrown CallError with the code, message and hint that the main process gave.
 */
export function createApi(bridge: Bridge): Api {
  const group = (name: string) =>
    new Proxy(
      {},
      {
        get: (_target, method) => async (input: unknown) => {
          const result = unpack((await bridge.call(`${name}.${String(method)}`, input)) as Crossing<unknown>);
          if (!result.ok) throw new CallError(result.error);
          return result.value;
        },
      },
    );
  return new Proxy({}, { get: (_target, name) => group(String(name)) }) as Api;
}

/** The client over this window's bridge. */
export function windowClient(): Client {
  const bridge = window.sealwax;
  return {
    api: createApi(bridge),
    on: (name, listener) => bridge.on(name, (data) => listener(data as EventData<typeof name>)),
    platform: bridge.platform,
  };
}
