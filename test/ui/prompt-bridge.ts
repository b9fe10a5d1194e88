import type { PromptBridge, PromptRequest } from '../../src/ipc/prompt-contract';

const page = globalThis as unknown as { location: { search: string } };
const query = new URLSearchParams(page.location.search);
const creating = query.get('mode') === 'create';
const request: PromptRequest = creating
  ? {
      mode: 'create',
      title: 'Choose a passphrase',
      message: 'It encrypts the key of your new root.',
    }
  : {
      mode: 'enter',
      title: 'Passphrase of the root key',
      message: 'It is needed to sign the certificate for app.test.',
    };

const answers: (string | null)[] = [];
let present: (next: PromptRequest) => void = () => undefined;
const bridge: PromptBridge = {
  request: async () => request,
  answer: async (passphrase) => {
    answers.push(passphrase);
    if (passphrase === 'wrong')
      present({ ...request, error: 'This passphrase does not open the root key. Try again.' });
  },
  onRequest: (listener) => {
    present = listener;
  },
};
Object.assign(globalThis, { sealwaxPrompt: bridge, answers });
