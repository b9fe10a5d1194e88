import type { Authority } from '../../ipc/schemas';
import type { Keychain } from '../keychain/keychain';
import { passphraseFromKeychain } from '../keychain/open-key-file';
import { shellQuote } from '../trust/shell-quote';
import type { AuthorityStore } from './authority-store';
import { keychainAccountOf } from './record';

export interface RecoveryFacts {
  authority: Authority;
  keyFile: string;
  /** Only where the keychain has it; what a person typed is known to nobody else. */
  passphrase: string | undefined;
  at: Date;
}

/** What to keep on paper, or in another safe place, to get a root key back when the keychain or the machine is lost. */
export function recoveryKitOf({ authority, keyFile, passphrase, at }: RecoveryFacts): { title: string; text: string } {
  const title = `Recovery kit of ${authority.name}`;
  // Sixteen bytes a line: the kit is read from paper, and in a narrow window.
  const [first = '', second = ''] = authority.fingerprint.match(/.{32}/g) ?? [];
  const spaced = (half: string) => (half.match(/../g) ?? []).join(':').toUpperCase();
  const text = [
    title,
    `Written on ${at.toISOString().slice(0, 10)} by Sealwax`,
    '',
    `Authority    ${authority.name}`,
    `Certificate  ${authority.subject}`,
    `SHA-256      ${spaced(first)}`,
    `             ${spaced(second)}`,
    `Valid until  ${authority.notAfter.slice(0, 10)}`,
    `Key file     ${keyFile}`,
    `Passphrase   ${passphrase ?? '____________________________________ (write yours here)'}`,
    '',
    'What it is for: the key file is encrypted. Whoever has the file and',
    'this passphrase can sign as this authority, so keep the kit away from',
    'the machine and from other people. The passphrase opens the key file',
    'only: keep a backup of that too.',
    '',
    'To see that both belong together (it asks for the passphrase):',
    '  openssl pkey -noout -check \\',
    `    -in ${shellQuote(keyFile)}`,
    'To take the key out without Sealwax, into a file that is not encrypted:',
    '  openssl pkey -out root-key-plain.pem \\',
    `    -in ${shellQuote(keyFile)}`,
    '',
  ].join('\n');
  return { title, text };
}

/** The kit of an authority as it is kept now. Throws `keychain-…` and `authority-damaged`. */
export async function writeRecoveryKit(
  { store, keychain, now }: { store: AuthorityStore; keychain: Keychain; now: () => Date },
  authority: Authority,
): Promise<{ title: string; text: string }> {
  // A key file that is not the right one is no help to anybody: that is said now, and not when the kit is needed.
  const { record } = await store.readKeyFile(authority.id);
  const account = keychainAccountOf(record);
  const passphrase =
    account === undefined ? undefined : await passphraseFromKeychain(keychain, account, authority.name);
  const keyFile = store.paths(authority.id).key;
  const kit = recoveryKitOf({ authority, keyFile, passphrase: passphrase?.toString('utf8'), at: now() });
  passphrase?.fill(0);
  return kit;
}
