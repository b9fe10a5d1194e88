import { contextBridge, ipcRenderer } from 'electron';
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
