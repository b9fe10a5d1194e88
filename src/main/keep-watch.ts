import { app, powerMonitor } from 'electron';
import { watchDataFolder } from '../core/authority/watch';
import type { Services } from '../core/services';
import { processTimer, whenQuiet } from '../core/system/when-quiet';
import { watchPlaces } from '../core/trust/watch-places';
import type { EventData, EventName } from '../ipc/contract';
import type { Settings } from '../ipc/settings-schemas';
import { watchClock } from './clock';
import { scheduleRenewals } from './renewals';
import { keepRevocationLists } from './revocation-lists';
import { startWatching } from './watch-loop';

/** A person, or a batch, is at work while changes follow each other more closely than this (milliseconds). */
const quietMs = 2_000;
/** In the middle of work that never pauses, what is due is looked for this often (milliseconds). */
const longestMs = 15_000;

export interface KeepWatchOptions {
  services: Services;
  send: <N extends EventName>(name: N, data: EventData<N>) => void;
  /** Something in the data folder is different: what expires next may be too. */
  changed: () => void;
  settingsChanged: (settings: Settings) => void;
}

/**
 * What goes on for as long as the app runs, with a window or without: certificates are renewed, revocation lists kept, watched
 * things looked at, and what other processes do to the data folder is told to the window. `wake` looks now for what is to be renewed.
 */
export function keepWatch({ services, send, changed, settingsChanged }: KeepWatchOptions): { wake: () => void } {
  const { lifecycle } = services;
  const renewals = scheduleRenewals(services, powerMonitor);
  const renewSoon = whenQuiet({
    work: () => renewals.wake(),
    quietMs,
    longestMs,
    monotonic: () => performance.now(),
    setTimer: processTimer,
  });
  const lists = keepRevocationLists(lifecycle, () => {
    send('authorities.changed', undefined);
    send('certificates.changed', undefined);
  });
  const watched = startWatching({
    checkDue: () => lifecycle.watched.checkDue(),
    changed: () => send('watched.changed', undefined),
  });
  powerMonitor.on('resume', watched.wake);
  watchDataFolder(services.dir, (what) => {
    changed();
    if (what === 'revocations') {
      void lists.look();
      send('authorities.changed', undefined);
      send('certificates.changed', undefined);
    } else if (what === 'settings') void services.settings.read().then(settingsChanged);
    else send(`${what}.changed`, undefined);
    // Also what the command line did may make something due, or a failed renewal possible.
    if (what !== 'requests' && what !== 'activity') renewSoon.happened();
  });
  const endClock = watchClock(services.certificates, () => send('clock.changed', undefined));
  watchPlaces(services.places, () => send('trust.changed', undefined));
  app.on('before-quit', () => {
    renewSoon.stop();
    renewals.stop();
    watched.stop();
    endClock();
  });
  app.on('will-quit', () => void lists.stop());
  return { wake: () => renewals.wake() };
}
