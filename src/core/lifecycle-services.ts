import { Activity } from './activity/activity';
import type { Authorities } from './authority/authorities';
import type { Certificates } from './authority/certificates';
import type { Exporter } from './export/exporter';
import { type Actor, Journal } from './journal';
import type { RootKeys } from './keychain/root-keys';
import { type OverviewReading, readOverview } from './lifecycle/read-overview';
import { Renewal } from './lifecycle/renewal';
import { RenewalStore } from './lifecycle/renewal-store';
import type { SettingsFile } from './settings';
import { FolderLock } from './system/lock';
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
}

/** All that looks after certificates once they are issued. */
export interface LifecycleServices {
  readOverview: () => Promise<OverviewReading>;
  activity: Activity;
  renewal: Renewal;
}

/** Each is made, and on the command line loaded, when it is first asked for. */
export function lifecycleServices(options: LifecycleServicesOptions): LifecycleServices {
  const { dir, authorities, certificates, lock, now } = options;
  const renewal = once(
    () =>
      new Renewal({
        ...options,
        store: new RenewalStore(dir, lock),
        runLock: new FolderLock(dir, '.renewal-lock'),
        automaticJournal: new Journal(dir, 'automatic', now),
      }),
  );
  const activity = once(() => new Activity(options));
  return {
    readOverview: () => readOverview({ authorities, certificates, trust: options.trust() }),
    get activity() {
      return activity();
    },
    get renewal() {
      return renewal();
    },
  };
}
