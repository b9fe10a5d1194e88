import { join } from 'node:path';
import { app } from 'electron';
import { Autostart } from '../core/reminders/autostart';
import { hasTrayHost } from '../core/reminders/tray-host';
import type { Services } from '../core/services';
import type { Surroundings } from '../core/system/paths';
import { run } from '../core/system/run';
import { Background } from './background';
import type { Destinations } from './destinations';
import { errorData } from './ipc';
import { createLoginItem } from './login-item';
import { notify } from './notifications';
import { openProxy } from './open-proxy';
import { AppTray } from './tray';
import type { ProxyDeed } from './tray-proxies';
import { destinationOf, Watching } from './watching';

export interface MakeWatchingOptions extends Surroundings {
  services: Services;
  destinations: Destinations;
  showWindow: () => Promise<void>;
  /** Says why something failed, with a window or without. */
  explain: (message: string, hint: string | undefined) => void;
  /** The machine slept, or its clock was set. */
  woke: () => void;
  /** The folder of the tray's pictures. */
  pictures: string;
  /** In development the folder of the app. */
  appPath: string | undefined;
}

/** Puts together what looks after certificates without a window. */
export function makeWatching(options: MakeWatchingOptions): {
  background: Background;
  watching: Watching;
  tray: AppTray;
} {
  const { services, destinations, platform, env, home, explain, pictures, appPath } = options;
  const { reminders } = services.lifecycle;
  const tray = new AppTray({
    pictures,
    platform,
    // The tray of Windows and the menu bar of macOS are always there.
    hasHost: platform === 'linux' ? () => hasTrayHost(run, env) : async () => true,
    actions: {
      show: (subject) => void destinations.go(destinationOf(subject)),
      newCertificate: () => void destinations.go({ kind: 'new-certificate' }),
      lock: () => services.keys.lock(),
      open: () => void options.showWindow(),
      quit: () => app.quit(),
      showProxies: () => void destinations.go({ kind: 'proxy' }),
      proxy: (id, deed) => void doWithProxy(id, deed),
    },
  });
  const renew = async (ids: readonly string[]) => {
    for (const id of ids) {
      const go = () => void destinations.go({ kind: 'certificate', id });
      try {
        const { id: renewed, commonName } = await services.lifecycle.renewal.renewOne(id);
        const clicked = () => void destinations.go({ kind: 'certificate', id: renewed });
        await notify({ title: `${commonName} is renewed`, body: 'Export it to where it is used.', clicked });
      } catch (error) {
        const { message, hint } = errorData(error);
        go();
        explain(message, hint);
      }
    }
  };
  const doWithProxy = async (id: string, deed: ProxyDeed) => {
    const { proxies } = services.lifecycle;
    try {
      if (deed === 'open') return await openProxy({ proxies }, id);
      const { problem } = await proxies[deed](id);
      if (problem !== undefined) explain(problem.message, problem.hint);
    } catch (error) {
      const { message, hint } = errorData(error);
      explain(message, hint);
    }
  };
  const loginItem = createLoginItem({ platform, env, autostart: new Autostart({ env, home }), appPath });
  return {
    tray,
    background: new Background({
      settings: services.settings,
      tray,
      loginItem,
      stateFolder: app.getPath('userData'),
    }),
    watching: new Watching({
      reminders,
      tray,
      go: (destination) => void destinations.go(destination),
      renew: (ids) => void renew(ids),
      woke: options.woke,
      now: services.now,
    }),
  };
}

/** The tray's pictures, beside the app's own icon. */
export const trayPictures = (assets: string): string => join(assets, 'tray');
