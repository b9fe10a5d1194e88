import type { webcrypto } from 'node:crypto';
import type { Keep, KeyState } from '../../ipc/schemas';
import type { AuthorityStore } from '../authority/authority-store';
import type { AuthorityRecord } from '../authority/record';
import { AppError } from '../errors';
import { decryptKeyFile } from '../pki/key-file';
import { importSigningKey, spkiOfPrivateKey } from '../pki/keys';
import { explainKeychain, type Keychain } from './keychain';

export interface PassphraseRequest {
  mode: 'enter' | 'create';
  title: string;
  message: string;
}

/**
 * Asks a person for a passphrase; null means they said no. `check` tries an answer and throws `passphrase-wrong` or
 * `passphrase-weak`: the asker then shows the message and asks again. The asker wipes what it was given.
 */
export type AskPassphrase = (
  request: PassphraseRequest,
  check: (passphrase: Buffer) => Promise<void>,
) => Promise<'answered' | 'cancelled'>;

interface OpenKey {
  key: webcrypto.CryptoKey;
  record: AuthorityRecord;
  timer: NodeJS.Timeout | undefined;
  locksAt: number | undefined;
}

export interface RootKeysOptions {
  keychain: Keychain;
  store: AuthorityStore;
  ask: AskPassphrase;
  now: () => Date;
  unlockMinutes: () => Promise<number>;
  changed: (state: KeyState) => void;
}

/**
 * Opens root keys and forgets them again. A key from the keychain stays open for the minutes the user set; one opened by
 * a typed passphrase until it is locked or the app ends. What is held is a non-extractable key, not its bytes.
 */
export class RootKeys {
  private open: OpenKey | undefined;
  private readonly opening = new Map<string, Promise<webcrypto.CryptoKey>>();
  private users = 0;

  constructor(private readonly options: RootKeysOptions) {}

  /** Lends the opened key to one piece of work. Throws `passphrase-…`, `keychain-…`, `key-…` and `cancelled`. */
  async use<T>(record: AuthorityRecord, work: (key: webcrypto.CryptoKey) => Promise<T>): Promise<T> {
    const key = await this.unlock(record);
    this.users += 1;
    try {
      return await work(key);
    } finally {
      this.users -= 1;
      if (this.users === 0) await this.startWindow();
    }
  }

  /** Opens the key if it is not open yet. Two callers at once share one opening, so that a person is asked once. */
  async unlock(record: AuthorityRecord): Promise<webcrypto.CryptoKey> {
    if (this.open?.record.id === record.id) return this.open.key;
    const started = this.opening.get(record.id);
    if (started !== undefined) return started;
    const opening = this.openKey(record).finally(() => this.opening.delete(record.id));
    this.opening.set(record.id, opening);
    return opening;
  }

  /** Opens the key and starts its window, as the unlock button does. */
  async unlockForWindow(record: AuthorityRecord): Promise<KeyState> {
    await this.unlock(record);
    await this.startWindow();
    return this.state(record.keep);
  }

  /** Takes the key of a root that was just made, so that nobody has to open what they have this moment closed. */
  async adopt(record: AuthorityRecord, key: webcrypto.CryptoKey): Promise<void> {
    this.lock();
    this.open = { key, record, timer: undefined, locksAt: undefined };
    await this.startWindow();
  }

  /** Applies a changed unlock time to a key that is open; one that is in use gets it afterwards. */
  async windowChanged(): Promise<void> {
    if (this.users === 0) await this.startWindow();
  }

  lock(): void {
    if (this.open === undefined) return;
    const { record, timer } = this.open;
    clearTimeout(timer);
    this.open = undefined;
    this.options.changed(this.state(record.keep));
  }

  state(keep: Keep | undefined): KeyState {
    if (keep === undefined) return { keep: 'keychain', state: 'none' };
    if (this.open === undefined) return { keep, state: 'locked' };
    return {
      keep,
      state: 'open',
      ...(this.open.locksAt === undefined ? {} : { locksAt: new Date(this.open.locksAt).toISOString() }),
    };
  }

  private async openKey(record: AuthorityRecord): Promise<webcrypto.CryptoKey> {
    const pem = await this.options.store.readKeyFile(record);
    let key: webcrypto.CryptoKey | undefined;
    const tryWith = async (passphrase: Buffer) => {
      key = await openWith(pem, passphrase, record);
    };
    if (record.keep === 'keychain') await this.fromKeychain(record, tryWith);
    else await this.fromPerson(record, tryWith);
    if (key === undefined) throw new AppError('internal', 'The root key was not opened.');
    this.open = { key, record, timer: undefined, locksAt: undefined };
    return key;
  }

  private async fromKeychain(record: AuthorityRecord, tryWith: (passphrase: Buffer) => Promise<void>): Promise<void> {
    const secret = await this.options.keychain.get(record.id);
    if (secret === null) {
      // A locked collection answers "no such entry" like an empty one; only a write tells them apart.
      const report = await this.options.keychain.report();
      if (report.state !== 'ready') {
        const { code, message, hint } = explainKeychain(report.state, 'read');
        throw new AppError(code, `Could not read the passphrase from the keychain. ${message}`, { hint });
      }
      throw new AppError('keychain-empty', `The keychain has no passphrase for the root key of ${record.name}.`, {
        hint: 'If this is another keychain or account than the one it was made in, go back to that one. Nothing was changed.',
      });
    }
    const passphrase = Buffer.from(secret, 'utf8');
    try {
      await tryWith(passphrase);
    } finally {
      passphrase.fill(0);
    }
  }

  private async fromPerson(record: AuthorityRecord, tryWith: (passphrase: Buffer) => Promise<void>): Promise<void> {
    const request: PassphraseRequest = {
      mode: 'enter',
      title: 'Unlock the root key',
      message: `Type the passphrase of ${record.name}. It is kept in memory only while Sealwax runs.`,
    };
    if ((await this.options.ask(request, tryWith)) === 'cancelled') {
      throw new AppError('cancelled', 'The root key stays locked: no passphrase was given.', {
        hint: 'Try again and type the passphrase that you chose at set-up.',
      });
    }
  }

  private async startWindow(): Promise<void> {
    const { open } = this;
    if (open === undefined) return;
    const { keep } = open.record;
    clearTimeout(open.timer);
    if (keep === 'session') {
      this.options.changed(this.state(keep));
      return;
    }
    const minutes = await this.options.unlockMinutes();
    if (minutes === 0) {
      this.lock();
      return;
    }
    open.locksAt = this.options.now().getTime() + minutes * 60_000;
    open.timer = setTimeout(() => this.lockWhenIdle(open), minutes * 60_000);
    open.timer.unref();
    this.options.changed(this.state(keep));
  }

  private lockWhenIdle(open: OpenKey): void {
    // A longer piece of work started inside the window finishes with the key; `use` starts a new window after it.
    if (this.open === open && this.users === 0) this.lock();
  }
}

async function openWith(pem: string, passphrase: Buffer, record: AuthorityRecord): Promise<webcrypto.CryptoKey> {
  const pkcs8 = await decryptKeyFile(pem, passphrase);
  try {
    const spki = spkiOfPrivateKey(pkcs8);
    if (!spki.equals(Buffer.from(record.rootSpki, 'base64'))) {
      throw new AppError('key-mismatch', `The key file opens, but its key is not the one of ${record.name}.`, {
        hint: 'Put the right root-key.pem back from a backup. Nothing was changed.',
      });
    }
    return await importSigningKey(pkcs8);
  } finally {
    pkcs8.fill(0);
  }
}
