import { Activity } from './activity/activity';
import type { Authorities } from './authority/authorities';
import type { Certificates } from './authority/certificates';
import type { Exporter } from './export/exporter';
import type { Actor, Journal } from './journal';
import type { RootKeys } from './keychain/root-keys';
import { type OverviewReading, readOverview } from './lifecycle/read-overview';
import { Reminders } from './reminders/reminders';
import { CrlPublisher } from './revocation/crl-publisher';
import type { RevocationStore } from './revocation/revocation-store';
import { Revocations } from './revocation/revocations';
import type { SettingsFile } from './settings';
import type { FolderLock } from './system/lock';
import { once } from './system/once';
import type { Surroundings } from './system/paths';
import type { Run } from './system/run';
import type { Trust } from './trust/trust';

export interface LifecycleServicesOptions extends Surroundings {
  dir: string;
  who: Actor;
  run: Run;
  now: () => Date;
  random: (bytes: number) => Buffer;
  lock: FolderLock;
  journal: Journal;
  keys: RootKeys;
  settings: SettingsFile;
  authorities: Authorities;
  certificates: Certificates;
  exporter: () => Exporter;
  trust: () => Trust;
  revocationStore: RevocationStore;
}

/** All that looks after certificates once they are issued. */
export interface LifecycleServices {
  readOverview: () => Promise<OverviewReading>;
  activity: Activity;
  revocations: Revocations;
  /** Serves revocation lists; it opens nothing before it is told to. */
  crlPublisher: CrlPublisher;
  reminders: Reminders;
}

/** Each is made, and on the command line loaded, when it is first asked for. */
export function lifecycleServices(options: LifecycleServicesOptions): LifecycleServices {
  const { authorities, certificates, revocationStore: store } = options;
  const activity = once(() => new Activity(options));
  const revocations = once(() => new Revocations({ ...options, store }));
  const crlPublisher = once(() => new CrlPublisher({ store, authorities }));
  const reminders = once(() => new Reminders({ ...options, isWithdrawn: ({ status }) => status === 'revoked' }));
  return {
    readOverview: () => readOverview({ authorities, certificates, trust: options.trust() }),
    get activity() {
      return activity();
    },
    get revocations() {
      return revocations();
    },
    get crlPublisher() {
      return crlPublisher();
    },
    get reminders() {
      return reminders();
    },
  };
}
