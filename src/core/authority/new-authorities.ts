import type { Keep } from '../../ipc/schemas';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import { removeEntry } from '../keychain/derived-entry';
import type { Keychain } from '../keychain/keychain';
import type { AskPassphrase } from '../keychain/root-keys';
import type { FolderLock } from '../system/lock';
import type { AuthorityStore } from './authority-store';
import type { KeychainMark } from './keychain-marks';
import { encryptForKeychain, encryptWithTyped } from './new-passphrase';
import { type AuthorityRecord, keychainAccountOf } from './record';

export interface NewAuthoritiesOptions {
  store: AuthorityStore;
  keychain: Keychain;
  journal: Journal;
  lock: FolderLock;
  ask: AskPassphrase;
  random: (bytes: number) => Buffer;
}

/** An authority that is about to be written: what its record says before there is a key file. */
export interface Draft {
  record: Omit<AuthorityRecord, 'keyFileSha256' | 'keychainAccount' | 'keep'>;
  certificatePem: string;
  /** What stands above an intermediate, from the one that signed it up to the root, as PEM. */
  chain: readonly string[];
  /** Whoever made the draft wipes it. */
  pkcs8: Buffer;
}

export interface Writing {
  keep: Keep;
  /** What the journal calls it, e.g. "authority.created". */
  what: string;
  /** Asked under the lock, before anything is written: throws when one of them must not be made. */
  refuse: () => Promise<void>;
  /** Called when the keys are encrypted, and their passphrase kept. */
  encrypted?: () => void;
}

/** Writes new authorities: encrypts their keys, keeps the passphrase, and writes all of them or none. */
export class NewAuthorities {
  constructor(private readonly options: NewAuthoritiesOptions) {}

  /** Throws what the keychain and the asking throw, `disk-full`, `read-only`, and what `refuse` throws. */
  async write(drafts: readonly Draft[], { keep, what, refuse, encrypted }: Writing): Promise<AuthorityRecord[]> {
    const records = drafts.map(({ record }) => ({ ...record, keep, ...this.accountFor(record, keep) }));
    const { lock, store, journal } = this.options;
    const marks: KeychainMark[] = [];
    // Nobody else has to wait for a person's typing or for the keychain: the lock is taken after both.
    try {
      const pems = await this.encrypt(drafts, records, keep, marks);
      encrypted?.();
      return await lock.hold(async () => {
        await refuse();
        for (const { id, name } of records) if (await store.exists(id)) throw alreadyHere(name);
        // A machine may sleep for hours between two steps, and another process tidy up meanwhile.
        for (const mark of marks) if (!(await store.marks.stands(mark))) throw tidiedUp();
        try {
          const written: AuthorityRecord[] = [];
          for (const [index, draft] of drafts.entries()) {
            const record = await this.underParent(records[index] as (typeof records)[number], records);
            written.push(await store.create(record, draft.certificatePem, pems[index] as string, draft.chain));
          }
          for (const mark of marks) await store.marks.clear(mark);
          for (const record of written) await this.noteNew(journal, what, record);
          return written;
        } catch (error) {
          for (const { id } of records) await store.discard(id);
          throw error;
        }
      });
    } catch (error) {
      await this.forget(marks);
      throw error;
    }
  }

  /**
   * The authority above may have been set aside while a passphrase was typed: then nothing here is named as its parent. Its chain
   * is in its own folder, so it works without. One that is made here is refused before this.
   */
  private async underParent<R extends { parentId?: string | undefined }>(
    record: R,
    beside: readonly { id: string }[],
  ): Promise<R> {
    const { parentId, ...alone } = record;
    if (parentId === undefined || beside.some(({ id }) => id === parentId)) return record;
    return (await this.options.store.exists(parentId)) ? record : (alone as R);
  }

  /**
   * Whatever was made elsewhere gets an entry of a name of its own: an authority of the same id may lie in the bin, and its
   * passphrase must stay.
   */
  private accountFor({ id, origin }: Draft['record'], keep: Keep): { keychainAccount?: string } {
    if (keep !== 'keychain' || origin === 'made') return {};
    return { keychainAccount: `${id}/${this.options.random(4).toString('hex')}` };
  }

  private async encrypt(
    drafts: readonly Draft[],
    records: readonly Omit<AuthorityRecord, 'keyFileSha256'>[],
    keep: Keep,
    marks: KeychainMark[],
  ): Promise<string[]> {
    if (keep !== 'keychain') {
      const owners = drafts.map(({ record, pkcs8 }) => ({ name: record.label ?? record.name, pkcs8 }));
      return encryptWithTyped(this.options, owners, keep);
    }
    const { store, lock } = this.options;
    const pems: string[] = [];
    for (const [index, { pkcs8 }] of drafts.entries()) {
      const record = records[index] as (typeof records)[number];
      const account = keychainAccountOf(record) as string;
      marks.push(await lock.hold(() => store.marks.set(record.id, [account])));
      pems.push(await encryptForKeychain(this.options, account, pkcs8));
    }
    return pems;
  }

  /** Best effort: what cannot be removed now is removed at a later start, as the mark stays. */
  private async forget(marks: readonly KeychainMark[]): Promise<void> {
    const { keychain, store } = this.options;
    for (const mark of marks) {
      await Promise.all(mark.accounts.map((account) => removeEntry(keychain, account))).then(
        () => store.marks.clear(mark),
        () => undefined,
      );
    }
  }

  private noteNew(journal: Journal, what: string, record: AuthorityRecord): Promise<void> {
    return journal.note(what, record.id, {
      name: record.name,
      fingerprint: record.fingerprint,
      kind: record.kind,
      origin: record.origin,
      limits: record.limits,
      keep: record.keep,
      notAfter: record.notAfter,
      ...(record.parentId === undefined ? {} : { parent: record.parentId }),
    });
  }
}

function tidiedUp(): AppError {
  return new AppError('busy', 'Keeping the passphrase took so long that another Sealwax has tidied it up.', {
    hint: 'Try again; nothing was made.',
  });
}

/** An authority is one certificate: the same one cannot be here twice. */
export function alreadyHere(name: string): AppError {
  return new AppError('already-exists', `${name} is here already.`, {
    hint: 'Look at it in the list of authorities; nothing was changed.',
  });
}
