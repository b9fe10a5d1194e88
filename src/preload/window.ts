import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from '../ipc/contract';

type Listener = (data: unknown) => void;
const listeners = new Map<string, Set<Listener>>();

ipcRenderer.on('event', (_event, name: string, data: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(data);
});

// Names are checked, and inputs parsed, in the main process (src/main/ipc.ts).
const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke('call', name, input),
  on: (name, listener) => {
    const known = listeners.get(name) ?? new Set();
    listeners.set(name, known.add(listener));
    return () => {
      known.delete(listener);
    };
  },
  platform: process.platform,
};

contextBridge.exposeInMainWorld('sealwax', bridge);

/** As much of the DOM as is used here; the preload script is checked with Node's types. */
interface Drop {
  isTrusted: boolean;
  preventDefault(): void;
  dataTransfer: { files: Iterable<object> } | null;
}
declare const window: { addEventListener(name: 'drop' | 'dragover', listener: (event: Drop) => void): void };

/** Electron before 32 has the path on the file itself; both give an empty text for a file that a script made. */
function pathOf(file: object): string {
  if (webUtils !== undefined) return webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]);
  const { path } = file as { path?: unknown };
  return typeof path === 'string' ? path : '';
}

// Files dropped on the window are told to the main process by their paths, from here: the page learns neither path nor content.
window.addEventListener('drop', (event) => {
  event.preventDefault();
  if (!event.isTrusted) return;
  const paths = [...(event.dataTransfer?.files ?? [])].map(pathOf).filter((path) => path !== '');
  if (paths.length > 0) void ipcRenderer.invoke('files.dropped', paths);
});
window.addEventListener('dragover', (event) => event.preventDefault());
