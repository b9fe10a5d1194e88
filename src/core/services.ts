import type { KeyState } from '../ipc/schemas';
import { Adoption } from './authority/adopt';
import { Authorities } from './authority/authorities';
import { AuthorityStore } from './authority/authority-store';
import { Backup } from './authority/backup';
import { Batch } from './authority/batch';
import { CertificateStore } from './authority/certificate-store';
import { Certificates } from './authority/certificates';
import { NewAuthorities } from './authority/new-authorities';
import type { AuthorityRecord } from './authority/record';
import { RequestStore } from './authority/request-store';
import { Requests } from './authority/requests';
import { checkFormat } from './data-format';
import { Exporter } from './export/exporter';
import { UnfinishedFiles } from './export/unfinished';
import { LookInside } from './inspect/look-inside';
import { OpenedFiles } from './inspect/opened-files';
import { type Actor, Journal } from './journal';
import type { Keychain } from './keychain/keychain';
import { type AskPassphrase, RootKeys } from './keychain/root-keys';
import { type LifecycleServices, lifecycleServices } from './lifecycle-services';
import { CompatAuthority } from './mkcert/compat';
import type { ProxyHosting } from './proxy/proxies';
import { RevocationStore } from './revocation/revocation-store';
import { SetUp } from './set-up';
import { SettingsFile } from './settings';
import { ensureFolder, sweepTemporary } from './system/atomic-file';
import { readdir } from './system/file-calls';
import { hostsFile } from './system/host-names';
import { FolderLock } from './system/lock';
import { once } from './system/once';
import type { Run } from './system/run';
import { isTidyingDue, noteTidied, unfinishedFolder } from './system/tidied';
import { type TrustServices, type TrustServicesOptions, trustServices } from './trust-services';

export interface ServicesOptions extends Pick<TrustServicesOptions, 'phoneChanged' | 'askStorePassword'> {
  /** The data folder. */
  dir: string;
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** The user's home folder. */
  home: string;
  who: Actor;
  run: Run;
  keychain: Keychain;
  ask: AskPassphrase;
  now: () => Date;
  random: (bytes: number) => Buffer;
  keyChanged: (state: KeyState) => void;
  /** Where proxies run and who is told of them; in this process and nobody unless told. */
  proxies?: ProxyHosting;
  /** Leaves the tidying up of a start to the window and to `tidyUp`: a command that only looks is quicker without. */
  lazy?: boolean;
}

export interface Services extends Omit<TrustServices, 'stores'> {
  dir: string;
  authorities: Authorities;
  adoption: Adoption;
  backup: Backup;
  certificates: Certificates;
  batch: Batch;
  requests: Requests;
  exporter: Exporter;
  /** Writes single files into folders of the person's. */
  unfinished: UnfinishedFiles;
  opened: OpenedFiles;
  lookInside: LookInside;
  compat: CompatAuthority;
  lifecycle: LifecycleServices;
  setUp: SetUp;
  keys: RootKeys;
  keychain: Keychain;
  settings: SettingsFile;
  journal: Journal;
  now: () => Date;
  /** The tidying up that a lazy start left out: after work that wrote something, once a day. */
  tidyUp: () => Promise<void>;
  /** What a person must know of the data folder, e.g. that it cannot be written. */
  notices: () => string[];
}

/**
 * Builds the object graph once; the window and the command line both start here. Prepares the data folder, and clears what a
 * kill left half-written. Throws `newer-format`, `read-only`, `disk-full`.
 */
export async function createServices(options: ServicesOptions): Promise<Services> {
  const { dir, now, random, keychain, platform, env, home } = options;
  await ensureFolder(dir);
  const lock = new FolderLock(dir);
  await checkFormat(dir, lock);
  const journal = new Journal(dir, options.who, now);
  const settings = new SettingsFile(dir, lock, journal);
  const authorityStore = new AuthorityStore(dir, platform !== 'win32');
  const revocationStore = new RevocationStore(dir);
  const certificateStore = new CertificateStore(dir, revocationStore);
  await Promise.all([authorityStore.prepare(), certificateStore.prepare()]);
  const noteOpened = ({ id, label, name, keep }: AuthorityRecord) =>
    lock.hold(() => journal.note('key.unlocked', id, { name: label ?? name, keep }));
  const keys = new RootKeys({
    keychain,
    store: authorityStore,
    ask: options.ask,
    now,
    unlockMinutes: async () => (await settings.read()).unlockMinutes,
    changed: options.keyChanged,
    // A command opens a key for one piece of work, which has a line of its own.
    ...(options.who === 'command-line' ? {} : { opened: noteOpened }),
  });
  const findRoot = (fingerprint: string) => certificateStore.findRoot(fingerprint);
  const authorities = new Authorities({
    findRoot,
    store: authorityStore,
    keychain,
    journal,
    lock,
    ask: options.ask,
    keys,
    settings,
    now,
    random,
  });
  // What few commands need is made, and on the command line loaded, when it is first asked for.
  const newAuthorities = once(
    () => new NewAuthorities({ store: authorityStore, keychain, journal, lock, ask: options.ask, random }),
  );
  const adoption = once(
    () =>
      new Adoption({
        authorities,
        newAuthorities: newAuthorities(),
        keys,
        store: authorityStore,
        journal,
        lock,
        platform,
        env,
        home,
        now,
      }),
  );
  const backup = once(
    () =>
      new Backup({
        authorities,
        newAuthorities: newAuthorities(),
        keys,
        journal,
        lock,
        revocations: revocationStore,
        now,
        random,
      }),
  );
  const certificates = new Certificates({
    store: certificateStore,
    authorities,
    keys,
    journal,
    lock,
    settings,
    revocations: revocationStore,
    now,
    random,
    hostsFile: hostsFile(platform, env),
  });
  const requestStore = once(() => new RequestStore(dir));
  const requests = once(() => new Requests({ store: requestStore(), certificates, journal, lock, now }));
  const unfinished = once(() => new UnfinishedFiles(dir, now));
  const sweepExports = async () => {
    for (const folder of await unfinished().sweep()) await journal.note('export.cleared-up', folder);
  };
  const clearUp = async () => {
    const left = await readdir(unfinishedFolder(dir)).catch(() => []);
    if (left.length > 0 && (await unfinished().isWaiting())) await lock.hold(sweepExports);
  };
  const exporter = once(
    () =>
      new Exporter({
        ...{ certificates, journal, lock, random, clearUp },
        unfinished: unfinished(),
        deployments: () => lifecycle().deployments,
      }),
  );
  const opened = once(() => new OpenedFiles({ now, random }));
  const lookInside = once(
    () => new LookInside({ opened: opened(), authorities, certificates, revocations: revocationStore, now }),
  );
  const batch = once(() => new Batch(certificates));
  const trusting = once(() => trustServices({ ...options, lock, journal, keys, authorities }));
  const lifecycle: () => LifecycleServices = once(() =>
    lifecycleServices({
      ...options,
      ...{ lock, journal, keys, settings, authorities, certificates, exporter, revocationStore, unfinished },
      trust: () => trusting().trust,
    }),
  );
  const compat = once(() => new CompatAuthority({ dir, journal, lock, stores: trusting().stores, now, random }));
  const setUp = once(() => new SetUp({ dataFolder: dir, authorities, trust: trusting().trust, keychain }));
  const notices: string[] = [];
  const sweep = async () => {
    await sweepTemporary(dir);
    await authorityStore.sweep();
    await certificateStore.sweep(now());
    await revocationStore.sweep();
    await requestStore().sweep();
    await sweepExports();
    await noteTidied(dir, now());
  };
  if (options.lazy !== true) {
    // Looking, and taking trust away, need no writing: a full or read-only disk is said, and the rest goes on.
    await lock.hold(sweep).catch((error: unknown) => {
      notices.push(error instanceof Error ? error.message : 'The data folder could not be tidied up.');
    });
    void authorities.recover().catch(() => undefined);
    void lifecycle()
      .deployments.recover()
      .catch(() => undefined);
  }
  const tidyUp = async () => {
    await clearUp();
    if (!lock.wasHeld || !(await isTidyingDue(dir, now()))) return;
    await lock.hold(sweep);
    await authorities.recover();
    await lifecycle().deployments.recover();
  };
  return {
    tidyUp,
    notices: () => [...notices, ...[journal.problem()].filter((problem) => problem !== undefined)],
    dir,
    authorities,
    get adoption() {
      return adoption();
    },
    get backup() {
      return backup();
    },
    certificates,
    get batch() {
      return batch();
    },
    get requests() {
      return requests();
    },
    get exporter() {
      return exporter();
    },
    get unfinished() {
      return unfinished();
    },
    get opened() {
      return opened();
    },
    get lookInside() {
      return lookInside();
    },
    get trust() {
      return trusting().trust;
    },
    places: () => trusting().places(),
    get matrix() {
      return trusting().matrix;
    },
    get trustChanges() {
      return trusting().trustChanges;
    },
    get census() {
      return trusting().census;
    },
    get recipes() {
      return trusting().recipes;
    },
    get phone() {
      return trusting().phone;
    },
    get mkcertTrust() {
      return trusting().mkcertTrust;
    },
    get lifecycle() {
      return lifecycle();
    },
    get compat() {
      return compat();
    },
    get setUp() {
      return setUp();
    },
    keys,
    keychain,
    settings,
    journal,
    now,
  };
}
