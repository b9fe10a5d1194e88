import type { Run } from '../system/run';

const watcher = 'org.kde.StatusNotifierWatcher';
const path = '/StatusNotifierWatcher';
const get = 'org.freedesktop.DBus.Properties.Get';
const property = 'IsStatusNotifierHostRegistered';

/** The same question to the session's bus, by whichever client there is: each comes with another package. */
const questions: readonly (readonly [program: string, args: readonly string[]])[] = [
  [
    'dbus-send',
    ['--session', '--print-reply', `--dest=${watcher}`, path, get, `string:${watcher}`, `string:${property}`],
  ],
  ['gdbus', ['call', '--session', '--dest', watcher, '--object-path', path, '--method', get, watcher, property]],
  ['busctl', ['--user', 'get-property', watcher, path, watcher, property]],
];

/** A bus that does not answer at once has no tray for us (milliseconds). */
const timeoutMs = 3_000;

/**
 * Whether a Linux desktop shows status icons (StatusNotifierItem specification, "StatusNotifierWatcher"). False when nobody can be
 * asked: then the app must not count on being found in a tray.
 */
export async function hasTrayHost(run: Run, env: NodeJS.ProcessEnv): Promise<boolean> {
  for (const [program, args] of questions) {
    const { missing, code, stdout } = await run(program, args, { env, timeoutMs });
    if (!missing) return code === 0 && /\btrue\b/.test(stdout);
  }
  return false;
}
