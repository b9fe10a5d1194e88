import type { Keep } from '../../ipc/schemas';
import { AppError } from '../errors';
import { keepDerived } from '../keychain/derived-entry';
import type { Keychain } from '../keychain/keychain';
import type { AskPassphrase } from '../keychain/root-keys';
import { encryptKeyFile, encryptKeyFileKeeping } from '../pki/key-file';
import { checkPassphrase } from './passphrase-rule';

export interface NewPassphraseOptions {
  keychain: Keychain;
  ask: AskPassphrase;
  random: (bytes: number) => Buffer;
}

/**
 * Encrypts a root key with 32 random bytes, which only that entry of the system keychain knows afterwards. Throws `keychain-…`.
 */
export async function encryptForKeychain(
  options: NewPassphraseOptions,
  account: string,
  pkcs8: Buffer,
): Promise<string> {
  const bytes = options.random(32);
  const passphrase = Buffer.from(bytes.toString('base64'), 'ascii');
  bytes.fill(0);
  try {
    await options.keychain.set(account, passphrase.toString('ascii'));
    const { pem, derived } = await encryptKeyFileKeeping(pkcs8, passphrase);
    await keepDerived(options.keychain, account, derived);
    derived.key.fill(0);
    return pem;
  } finally {
    passphrase.fill(0);
  }
}

const whenAsked: Record<Exclude<Keep, 'keychain'>, string> = {
  session: 'Sealwax asks for it once each time it runs',
  'every-use': 'Sealwax asks for it at each use',
};

/**
 * Encrypts root keys with a passphrase that a person chooses, the same for all of them. Throws `cancelled` when they choose
 * none, and `passphrase-needed` where nobody can be asked.
 */
export async function encryptWithTyped(
  options: NewPassphraseOptions,
  owners: readonly { name: string; pkcs8: Buffer }[],
  keep: Exclude<Keep, 'keychain'>,
): Promise<string[]> {
  const names = owners.map(({ name }) => name).join(', ');
  let encrypted: string[] | undefined;
  const answer = await options.ask(
    {
      mode: 'create',
      title: 'Choose a passphrase',
      message: `It encrypts the root key of ${names}. ${whenAsked[keep]}; nobody can recover it.`,
    },
    async (passphrase) => {
      checkPassphrase(passphrase);
      encrypted = await Promise.all(owners.map(({ pkcs8 }) => encryptKeyFile(pkcs8, passphrase)));
    },
  );
  if (answer === 'cancelled' || encrypted === undefined) {
    throw new AppError('cancelled', 'No passphrase was chosen, so nothing was changed.', {
      hint: 'Start again when you are ready.',
    });
  }
  return encrypted;
}
