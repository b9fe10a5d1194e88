import { AppError } from '../errors';
import type { Keychain } from '../keychain/keychain';
import type { AskPassphrase } from '../keychain/root-keys';
import { encryptKeyFile } from '../pki/key-file';
import { checkPassphrase } from './passphrase-rule';

export interface NewPassphraseOptions {
  keychain: Keychain;
  ask: AskPassphrase;
  random: (bytes: number) => Buffer;
}

interface Owner {
  id: string;
  name: string;
}

/** Encrypts a new root key with 32 random bytes, which only the system keychain knows afterwards. Throws `keychain-…`. */
export async function encryptForKeychain(options: NewPassphraseOptions, owner: Owner, pkcs8: Buffer): Promise<string> {
  const bytes = options.random(32);
  const passphrase = Buffer.from(bytes.toString('base64'), 'ascii');
  bytes.fill(0);
  try {
    await options.keychain.set(owner.id, passphrase.toString('ascii'));
    return await encryptKeyFile(pkcs8, passphrase);
  } finally {
    passphrase.fill(0);
  }
}

/** Encrypts a new root key with a passphrase that a person chooses. Throws `cancelled` when they choose none. */
export async function encryptWithTyped(options: NewPassphraseOptions, owner: Owner, pkcs8: Buffer): Promise<string> {
  let encrypted: string | undefined;
  const answer = await options.ask(
    {
      mode: 'create',
      title: 'Choose a passphrase',
      message: `It encrypts the root key of ${owner.name}. Sealwax asks for it once each time it runs; nobody can recover it.`,
    },
    async (passphrase) => {
      checkPassphrase(passphrase);
      encrypted = await encryptKeyFile(pkcs8, passphrase);
    },
  );
  if (answer === 'cancelled' || encrypted === undefined) {
    throw new AppError('cancelled', 'No passphrase was chosen, so nothing was made.', {
      hint: 'Press Set up again when you are ready.',
    });
  }
  return encrypted;
}
