import type { PromptBridge, PromptRequest } from '../../src/ipc/prompt-contract';

const page = globalThis as unknown as { location: { search: string } };
const asked = new URLSearchParams(page.location.search).get('mode') ?? 'enter';

/** As src/core/authority/recovery-kit.ts writes it. */
const kit = `Recovery kit of Sealwax Development CA (ada@workbench)
Written on 2026-11-22 by Sealwax

Authority    Sealwax Development CA (ada@workbench)
Certificate  CN=Sealwax Development CA (ada@workbench), O=Sealwax
SHA-256      5C:0E:91:7A:41:2D:90:11:8C:33:5F:02:AA:61:90:7E:10:55:B2:7C:4D:88:EE:23:61:0B:9A:F4:77:21:D0:3C
Valid until  2036-11-19
Key file     /home/ada/.local/share/sealwax/authorities/root/root-key.pem
Passphrase   q7Yv-T2mZ-0kKp-4nSx-Wd8R-uH1b-LcE5-gJ9f

What it is for: the key file is encrypted. Whoever has the file and this passphrase can sign as this authority, so keep the
kit away from the machine, and from other people. The passphrase opens the key file only: keep a backup of it too.

To see that both belong together (it asks for the passphrase):
  openssl pkey -in /home/ada/.local/share/sealwax/authorities/root/root-key.pem -noout -check
`;

const requests: Record<string, PromptRequest> = {
  enter: {
    mode: 'enter',
    title: 'Passphrase of the root key',
    message: 'It is needed to sign the certificate for app.test.',
  },
  create: { mode: 'create', title: 'Choose a passphrase', message: 'It encrypts the key of your new root.' },
  'create-any': {
    mode: 'create',
    rule: 'any',
    title: 'Passphrase for the PKCS#12 file',
    message: 'The file holds the private key. Whoever opens it needs this passphrase.',
  },
  show: {
    mode: 'show',
    title: 'Recovery kit',
    message: 'It holds the passphrase of the key. Keep it on paper or in a password manager, away from this machine.',
    text: kit,
  },
};
const request = requests[asked] ?? (requests.enter as PromptRequest);

const answers: (string | null)[] = [];
let present: (next: PromptRequest) => void = () => undefined;
let saves = 0;
const bridge: PromptBridge = {
  request: async () => request,
  answer: async (passphrase) => {
    answers.push(passphrase);
    if (passphrase === 'wrong')
      present({ ...request, error: 'This passphrase does not open the root key. Try again.' });
    if (request.mode === 'show' && passphrase === 'save') {
      saves += 1;
      // The first place that is chosen cannot be written to.
      present(
        saves === 1
          ? { ...request, error: 'Could not write kit.txt: the folder is read-only. Choose another one.' }
          : { ...request, notice: 'Saved as kit.txt, readable only by you.' },
      );
    }
  },
  onRequest: (listener) => {
    present = listener;
  },
};
Object.assign(globalThis, { sealwaxPrompt: bridge, answers });
