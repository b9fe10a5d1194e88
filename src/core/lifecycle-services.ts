import { stat } from 'node:fs/promises';
import type { Timeline } from '../ipc/overview-schemas';
import type { WatchedSummary } from '../ipc/watched-schemas';
import { type AcmeServices, acmeServices } from './acme/acme-services';
import { Activity } from './activity/activity';
import type { Authorities } from './authority/authorities';
import type { Certificates } from './authority/certificates';
import { DeploymentStore } from './deployments/deployment-store';
import { Deployments } from './deployments/deployments';
import type { InspectServices } from './endpoint/inspect-services';
import type { Exporter } from './export/exporter';
import type { UnfinishedFiles } from './export/unfinished';
import { type Actor, Journal } from './journal';
import type { RootKeys } from './keychain/root-keys';
import {
  countAttention,
  type OverviewHow,
  type OverviewReading,
  readOverview,
  readTimeline,
} from './lifecycle/read-overview';
import { Renewal } from './lifecycle/renewal';
import { RenewalStore } from './lifecycle/renewal-store';
import type { TimelinePart } from './lifecycle/timeline';
import { Proxies, type ProxyHosting } from './proxy/proxies';
import { shellFile } from './recipes/shell-file';
import { Reminders } from './reminders/reminders';
import { CrlPublisher } from './revocation/crl-publisher';
import type { RevocationStore } from './revocation/revocation-store';
import { Revocations } from './revocation/revocations';
import { reissueBy } from './rollover/reissue';
import { Rollovers } from './rollover/rollovers';
import { Ticks } from './rollover/ticks';
import type { SettingsFile } from './settings';
import { elevation } from './system/elevate';
import { hostsFile } from './system/host-names';
import { HostsFile } from './system/hosts-file';
import { FolderLock } from './system/lock';
import { once } from './system/once';
import type { Surroundings } from './system/paths';
import type { Run } from './system/run';
import type { Trust } from './trust/trust';
import { Finder } from './watched/finder';
import { RenewInPlace } from './watched/renew-in-place';
import { Watched } from './watched/watched';

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
  unfinished: () => UnfinishedFiles;
  trust: () => Trust;
  revocationStore: RevocationStore;
  proxies?: ProxyHosting;
}

/** All that looks after certificates once they are issued. */
export interface LifecycleServices {
  readOverview: (how?: OverviewHow) => Promise<OverviewReading>;
  activity: Activity;
  revocations: Revocations;
  /** Serves revocation lists; it opens nothing before it is told to. */
  crlPublisher: CrlPublisher;
  watched: Watched;
  finder: Finder;
  renewInPlace: RenewInPlace;
  renewal: Renewal;
  deployments: Deployments;
  reminders: Reminders;
  rollovers: Rollovers;
  /** Names of ours in the system's hosts file. */
  hosts: HostsFile;
  /** HTTPS in front of servers; nothing listens before it is told to. */
  proxies: Proxies;
  acme: AcmeServices;
  readTimeline: (part: TimelinePart) => Promise<Timeline>;
  countAttention: () => Promise<number>;
  /** Looks at servers, and finds those that listen here. */
  inspecting: () => Promise<InspectServices>;
}

/** Each is made, and on the command line loaded, when it is first asked for. */
export function lifecycleServices(options: LifecycleServicesOptions): LifecycleServices {
  const { dir, authorities, lock, now, revocationStore: store } = options;
  const renewal = once(
    () =>
      new Renewal({
        ...options,
        store: new RenewalStore(dir, lock),
        runLock: new FolderLock(dir, '.renewal-lock'),
        automaticJournal: new Journal(dir, 'automatic', now),
        renewed: (oldId, next) => deployments().renewed(oldId, next),
        keepsKey: (id) => deployments().keepsKey(id),
        catchUp: () => deployments().recover(),
      }),
  );
  const activity = once(() => new Activity(options));
  const revocations = once(() => new Revocations({ ...options, store }));
  const crlPublisher = once(() => new CrlPublisher({ store, authorities }));
  const watched = once(() => new Watched(options));
  const finder = once(() => new Finder(options, watched(), options.now));
  const renewInPlace = once(
    () => new RenewInPlace({ ...options, renewal, watched: watched(), uid: process.getuid?.() }),
  );
  const deployments = once(() => new Deployments({ ...options, store: new DeploymentStore(options.dir) }));
  const rollovers = once(
    () =>
      new Rollovers({
        ...options,
        trust: options.trust(),
        ticks: new Ticks(dir, lock),
        reissue: reissueBy(renewal),
        hasShellFile: async () => (await stat(shellFile(dir, options.platform)).catch(() => undefined)) !== undefined,
      }),
  );
  const reminders = once(
    () =>
      new Reminders({
        ...options,
        isWithdrawn: ({ status }) => status === 'revoked',
        lookedAfter: () => renewal().lookedAfter(),
      }),
  );
  const hosts = once(() => {
    const { platform, env, run } = options;
    const elevate = elevation({ run, platform, env, uid: process.geteuid?.() ?? -1, now: () => now().getTime() });
    return new HostsFile({ ...options, path: hostsFile(platform, env), elevate });
  });
  const hosting = options.proxies ?? {
    makeHost: () => import('./proxy/local-host').then((module) => module.localHost()()),
  };
  const renewOne = (id: string) => renewal().renewOne(id);
  const proxies = once(() => new Proxies({ ...options, ...hosting, renewOne }));
  const inspecting = once(() =>
    import('./endpoint/inspect-services').then(({ inspectServices }) => inspectServices(options)),
  );
  const acme = once(() => acmeServices({ ...options, revocations }));
  const looked = { ...options, watched: async () => unmanagedOf(await watched().watchedSummary()) };
  return {
    readOverview: (how) => readOverview(looked, how),
    get activity() {
      return activity();
    },
    get revocations() {
      return revocations();
    },
    get crlPublisher() {
      return crlPublisher();
    },
    get watched() {
      return watched();
    },
    get finder() {
      return finder();
    },
    get renewInPlace() {
      return renewInPlace();
    },
    get renewal() {
      return renewal();
    },
    get deployments() {
      return deployments();
    },
    get rollovers() {
      return rollovers();
    },
    get proxies() {
      return proxies();
    },
    get reminders() {
      return reminders();
    },
    get hosts() {
      return hosts();
    },
    get acme() {
      return acme();
    },
    readTimeline: (part) => readTimeline(looked, part),
    countAttention: () => countAttention(looked),
    inspecting,
  };
}

/** What is watched in one number, and how much of it needs a person; undefined when nothing is watched. */
function unmanagedOf({ healthy, expiring, expired, broken }: WatchedSummary) {
  const attention = expiring + expired + broken;
  return healthy + attention === 0 ? undefined : { total: healthy + attention, attention };
}
