import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The states that a Linux session's keychain can be in, each made with the real daemons. */
export type KeychainKind =
  /** gnome-keyring answers, its login collection is open. */
  | 'unlocked'
  /** gnome-keyring answers, its login collection is locked, and nobody answers its prompt. */
  | 'locked'
  /** gnome-keyring answers, but there is no login collection. */
  | 'no-collection'
  /** There is a message bus, but nothing on it is a Secret Service. */
  | 'no-provider'
  /** There is no message bus at all. */
  | 'no-bus';

export interface TestSession {
  home: string;
  env: Record<string, string>;
  /** The daemons of the session; a test may add one. */
  children: ChildProcess[];
  /** Ends the keychain's daemon, as if it had crashed. */
  stopKeyring(): Promise<void>;
  end(): Promise<void>;
}

// Without service folders the bus starts nothing by itself: what answers is what the test started.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
`;

const firstLine = async (child: ChildProcess): Promise<string> => {
  const [chunk] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return chunk.toString('utf8').split('\n')[0] ?? '';
};

/**
 * A HOME, a message bus and a keychain of the test's own; nothing of the machine's session is reachable from it. `ownHome` is
 * a folder that the test makes up, for pictures with a path that reads well; it goes with the session.
 */
export async function startSession(kind: KeychainKind = 'unlocked', ownHome?: string): Promise<TestSession> {
  const base = await mkdtemp(join(tmpdir(), 'sealwax-session-'));
  const home = ownHome ?? join(base, 'home');
  const runtime = join(base, 'run');
  await mkdir(home, { mode: 0o700, recursive: true });
  await mkdir(runtime, { mode: 0o700 });
  const children: ChildProcess[] = [];
  const env: Record<string, string> = {
    HOME: home,
    USER: process.env.USER ?? 'dev',
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    XDG_RUNTIME_DIR: runtime,
    TMPDIR: process.env.TMPDIR ?? '/tmp',
    ...(process.env.DISPLAY === undefined ? {} : { DISPLAY: process.env.DISPLAY }),
    ...(process.env.XAUTHORITY === undefined ? {} : { XAUTHORITY: process.env.XAUTHORITY }),
    // Without this GTK asks the message bus for an accessibility bus, and waits when there is none.
    NO_AT_BRIDGE: '1',
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(base, 'nobody-listens-here')}`,
  };
  if (kind !== 'no-bus') {
    const config = join(base, 'bus.conf');
    await writeFile(config, busConfig);
    const bus = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--nopidfile', '--print-address=1'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(bus);
    env.DBUS_SESSION_BUS_ADDRESS = await firstLine(bus);
  }
  if (kind === 'unlocked' || kind === 'locked') {
    children.push(await startKeyring(env, 'unlock'));
  }
  if (kind === 'locked') {
    const unlocked = children.pop() as ChildProcess;
    // The collection is written to disk by then; a new daemon finds it closed.
    await stop(unlocked);
    children.push(await startKeyring(env, 'start'));
  }
  if (kind === 'no-collection') children.push(await startKeyring(env, 'start'));
  return {
    home,
    env,
    children,
    stopKeyring: async () => {
      const keyring = children.pop();
      if (keyring !== undefined) await stop(keyring);
    },
    end: async () => {
      for (const child of children.reverse()) await stop(child);
      await rm(base, { recursive: true, force: true });
      if (ownHome !== undefined) await rm(ownHome, { recursive: true, force: true });
    },
  };
}

/** Starts the Secret Service on the session's bus: with its login collection open, or as it is. */
export async function startKeyring(env: Record<string, string>, how: 'unlock' | 'start'): Promise<ChildProcess> {
  const child = spawn(
    'gnome-keyring-daemon',
    ['--foreground', '--components=secrets', ...(how === 'unlock' ? ['--unlock'] : [])],
    {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  child.stdin?.end(how === 'unlock' ? 'the login password of this test session' : '');
  await ownerAppears(env);
  return child;
}

/** Waits until somebody owns org.freedesktop.secrets on the bus. */
async function ownerAppears(env: Record<string, string>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const ask = spawn(
      'dbus-send',
      [
        '--session',
        '--print-reply',
        '--dest=org.freedesktop.DBus',
        '/',
        'org.freedesktop.DBus.NameHasOwner',
        'string:org.freedesktop.secrets',
      ],
      { env, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    let text = '';
    ask.stdout.on('data', (chunk) => {
      text += String(chunk);
    });
    await once(ask, 'close');
    if (text.includes('boolean true')) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('gnome-keyring-daemon did not come up within its time');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await closed;
  clearTimeout(timer);
}
