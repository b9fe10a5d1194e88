import type { Authority, Keep, KeyState, NameLimits } from '../../ipc/schemas';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import type { Keychain } from '../keychain/keychain';
import type { AskPassphrase, RootKeys } from '../keychain/root-keys';
import { viewCertificate } from '../pki/certificate-view';
import { generateKey } from '../pki/keys';
import { randomSerial } from '../pki/leaf';
import { parseLimits } from '../pki/limits';
import { rootYears } from '../pki/profile';
import { buildRoot } from '../pki/root';
import type { FolderLock } from '../system/lock';
import type { RootCertificate } from '../trust/trust-store';
import type { AuthorityStore } from './authority-store';
import { type InspectedAuthority, inspectAuthority } from './inspect';
import { encryptForKeychain, encryptWithTyped } from './new-passphrase';
import type { AuthorityRecord } from './record';

export interface CreateRequest {
  /** The common name of the root; people see it in every trust store. */
  name: string;
  limits: NameLimits;
  keep: Keep;
}

/** The steps of making an authority, as progress tells them. */
export type CreateStep = 'root-key' | 'keychain' | 'root-certificate';

export interface AuthoritiesOptions {
  store: AuthorityStore;
  keychain: Keychain;
  journal: Journal;
  lock: FolderLock;
  ask: AskPassphrase;
  keys: RootKeys;
  /** A root certificate by its fingerprint, from the copies that lie beside the certificates. */
  findRoot: (fingerprint: string) => Promise<string | undefined>;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

/** A record before its key file is written. */
type NewRecord = Omit<AuthorityRecord, 'keyFileSha256'>;

export type SigningAuthority = InspectedAuthority & { record: AuthorityRecord; rootPem: string };

/** What can be done with authorities. */
export class Authorities {
  constructor(private readonly options: AuthoritiesOptions) {}

  async inspectAll(): Promise<InspectedAuthority[]> {
    const { store, now } = this.options;
    const found = await store.list();
    return found.map((folder) => inspectAuthority(folder, store.paths(folder.id), now()));
  }

  async list(): Promise<Authority[]> {
    return (await this.inspectAll()).map((authority) => authority.summary);
  }

  /** The named authority, or the only one; undefined when there is none. */
  async find(id?: string): Promise<InspectedAuthority | undefined> {
    const all = await this.inspectAll();
    return id === undefined
      ? (all.find((authority) => authority.canSign) ?? all[0])
      : all.find((authority) => authority.summary.id === id);
  }

  async get(id?: string): Promise<InspectedAuthority> {
    const authority = await this.find(id);
    if (authority !== undefined) return authority;
    throw new AppError('no-authority', 'There is no root certificate on this machine yet.', {
      hint: 'Run the set-up first.',
    });
  }

  /** The authority with all that signing needs. Throws `no-authority`, or `authority-damaged` with the first problem. */
  async forSigning(id?: string): Promise<SigningAuthority> {
    const authority = await this.get(id);
    const { record, rootPem, canSign, summary } = authority;
    if (canSign && record !== undefined && rootPem !== undefined) return { ...authority, record, rootPem };
    const problem = summary.problems[0];
    throw new AppError(
      'authority-damaged',
      `${summary.name} cannot sign: ${problem?.message ?? 'its files are damaged.'}`,
      {
        ...(problem?.hint === undefined ? {} : { hint: problem.hint }),
      },
    );
  }

  /**
   * The public half, for looking into the trust stores and for removal: these need no more than to know the root by its
   * fingerprint. When root.pem is lost, its copy beside a certificate serves. Throws `authority-damaged` when there is none.
   */
  async rootCertificate(id?: string): Promise<RootCertificate> {
    const { rootPem, record, summary } = await this.get(id);
    const pem = rootPem ?? (record === undefined ? undefined : await this.options.findRoot(record.fingerprint));
    if (pem === undefined) throw damaged(summary);
    return publicHalf(pem, summary.certificateFile);
  }

  /** The public half, for installing: only a root that is wholly as its record says. Throws `authority-damaged`. */
  async rootForInstall(id?: string): Promise<RootCertificate> {
    const { rootPem, record, summary } = await this.get(id);
    if (rootPem === undefined || record === undefined) throw damaged(summary);
    return publicHalf(rootPem, summary.certificateFile);
  }

  /**
   * Makes a root: key pair, passphrase (random into the keychain, or typed), encrypted key file, certificate with name
   * constraints. Nothing is left behind when a step fails. Throws `already-exists`, `invalid-input`, `keychain-…`,
   * `cancelled`, `disk-full`, `read-only`.
   */
  async create(request: CreateRequest, progress: (step: CreateStep) => void): Promise<Authority> {
    await this.refuseSecond();
    const name = request.name.trim();
    if (name === '')
      throw new AppError('invalid-input', 'The root needs a name.', {
        field: 'name',
        hint: 'Trust stores list it by this name.',
      });
    const limits = parseLimits(request.limits);
    progress('root-key');
    const pair = await generateKey('ecdsa-p256');
    try {
      const createdAt = this.options.now();
      const serial = randomSerial(this.options.random);
      const root = await buildRoot({
        name,
        limits,
        keyType: 'ecdsa-p256',
        years: rootYears,
        key: pair,
        serial,
        now: createdAt,
      });
      const view = viewCertificate(root.pem);
      const record: NewRecord = {
        version: 1,
        id: `root-${view.fingerprint256.slice(0, 16)}`,
        name,
        subject: view.subject,
        createdAt: createdAt.toISOString(),
        notBefore: view.notBefore.toISOString(),
        notAfter: view.notAfter.toISOString(),
        keyType: 'ecdsa-p256',
        limits,
        keep: request.keep,
        serial: view.serial,
        fingerprint: view.fingerprint256,
        rootSpki: pair.spki.toString('base64'),
      };
      await this.writeNew(record, root.pem, pair.pkcs8, progress);
      const made = await this.get(record.id);
      if (made.record !== undefined) await this.options.keys.adopt(made.record, pair.privateKey);
      return made.summary;
    } finally {
      pair.pkcs8.fill(0);
    }
  }

  async makePrivate(id: string): Promise<Authority> {
    await this.options.lock.hold(async () => {
      await this.options.store.makePrivate(id);
      await this.options.journal.note('authority.made-private', id);
    });
    return (await this.get(id)).summary;
  }

  /** Moves the authority out of the way into the bin, whole; its keychain entry stays, so that it can be put back. */
  async setAside(id: string, typedName: string): Promise<string> {
    const { summary } = await this.get(id);
    if (typedName.trim() !== summary.name) {
      throw new AppError('invalid-input', 'The typed name is not the name of this authority.', {
        field: 'typedName',
        hint: `Type ${summary.name} to go on.`,
      });
    }
    this.options.keys.lock();
    return this.options.lock.hold(async () => {
      const folder = await this.options.store.setAside(id, this.options.now());
      await this.options.journal.note('authority.set-aside', id, { folder });
      return folder;
    });
  }

  async unlock(): Promise<KeyState> {
    const { record } = await this.forSigning();
    return this.options.keys.unlockForWindow(record);
  }

  async keyState(): Promise<KeyState> {
    return this.options.keys.state((await this.find())?.summary.keep);
  }

  /**
   * Finishes what a kill cut short: a keychain entry whose authority was never written is taken out again. The keychain may
   * take its time, so no lock is held and nobody waits for it.
   */
  async recover(): Promise<void> {
    const { store, now } = this.options;
    for (const id of await store.pending(now())) {
      if ((await store.exists(id)) || (await this.forget(id))) await store.clearPending(id);
    }
  }

  private async refuseSecond(): Promise<void> {
    if ((await this.options.store.list()).length === 0) return;
    throw new AppError('already-exists', 'This machine has a root certificate already.', {
      hint: 'Use it, or set it aside on the Trust page first.',
    });
  }

  /** A person is asked before the lock is taken: nobody else has to wait for the typing. */
  private async writeNew(
    record: NewRecord,
    rootPem: string,
    pkcs8: Buffer,
    progress: (step: CreateStep) => void,
  ): Promise<void> {
    progress('keychain');
    const typed = record.keep === 'session' ? await encryptWithTyped(this.options, record, pkcs8) : undefined;
    await this.options.lock.hold(async () => {
      const { store, journal } = this.options;
      // Again under the lock: another window may have made one since.
      await this.refuseSecond();
      if (typed === undefined) await store.markPending(record.id);
      try {
        const encrypted = typed ?? (await encryptForKeychain(this.options, record, pkcs8));
        progress('root-certificate');
        await store.create(record, rootPem, encrypted);
      } catch (error) {
        // Best effort: what cannot be removed now is removed at the next start, as the mark stays.
        // What is there already keeps its passphrase: only the last flush may have failed.
        if (typed === undefined && !(await store.exists(record.id)) && (await this.forget(record.id))) {
          await store.clearPending(record.id);
        }
        throw error;
      }
      await store.clearPending(record.id);
      await journal.note('authority.created', record.id, {
        name: record.name,
        fingerprint: record.fingerprint,
        limits: record.limits,
        keep: record.keep,
        notAfter: record.notAfter,
      });
    });
  }

  private async forget(id: string): Promise<boolean> {
    return this.options.keychain.remove(id).then(
      () => true,
      () => false,
    );
  }
}

function damaged(summary: Authority): AppError {
  const problem = summary.problems.find((each) => each.code.startsWith('root-') || each.code.startsWith('record-'));
  return new AppError('authority-damaged', problem?.message ?? 'The root certificate cannot be read.', {
    ...(problem?.hint === undefined ? {} : { hint: problem.hint }),
  });
}

function publicHalf(pem: string, pemPath: string): RootCertificate {
  const { der, fingerprint256, commonName } = viewCertificate(pem);
  return { pem, pemPath, der, fingerprint256, commonName };
}
