import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache, root } from './lib/paths.mjs';
import { capture } from './lib/run.mjs';
import { runMain, SetupError } from './lib/setup-error.mjs';
import { ensureBuilt } from './lib/sources.mjs';
import { startDisplay, startEmptyBus } from './lib/virtual-display.mjs';
import { hasDisplay, setUp } from './setup.mjs';

const linux = process.platform === 'linux';
/** How long the app may take to close its window after Ctrl+C (milliseconds). */
const closeLimitMs = 5000;

await runMain(async () => {
  const { electron } = await setUp('start');
  await ensureBuilt();
  const sandbox = await sandboxArguments(electron);
  const surroundings = hasDisplay() ? { env: {}, stop: () => undefined } : await virtualDesktop();
  try {
    return await runApp(electron, sandbox, surroundings.env);
  } finally {
    surroundings.stop();
  }
});

/** Chromium's sandbox stays on, but for root, for whom it cannot work. */
async function sandboxArguments({ dist }) {
  if (!linux) return [];
  if (process.getuid() === 0) {
    console.log('Running as root: Chromium’s sandbox is off. Start Sealwax as a normal user to have it on.');
    return ['--no-sandbox'];
  }
  // It needs either user namespaces or Chromium's helper owned by root with the setuid bit.
  const helper = join(dist, 'chrome-sandbox');
  const { stdout } = await capture('stat', ['-c', '%u %a', helper]);
  if (stdout.trim() === '0 4755' || (await capture('unshare', ['--user', '--map-root-user', 'true'])).code === 0)
    return [];
  throw new SetupError(
    `This system lets no program make user namespaces, so Chromium’s sandbox needs its helper. Type this, then start again:\n\n  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'\n`,
  );
}

/** A screen that nobody sees, for a machine without one; and a message bus, where the session has none. */
async function virtualDesktop() {
  const display = await startDisplay('1280x860');
  console.log(`No display here, so Sealwax runs on a virtual one (${display.env.DISPLAY}).`);
  const runtime = process.env.XDG_RUNTIME_DIR;
  if (process.env.DBUS_SESSION_BUS_ADDRESS || (runtime && existsSync(join(runtime, 'bus')))) return display;
  console.log('No message bus here either, so there is no system keychain: Sealwax asks for a passphrase instead.');
  const bus = await startEmptyBus();
  const stop = () => {
    bus.stop();
    display.stop();
  };
  return { env: { ...display.env, ...bus.env }, stop };
}

/** Runs the app until it ends or Ctrl+C is pressed; gives back its exit code. */
function runApp({ executable }, sandbox, surroundings) {
  const env = { ...process.env, ...surroundings };
  // With this variable Electron would be a plain Node and open no window.
  delete env.ELECTRON_RUN_AS_NODE;
  const picture = surroundings.DISPLAY && (env.SEALWAX_SCREENSHOT ?? join(cache, 'window.png'));
  if (picture) {
    rmSync(picture, { force: true });
    env.SEALWAX_SCREENSHOT = picture;
  }
  // A virtual display has no graphics card; saying so spares the attempt and its error.
  const graphics = surroundings.DISPLAY ? ['--disable-gpu'] : [];
  const app = spawn(executable, [...sandbox, ...graphics, root, ...process.argv.slice(2)], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  const waiting = picture && announce(picture);
  const close = () => {
    app.kill('SIGTERM');
    setTimeout(() => app.kill('SIGKILL'), closeLimitMs).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, close);
  return new Promise((done, fail) => {
    app.on('error', fail);
    app.on('exit', (code) => {
      clearInterval(waiting);
      done(code ?? 0);
    });
  });
}

/** Says where the picture of the window is, once the app has written it. */
function announce(picture) {
  const timer = setInterval(() => {
    if (!existsSync(picture)) return;
    clearInterval(timer);
    console.log(`Sealwax runs. A picture of its window: ${picture}\nPress Ctrl+C to end it.`);
  }, 200);
  return timer;
}
