import type { Timeline } from '../ipc/overview-schemas';
import { Activity } from './activity/activity';
import type { Authorities } from './authority/authorities';
import type { Certificates } from './authority/certificates';
import type { Exporter } from './export/exporter';
import type { Actor, Journal } from './journal';
import type { RootKeys } from './keychain/root-keys';
import { countAttention, type OverviewReading, readOverview, readTimeline } from './lifecycle/read-overview';
import type { TimelinePart } from './lifecycle/timeline';
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
}

/** All that looks after certificates once they are issued. */
export interface LifecycleServices {
  readOverview: () => Promise<OverviewReading>;
  activity: Activity;
  readTimeline: (part: TimelinePart) => Promise<Timeline>;
  countAttention: () => Promise<number>;
}

/** Each is made, and on the command line loaded, when it is first asked for. */
export function lifecycleServices(options: LifecycleServicesOptions): LifecycleServices {
  const activity = once(() => new Activity(options));
  return {
    readOverview: () => readOverview(options),
    get activity() {
      return activity();
    },
    readTimeline: (part) => readTimeline(options, part),
    countAttention: () => countAttention(options),
  };
}
