import type { AuthorityRecord } from '../authority/record';
import { keychainAccountOf } from '../authority/record';
import { AppError } from '../errors';
import { decryptKeyFileKeeping, openKeyFileWith } from '../pki/key-file';
import { spkiOfPrivateKey } from '../pki/keys';
import { keepDerived, readDerived } from './derived-entry';
import { explainKeychain, type Keychain } from './keychain';
import type { AskPassphrase } from './root-keys';

export interface OpenKeyFileOptions {
  keychain: Keychain;
  ask: AskPassphrase;
}

/**
 * Opens a key file by what the keychain holds, or by what a person types, to PKCS#8 in DER; the caller wipes it. Its public half
 * is the one of the record. Throws `passphrase-…`, `keychain-…`, `key-…` and `cancelled`.
 */
export async function openKeyFile(options: OpenKeyFileOptions, record: AuthorityRecord, pem: string): Promise<Buffer> {
  const account = keychainAccountOf(record);
  return account === undefined
    ? fromPerson(options, record, pem)
    : fromKeychain(options.keychain, account, record, pem);
}

/** The passphrase of an entry of the keychain. Throws `keychain-…`. */
export async function passphraseFromKeychain(keychain: Keychain, account: string, name: string): Promise<Buffer> {
  const secret = await keychain.get(account);
  if (secret !== null) return Buffer.from(secret, 'utf8');
  // A locked collection answers "no such entry" like an empty one; only a write tells them apart.
  const report = await keychain.report();
  if (report.state !== 'ready') {
    const { code, message, hint } = explainKeychain(report.state, 'read');
    throw new AppError(code, `Could not read the passphrase from the keychain. ${message}`, { hint });
  }
  throw new AppError('keychain-empty', `The keychain has no passphrase for the root key of ${name}.`, {
    hint: 'If this is another keychain or account than the one it was made in, go back to that one. Nothing was changed.',
  });
}

async function fromKeychain(keychain: Keychain, account: string, record: AuthorityRecord, pem: string) {
  const known = await readDerived(keychain, account);
  if (known !== undefined) {
    const opened = openKeyFileWith(pem, known);
    known.key.fill(0);
    if (opened !== undefined && isKeyOf(record, opened)) return opened;
    opened?.fill(0);
  }
  const passphrase = await passphraseFromKeychain(keychain, account, record.name);
  try {
    const { pkcs8, derived } = await decryptKeyFileKeeping(pem, passphrase);
    // Only a key that is the right one is worth keeping.
    const right = checked(record, pkcs8);
    await keepDerived(keychain, account, derived);
    derived.key.fill(0);
    return right;
  } finally {
    passphrase.fill(0);
  }
}

async function fromPerson({ ask }: OpenKeyFileOptions, record: AuthorityRecord, pem: string): Promise<Buffer> {
  const name = record.label ?? record.name;
  let opened: Buffer | undefined;
  const answer = await ask(
    {
      mode: 'enter',
      title: 'Unlock the root key',
      message:
        record.keep === 'every-use'
          ? `Type the passphrase of ${name}. It serves this one use, and is not kept.`
          : `Type the passphrase of ${name}. It is kept in memory only while Sealwax runs.`,
    },
    async (passphrase) => {
      const { pkcs8, derived } = await decryptKeyFileKeeping(pem, passphrase);
      derived.key.fill(0);
      opened = checked(record, pkcs8);
    },
  );
  if (answer === 'answered' && opened !== undefined) return opened;
  opened?.fill(0);
  throw new AppError('cancelled', 'The root key stays locked: no passphrase was given.', {
    hint: 'Try again and type the passphrase that you chose for it.',
  });
}

function isKeyOf(record: AuthorityRecord, pkcs8: Buffer): boolean {
  return spkiOfPrivateKey(pkcs8).equals(Buffer.from(record.rootSpki, 'base64'));
}

function checked(record: AuthorityRecord, pkcs8: Buffer): Buffer {
  if (isKeyOf(record, pkcs8)) return pkcs8;
  pkcs8.fill(0);
  throw new AppError('key-mismatch', `The key file opens, but its key is not the one of ${record.name}.`, {
    hint: 'Put the right root-key.pem back from a backup. Nothing was changed.',
  });
}
