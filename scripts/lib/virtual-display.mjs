import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetupError } from './setup-error.mjs';

/** An Xauthority entry: family (0xffff matches every host), address, display, name and cookie, each with its length (Xau(3)). */
function authorityEntry(cookie) {
  const field = (bytes) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
  const empty = Buffer.alloc(0);
  return Buffer.concat([
    Buffer.from([0xff, 0xff]),
    field(empty),
    field(empty),
    field(Buffer.from('MIT-MAGIC-COOKIE-1')),
    field(cookie),
  ]);
}

// Without service folders the bus starts nothing by itself: a keychain that asked on the virtual display would wait for ever.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
`;

/** Starts a server that answers with one line when it is ready, in a process group that Ctrl+C does not reach. */
async function startServer(command, args, stdio, answer) {
  const child = spawn(command, args, { stdio, detached: true });
  const failed = once(child, 'error').then(([error]) => {
    throw new SetupError(`${command} could not be started: ${error.message}`);
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new SetupError(`${command} ended at once (exit code ${code}).`);
  });
  const ready = once(child.stdio[answer], 'data').then(([chunk]) => String(chunk).split('\n')[0]);
  const line = await Promise.race([ready, failed, ended]);
  for (const outcome of [failed, ended]) outcome.catch(() => undefined);
  return { line, stop: () => child.kill('SIGTERM') };
}

/**
 * Starts Xvfb on a free display that only this user's programs may open.
 * @param {string} size such as 1280x860
 * @returns {Promise<{ env: Record<string, string>, stop: () => void }>}
 */
export async function startDisplay(size) {
  const folder = mkdtempSync(join(tmpdir(), 'sealwax-display-'));
  const authority = join(folder, 'Xauthority');
  writeFileSync(authority, authorityEntry(randomBytes(16)), { mode: 0o600 });
  const args = ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-auth', authority];
  const server = await startServer('Xvfb', args, ['ignore', 'ignore', 'ignore', 'pipe'], 3);
  return {
    env: { DISPLAY: `:${server.line}`, XAUTHORITY: authority },
    stop: () => {
      server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Starts a message bus with nothing on it, so that Electron has one to talk to.
 * @returns {Promise<{ env: Record<string, string>, stop: () => void }>}
 */
export async function startEmptyBus() {
  const folder = mkdtempSync(join(tmpdir(), 'sealwax-bus-'));
  const config = join(folder, 'bus.conf');
  writeFileSync(config, busConfig);
  const args = [`--config-file=${config}`, '--nofork', '--nopidfile', '--print-address=1'];
  const server = await startServer('dbus-daemon', args, ['ignore', 'pipe', 'ignore'], 1);
  rmSync(folder, { recursive: true, force: true });
  // Where there is no system bus either (containers), Electron is content with this one.
  const system = existsSync('/run/dbus/system_bus_socket') ? {} : { DBUS_SYSTEM_BUS_ADDRESS: server.line };
  return { env: { DBUS_SESSION_BUS_ADDRESS: server.line, NO_AT_BRIDGE: '1', ...system }, stop: server.stop };
}
