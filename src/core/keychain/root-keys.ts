import type { webcrypto } from 'node:crypto';
import type { Keep, KeyState } from '../../ipc/schemas';
import type { AuthorityStore } from '../authority/authority-store';
import type { AuthorityRecord } from '../authority/record';
import { AppError } from '../errors';
import { importSigningKey } from '../pki/keys';
import type { Keychain } from './keychain';
import { openKeyFile } from './open-key-file';

export interface PassphraseRequest {
  mode: 'enter' | 'create';
  title: string;
  message: string;
  /** For "create": what the asker says and checks as it is typed. "authority" (the default) asks 15 characters, "any" one. */
  rule?: 'authority' | 'any';
}

/**
 * Asks a person for a passphrase; 'cancelled' means they said no. `check` tries an answer and throws `passphrase-wrong` or
 * `passphrase-weak`: the asker then shows the message and asks again. The asker wipes what it was given. Where nobody can be
 * asked it throws `passphrase-needed`, which goes through to the caller as it is.
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
  /** Pieces of work that have it now. */
  users: number;
}

export interface RootKeysOptions {
  keychain: Keychain;
  store: AuthorityStore;
  ask: AskPassphrase;
  now: () => Date;
  unlockMinutes: () => Promise<number>;
  changed: (state: KeyState) => void;
  /** A key was opened and stays so for a while, told to the history. It may not hold the folder's lock already. */
  opened?: (record: AuthorityRecord) => Promise<void>;
}

/**
 * Opens root keys and forgets them again, each by itself. A key from the keychain stays open for the minutes the user set; one
 * opened by a typed passphrase until it is locked or the app ends, or, with "every use", for one piece of work (a batch is one).
 * What is held is a non-extractable key, not its bytes.
 */
export class RootKeys {
  private readonly open = new Map<string, OpenKey>();
  private readonly opening = new Map<string, Promise<OpenKey>>();

  constructor(private readonly options: RootKeysOptions) {}

  /** Lends the opened key to one piece of work. Throws `passphrase-…`, `keychain-…`, `key-…` and `cancelled`. */
  async use<T>(record: AuthorityRecord, work: (key: webcrypto.CryptoKey) => Promise<T>): Promise<T> {
    if (record.keep === 'every-use') return work((await this.openKey(record)).key);
    const open = await this.unlock(record);
    open.users += 1;
    try {
      return await work(open.key);
    } finally {
      open.users -= 1;
      if (open.users === 0) await this.startWindow(open);
    }
  }

  /**
   * Lends the key's bytes (PKCS#8, DER) to work that writes them anew, encrypted: a change of the passphrase, a backup. It opens
   * the file each time, so a typed passphrase is asked for. The bytes are wiped afterwards. Throws as `use` does.
   */
  async lendBytes<T>(id: string, work: (pkcs8: Buffer, record: AuthorityRecord) => Promise<T>): Promise<T> {
    const { pkcs8, record } = await this.openBytes(id);
    try {
      return await work(pkcs8, record);
    } finally {
      pkcs8.fill(0);
    }
  }

  /** Opens the key and starts its window, as the unlock button does. Where each use asks there is nothing to keep open. */
  async unlockForWindow(record: AuthorityRecord): Promise<KeyState> {
    if (record.keep !== 'every-use') await this.startWindow(await this.unlock(record));
    return this.state(record);
  }

  /** Takes a key that was opened or made this moment, so that nobody has to open what they have just closed. */
  async adopt(record: AuthorityRecord, key: webcrypto.CryptoKey): Promise<void> {
    this.lock(record.id);
    if (record.keep !== 'every-use') await this.startWindow(this.keep(record, key));
  }

  /** Applies a changed unlock time to the keys that are open; one that is in use gets it afterwards. */
  async windowChanged(): Promise<void> {
    for (const open of [...this.open.values()]) if (open.users === 0) await this.startWindow(open);
  }

  /** Forgets one key, or all of them. Work that has a key finishes with it. */
  lock(id?: string): void {
    for (const open of [...this.open.values()]) {
      if (id !== undefined && open.record.id !== id) continue;
      clearTimeout(open.timer);
      this.open.delete(open.record.id);
      this.options.changed(this.state(open.record));
    }
  }

  /** True when work gets the key without a person: it is open, or its passphrase is in the system keychain. */
  opensUnasked({ id, keep, keyFileSha256 }: AuthorityRecord): boolean {
    if (keep === 'keychain') return true;
    const open = this.open.get(id);
    return open?.record.keep === keep && open.record.keyFileSha256 === keyFileSha256;
  }

  state(of: { id: string; keep: Keep } | undefined): KeyState {
    if (of === undefined) return { keep: 'keychain', state: 'none' };
    const open = this.open.get(of.id);
    const known = { keep: of.keep, authorityId: of.id };
    if (open === undefined) return { ...known, state: 'locked' };
    const locksAt = open.locksAt === undefined ? {} : { locksAt: new Date(open.locksAt).toISOString() };
    return { ...known, state: 'open', ...locksAt };
  }

  /** Opens the key if it is not open yet. Two callers at once share one opening, so that a person is asked once. */
  private async unlock(record: AuthorityRecord): Promise<OpenKey> {
    const open = this.open.get(record.id);
    // A passphrase that was changed, here or on the command line, must be given anew.
    if (open?.record.keyFileSha256 === record.keyFileSha256 && open.record.keep === record.keep) return open;
    const started = this.opening.get(record.id);
    if (started !== undefined) return started;
    const opening = this.openKey(record)
      .then(async (found) => {
        await this.options.opened?.(found.record).catch(() => undefined);
        this.lock(record.id);
        return this.keep(found.record, found.key);
      })
      .finally(() => this.opening.delete(record.id));
    this.opening.set(record.id, opening);
    return opening;
  }

  private keep(record: AuthorityRecord, key: webcrypto.CryptoKey): OpenKey {
    const open: OpenKey = { key, record, timer: undefined, locksAt: undefined, users: 0 };
    this.open.set(record.id, open);
    return open;
  }

  private async openKey({ id }: AuthorityRecord): Promise<{ key: webcrypto.CryptoKey; record: AuthorityRecord }> {
    return this.lendBytes(id, async (pkcs8, record) => ({ key: await importSigningKey(pkcs8), record }));
  }

  private async openBytes(id: string): Promise<{ pkcs8: Buffer; record: AuthorityRecord }> {
    const { record, text } = await this.options.store.readKeyFile(id);
    try {
      return { pkcs8: await openKeyFile(this.options, record, text), record };
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'keychain-empty')) throw error;
      // Another process may have given it a new passphrase since we looked.
      const again = await this.options.store.readKeyFile(id);
      if (again.record.keyFileSha256 === record.keyFileSha256) throw error;
      return { pkcs8: await openKeyFile(this.options, again.record, again.text), record: again.record };
    }
  }

  private async startWindow(open: OpenKey): Promise<void> {
    const { record } = open;
    const isHeld = () => this.open.get(record.id) === open;
    if (!isHeld()) return;
    clearTimeout(open.timer);
    if (record.keep === 'keychain') {
      const minutes = await this.options.unlockMinutes();
      // It may have been locked, or taken up again, while the setting was read.
      if (!isHeld() || open.users > 0) return;
      if (minutes === 0) {
        this.lock(record.id);
        return;
      }
      clearTimeout(open.timer);
      open.locksAt = this.options.now().getTime() + minutes * 60_000;
      open.timer = setTimeout(() => this.lockWhenIdle(open), minutes * 60_000);
      open.timer.unref();
    }
    this.options.changed(this.state(record));
  }

  private lockWhenIdle(open: OpenKey): void {
    // A longer piece of work started inside the window finishes with the key; `use` starts a new window after it.
    if (this.open.get(open.record.id) === open && open.users === 0) this.lock(open.record.id);
  }
}
