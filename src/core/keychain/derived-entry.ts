import type { DerivedKey } from '../pki/key-file';
import type { Keychain } from './keychain';

/**
 * Beside a passphrase, the keychain holds the AES key that PBKDF2 makes of it for one key file. Both stand behind the same lock,
 * and the file opens without the quarter of a second that 600,000 iterations take. An entry of another file (its salt differs)
 * counts as none; the passphrase then serves.
 */
const derivedAccount = (account: string) => `${account}/derived`;

/** The derived key for this entry's passphrase, or undefined. The caller wipes it. Throws `keychain-…`. */
export async function readDerived(keychain: Keychain, account: string): Promise<DerivedKey | undefined> {
  const [salt, key] = ((await keychain.get(derivedAccount(account))) ?? '').split(':');
  if (salt === undefined || key === undefined) return undefined;
  return { salt: Buffer.from(salt, 'base64'), key: Buffer.from(key, 'base64') };
}

/** Keeps a derived key. It is a convenience: a keychain that refuses it costs time, and no more. */
export async function keepDerived(keychain: Keychain, account: string, derived: DerivedKey): Promise<void> {
  const secret = `${derived.salt.toString('base64')}:${derived.key.toString('base64')}`;
  await keychain.set(derivedAccount(account), secret).catch(() => undefined);
}

/** Takes a passphrase and its derived key out of the keychain. Throws `keychain-…`. */
export async function removeEntry(keychain: Keychain, account: string): Promise<void> {
  await keychain.remove(derivedAccount(account));
  await keychain.remove(account);
}
