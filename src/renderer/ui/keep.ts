import type { Keep } from '../../ipc/schemas';

/** Where the passphrase of an authority's key is, in words; `means` is what follows from it. */
export const keepWords: Record<Keep, { label: string; short: string; means: string }> = {
  keychain: {
    label: 'Keep it in the system keychain',
    short: 'in the system keychain',
    means:
      'Random, 32 bytes. You never type it; programs of other users cannot read it. Programs that run as you, and have the keychain unlocked, could.',
  },
  session: {
    label: 'I will type a passphrase, once per session',
    short: 'typed once per session',
    means:
      'A small window asks when the key is first needed; the key then stays open until you lock it or Sealwax ends. The passphrase is stored nowhere.',
  },
  'every-use': {
    label: 'Ask for the passphrase at every use',
    short: 'typed at every use',
    means:
      'Nothing is signed without you: each certificate, and each batch, asks again. The passphrase is stored nowhere.',
  },
};

export const keeps: readonly Keep[] = ['keychain', 'session', 'every-use'];
