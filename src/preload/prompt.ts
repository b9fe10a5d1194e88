import { contextBridge, ipcRenderer } from 'electron';
import type { PromptBridge, PromptRequest } from '../ipc/prompt-contract';

// No logic here: the main process checks who speaks and what is said (src/main/ipc.ts).
const bridge: PromptBridge = {
  request: () => ipcRenderer.invoke('prompt.request'),
  answer: (passphrase) => ipcRenderer.invoke('prompt.answer', passphrase),
  onRequest: (listener) => {
    ipcRenderer.on('prompt.request', (_event, request: PromptRequest) => listener(request));
  },
};

contextBridge.exposeInMainWorld('sealwaxPrompt', bridge);
