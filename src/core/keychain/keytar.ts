import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The part of keytar that is used; the tests of odd keychains stand in here. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** What all entries are filed under. */
export const service = 'Sealwax';

/**
 * keytar as a package; it carries prebuilt N-API binaries for each platform. By `require`, since import() cannot look into the
 * archive of a packaged app before Electron 28.
 */
export async function loadKeytar(): Promise<Keytar> {
  refuseAutolaunch(process.env);
  return createRequire(import.meta.url)('keytar') as Keytar;
}

/**
 * Without an address GLib starts a message bus of its own when there is an X display (dbus-launch --autolaunch): it has no Secret
 * Service on it, and it may hang. "disabled:" is GLib's word for none (g_dbus_address_get_for_bus_sync). Where a session's bus
 * is in its usual place, GLib finds it without an address.
 */
function refuseAutolaunch(env: NodeJS.ProcessEnv): void {
  const said = env.DBUS_SESSION_BUS_ADDRESS ?? '';
  const runtime = env.XDG_RUNTIME_DIR ?? '';
  const usesBus = env.DISPLAY !== undefined || env.WAYLAND_DISPLAY !== undefined;
  if (said !== '' || !usesBus || (runtime !== '' && existsSync(join(runtime, 'bus')))) return;
  env.DBUS_SESSION_BUS_ADDRESS = 'disabled:';
}

/**
 * Has the connection to the Secret Service made, which takes its 8 milliseconds in another thread, and which later calls find
 * open. It looks for an entry that nobody has, so that no person is asked; that there is no keychain is for later calls to say.
 */
export function connectEarly(): void {
  void loadKeytar()
    .then((keytar) => keytar.getPassword(service, 'none'))
    .catch(() => undefined);
}
