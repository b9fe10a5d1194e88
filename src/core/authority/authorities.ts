import type { CreateAuthority } from '../../ipc/authority-schemas';
import type { Authority, Keep, KeyState } from '../../ipc/schemas';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import type { Keychain } from '../keychain/keychain';
import type { AskPassphrase, RootKeys } from '../keychain/root-keys';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import type { SettingsFile } from '../settings';
import type { FolderLock } from '../system/lock';
import type { RootCertificate } from '../trust/trust-store';
import type { AuthorityStore } from './authority-store';
import { type CreateOptions, type CreateStep, draftAuthority, withNewKey } from './create';
import { byAge, defaultAmong } from './default-authority';
import { type InspectedAuthority, inspectAuthority } from './inspect';
import { KeyChanges } from './key-changes';
import { checkLabel } from './label';
import { NewAuthorities } from './new-authorities';
import { certificateDamaged, publicHalf } from './public-half';
import type { AuthorityRecord } from './record';
import { writeRecoveryKit } from './recovery-kit';
import { refuseParent, refuseSecond, refuseSecondOf, refuseSuccessor } from './refusals';

export interface AuthoritiesOptions {
  store: AuthorityStore;
  keychain: Keychain;
  journal: Journal;
  lock: FolderLock;
  ask: AskPassphrase;
  keys: RootKeys;
  settings: SettingsFile;
  /** A root certificate by its fingerprint, from the copies that lie beside the certificates. */
  findRoot: (fingerprint: string) => Promise<string | undefined>;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

export type SigningAuthority = InspectedAuthority & { record: AuthorityRecord; issuerPem: string; rootPem: string };

/** What can be done with authorities. Without an id, the default one is meant. */
export class Authorities {
  private madeChanges: KeyChanges | undefined;

  constructor(private readonly options: AuthoritiesOptions) {}

  /** The default one first, then from the oldest to the firstMade. */
  async inspectAll(): Promise<InspectedAuthority[]> {
    const { store, settings, now } = this.options;
    const [folders, chosen] = await Promise.all([store.list(), settings.defaultAuthority()]);
    const all = folders.map((folder) => inspectAuthority(folder, store.paths(folder.id), now()));
    const preferred = defaultAmong(all, chosen);
    if (preferred === undefined) return [];
    preferred.summary.isDefault = true;
    return [preferred, ...byAge(all.filter((each) => each !== preferred))];
  }

  async list(): Promise<Authority[]> {
    return (await this.inspectAll()).map((authority) => authority.summary);
  }

  /** The named authority, or the default one; undefined when there is none. */
  async find(id?: string): Promise<InspectedAuthority | undefined> {
    const all = await this.inspectAll();
    return all.find(({ summary }) => (id === undefined ? summary.isDefault : summary.id === id));
  }

  /** The authority that stands for this folder of mkcert's. */
  async forCaroot(folder: string): Promise<InspectedAuthority | undefined> {
    return (await this.inspectAll()).find(({ record }) => record?.caroot === folder);
  }

  /** Throws `no-authority` when there is none at all, `not-found` for an id that is not here. */
  async get(id?: string): Promise<InspectedAuthority> {
    const authority = await this.find(id);
    if (authority !== undefined) return authority;
    if (id !== undefined) {
      throw new AppError('not-found', `There is no authority ${id} here.`, {
        hint: 'It may have been set aside in another window or on the command line; look at the list again.',
      });
    }
    throw new AppError('no-authority', 'There is no root certificate on this machine yet.', {
      hint: 'Run the set-up in the window, or type: sealwax ca create.',
    });
  }

  /** The authority with all that signing needs. Throws as `get`, and `authority-damaged` with the first problem. */
  async forSigning(id?: string): Promise<SigningAuthority> {
    const authority = await this.get(id);
    const { record, issuerPem, rootPem, canSign, summary } = authority;
    if (canSign && record !== undefined && issuerPem !== undefined && rootPem !== undefined) {
      return { ...authority, record, issuerPem, rootPem };
    }
    const problem = summary.problems[0];
    const message = `${summary.name} cannot sign: ${problem?.message ?? 'its files are damaged.'}`;
    throw new AppError('authority-damaged', message, problem?.hint === undefined ? {} : { hint: problem.hint });
  }

  /**
   * The public half of its root, for looking into the trust stores and for removal: these need no more than to know the root by
   * its fingerprint. When the file is lost, its copy beside a certificate serves. Throws `authority-damaged` when there is none.
   */
  async rootCertificate(id?: string): Promise<RootCertificate> {
    return this.rootOf(await this.get(id));
  }

  /** The same for one that was looked at already. */
  async rootOf({ rootPem, record, summary }: InspectedAuthority): Promise<RootCertificate> {
    const fingerprint = record?.chain?.[record.chain.length - 1] ?? record?.fingerprint;
    const pem = rootPem ?? (fingerprint === undefined ? undefined : await this.options.findRoot(fingerprint));
    if (pem === undefined) throw certificateDamaged(summary);
    return publicHalf(pem, this.rootFile(summary));
  }

  /** The public half of its root, for installing: only one that is wholly as the record says. Throws `authority-damaged`. */
  async rootForInstall(id?: string): Promise<RootCertificate> {
    const { rootPem, record, summary } = await this.get(id);
    if (rootPem === undefined || record === undefined) throw certificateDamaged(summary);
    return publicHalf(rootPem, this.rootFile(summary));
  }

  /** Its own certificate, to give to others. Throws `authority-damaged`. */
  async exportable(id?: string): Promise<CertificateView> {
    const { issuerPem, summary } = await this.get(id);
    if (issuerPem === undefined) throw certificateDamaged(summary);
    return viewCertificate(issuerPem);
  }

  /**
   * Makes an authority, a root or an intermediate: key pair, passphrase (random into the keychain, or typed), encrypted key
   * file, certificate. Nothing is left behind when a step fails. Throws `already-exists`, `invalid-input`,
   * `name-outside-limits`, `path-length`, `keychain-…`, `passphrase-…`, `cancelled`, `disk-full`, `read-only`.
   */
  async create(
    request: CreateAuthority,
    progress: (step: CreateStep) => void,
    { onlyFirst, caroot, replaces }: CreateOptions = {},
  ): Promise<Authority> {
    const refuse = async () => {
      const all = await this.inspectAll();
      if (onlyFirst) refuseSecond(all);
      if (caroot !== undefined) refuseSecondOf(caroot, all);
      if (replaces !== undefined) refuseSuccessor((await this.get(replaces)).summary.id, all);
      if (request.parentId !== undefined) await this.get(request.parentId);
    };
    await refuse();
    const parent = request.parentId === undefined ? undefined : await this.forSigning(request.parentId);
    progress('root-key');
    return withNewKey(request, async (key) => {
      const { keys, now, random } = this.options;
      const draft = await draftAuthority(request, key, { keys, parent, now: now(), random }, { caroot, replaces });
      progress('keychain');
      const [record] = await new NewAuthorities(this.options).write([draft], {
        keep: request.keep,
        what: 'authority.created',
        refuse,
        encrypted: () => progress('root-certificate'),
      });
      if (record !== undefined) await keys.adopt(record, key.privateKey);
      await this.settleDefault([draft.record.id]);
      return (await this.get(draft.record.id)).summary;
    });
  }

  /** Says which one signs when none is named. */
  async setDefault(id: string): Promise<Authority> {
    const { name } = (await this.get(id)).summary;
    await this.options.lock.hold(async () => {
      await this.options.settings.setDefaultAuthority(id);
      await this.options.journal.note('authority.made-default', id, { name });
    });
    return (await this.get(id)).summary;
  }

  /** What lists call it; its certificate, and what the trust stores show, stay as they are. Throws `invalid-input`. */
  async rename(id: string, name: string): Promise<Authority> {
    const label = checkLabel(name);
    await this.get(id);
    await this.options.lock.hold(async () => {
      const record = await this.options.store.readRecord(id);
      await this.options.store.writeRecord({ ...record, label });
      await this.options.journal.note('authority.renamed', id, { from: record.label ?? record.name, to: label });
    });
    return (await this.get(id)).summary;
  }

  async makePrivate(id: string): Promise<Authority> {
    await this.options.lock.hold(async () => {
      await this.options.store.makePrivate(id);
      await this.options.journal.note('authority.made-private', id);
    });
    return (await this.get(id)).summary;
  }

  /**
   * Moves the authority out of the way into the bin, whole; its keychain entry stays, so that it can be put back. Refused with
   * `not-allowed` while an intermediate of it is here, and with `invalid-input` when another name was typed.
   */
  async setAside(id: string, typedName: string): Promise<string> {
    const { summary } = await this.get(id);
    if (typedName.trim() !== summary.name) {
      throw new AppError('invalid-input', 'The typed name is not the name of this authority.', {
        field: 'typedName',
        hint: `Type ${summary.name} to go on.`,
      });
    }
    refuseParent(id, await this.inspectAll());
    this.options.keys.lock(id);
    return this.options.lock.hold(async () => {
      // An intermediate may have been made in the meantime.
      refuseParent(id, await this.inspectAll());
      const folder = await this.options.store.setAside(id, this.options.now());
      await this.options.journal.note('authority.set-aside', id, { name: summary.name, folder });
      return folder;
    });
  }

  async unlock(id?: string): Promise<KeyState> {
    const { record } = await this.forSigning(id);
    return this.options.keys.unlockForWindow(record);
  }

  async keyState(id?: string): Promise<KeyState> {
    return this.options.keys.state((await this.find(id))?.summary);
  }

  /** A new passphrase for the key, kept as before. Throws `passphrase-…`, `keychain-…`, `cancelled`, `busy`. */
  async changePassphrase(id: string): Promise<Authority> {
    await this.changes.changePassphrase((await this.get(id)).summary.id);
    return (await this.get(id)).summary;
  }

  /** Keeps the passphrase in another way, and asks for what that takes. Throws as `changePassphrase` does. */
  async setKeep(id: string, keep: Keep): Promise<Authority> {
    await this.changes.setKeep((await this.get(id)).summary.id, keep);
    return (await this.get(id)).summary;
  }

  /**
   * The recovery kit as text. It holds the passphrase where the keychain has it: it goes to a window of its own or to a file that
   * a person named, and nowhere else. Throws `keychain-…`, `authority-damaged`.
   */
  async recoveryKit(id: string): Promise<{ title: string; text: string }> {
    return writeRecoveryKit(this.options, (await this.get(id)).summary);
  }

  /** Finishes what a kill cut short: entries of the keychain that no key file needs are taken out again. */
  async recover(): Promise<void> {
    const { store, lock, now } = this.options;
    for (const mark of await store.marks.abandoned(now())) {
      const claimed = await lock.hold(() => store.marks.claim(mark));
      if (claimed !== undefined) await this.changes.tidy(claimed);
    }
  }

  /**
   * Writes down which one is the default, once these were made: the one that was it before, else the first of them. One that
   * stands for mkcert signs any name, and becomes the default only by choice.
   */
  async settleDefault(made: readonly string[]): Promise<void> {
    const { settings, lock } = this.options;
    const [all, chosen] = await Promise.all([this.inspectAll(), settings.defaultAuthority()]);
    if (all.some(({ summary }) => summary.id === chosen)) return;
    const eligible = all.filter(({ record, canSign }) => canSign && record?.caroot === undefined);
    const before = eligible.filter(({ summary }) => !made.includes(summary.id));
    const [firstMade] = made.flatMap((id) => eligible.filter(({ summary }) => summary.id === id));
    const first = defaultAmong(before, undefined) ?? firstMade;
    if (first === undefined) return;
    await lock.hold(() => settings.setDefaultAuthority(first.summary.id)).catch(() => undefined);
  }

  private get changes(): KeyChanges {
    this.madeChanges ??= new KeyChanges(this.options);
    return this.madeChanges;
  }

  private rootFile({ id, kind, certificateFile }: Authority): string {
    return kind === 'root' ? certificateFile : this.options.store.paths(id).top;
  }
}
