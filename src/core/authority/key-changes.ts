import type { webcrypto } from 'node:crypto';
import type { Keep } from '../../ipc/schemas';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import { removeEntry } from '../keychain/derived-entry';
import type { Keychain } from '../keychain/keychain';
import type { AskPassphrase, RootKeys } from '../keychain/root-keys';
import { importSigningKey } from '../pki/keys';
import type { FolderLock } from '../system/lock';
import type { AuthorityStore } from './authority-store';
import type { KeychainMark } from './keychain-marks';
import { encryptForKeychain, encryptWithTyped } from './new-passphrase';
import { type AuthorityRecord, keychainAccountOf } from './record';

export interface KeyChangesOptions {
  store: AuthorityStore;
  keychain: Keychain;
  journal: Journal;
  lock: FolderLock;
  ask: AskPassphrase;
  keys: RootKeys;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

/** A key file that is encrypted anew and not yet written. */
interface Rewrapped {
  pem: string;
  /** The new entry of the keychain, where it keeps the passphrase. */
  account: string | undefined;
  key: webcrypto.CryptoKey;
  /** The record that the key was opened by. */
  before: AuthorityRecord;
}

/**
 * Gives an authority's key another passphrase, or another way to keep it. The old passphrase serves until the new key file
 * stands: the keychain holds the new one under a name of its own, and forgets the old one last. A kill at any moment leaves an
 * authority that opens by the old way or by the new one.
 */
export class KeyChanges {
  constructor(private readonly options: KeyChangesOptions) {}

  /**
   * A new passphrase, kept as before: random where the keychain keeps it, else the old one is asked for, then a new one. Throws
   * `passphrase-…`, `keychain-…`, `cancelled`, `busy`, `disk-full`, `read-only`.
   */
  async changePassphrase(id: string): Promise<void> {
    const { keep } = await this.options.store.readRecord(id);
    await this.rewrap(id, keep, 'authority.passphrase-changed');
  }

  /** Keeps the passphrase in another way, and asks for what that takes. Throws as `changePassphrase` does. */
  async setKeep(id: string, keep: Keep): Promise<void> {
    const { keep: current } = await this.options.store.readRecord(id);
    if (current === keep) return;
    if (current === 'keychain' || keep === 'keychain') {
      await this.rewrap(id, keep, 'authority.keep-changed');
      return;
    }
    // The same person has the same passphrase; it is only asked for at other times.
    const { store, journal, lock, keys } = this.options;
    await lock.hold(async () => {
      const record = await store.readRecord(id);
      if (record.keep === 'keychain') throw changedMeanwhile(record);
      await store.writeRecord({ ...record, keep });
      await journal.note('authority.keep-changed', id, { name: record.label ?? record.name, keep });
    });
    keys.lock(id);
  }

  /**
   * Takes out of the keychain what a change, or a making that was cut short, left there. The keychain may take its time, so no
   * lock is held.
   */
  async tidy(mark: KeychainMark): Promise<void> {
    const { store, keychain } = this.options;
    try {
      const here = await store.exists(mark.id);
      // One that lies in the bin may be put back, and then needs the entry that its record names.
      if (here || !(await store.isSetAside(mark.id))) {
        const needed = here ? keychainAccountOf(await store.readRecord(mark.id)) : undefined;
        for (const account of mark.accounts) if (account !== needed) await removeEntry(keychain, account);
      }
      await store.marks.clear(mark);
    } catch {
      // Best effort: the mark stays, and a later start tries again.
    }
  }

  private async rewrap(id: string, keep: Keep, what: string): Promise<void> {
    const { store, journal, lock, keys } = this.options;
    const marks: KeychainMark[] = [];
    try {
      const made = await keys.lendBytes(id, (pkcs8, before) => this.encryptAnew(before, keep, pkcs8, marks));
      const record = await lock.hold(async () => {
        const current = await store.readRecord(id);
        if (current.keyFileSha256 !== made.before.keyFileSha256) throw changedMeanwhile(current);
        // A machine may sleep for hours between two steps, and another process tidy up meanwhile.
        for (const mark of marks) if (!(await store.marks.stands(mark))) throw changedMeanwhile(current);
        const account = made.account === undefined ? {} : { keychainAccount: made.account };
        const replaced = await store.replaceKeyFile(current, made.pem, { keep, ...account });
        await journal.note(what, id, { name: current.label ?? current.name, keep });
        return replaced;
      });
      await keys.adopt(record, made.key);
    } finally {
      // After a failure the entry of the new passphrase goes, after a success that of the old one.
      for (const mark of marks) await this.tidy(mark);
    }
  }

  private async encryptAnew(
    before: AuthorityRecord,
    keep: Keep,
    pkcs8: Buffer,
    marks: KeychainMark[],
  ): Promise<Rewrapped> {
    const { store, random, lock } = this.options;
    const old = keychainAccountOf(before);
    const key = await importSigningKey(pkcs8);
    if (keep !== 'keychain') {
      const [pem] = await encryptWithTyped(this.options, [{ name: before.label ?? before.name, pkcs8 }], keep);
      if (old !== undefined) marks.push(await lock.hold(() => store.marks.set(before.id, [old])));
      return { pem: pem as string, account: undefined, key, before };
    }
    const account = `${before.id}/${random(4).toString('hex')}`;
    const accounts = old === undefined ? [account] : [account, old];
    marks.push(await lock.hold(() => store.marks.set(before.id, accounts)));
    return { pem: await encryptForKeychain(this.options, account, pkcs8), account, key, before };
  }
}

function changedMeanwhile({ label, name }: AuthorityRecord): AppError {
  return new AppError('busy', `The passphrase of ${label ?? name} was changed elsewhere in the meantime.`, {
    hint: 'Look at the authority again, and repeat the change if it is still wanted.',
  });
}
