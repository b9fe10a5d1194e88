import { readFileSync } from 'node:fs';
import { capture, show } from './run.mjs';
import { SetupError } from './setup-error.mjs';

/** Alternatives are in order of preference: Debian 13 and Ubuntu 24.04 renamed libraries for 64-bit time. */
const electronLibraries = [
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libxss1'],
  ['libxtst6'],
  // keytar speaks to the Secret Service through it.
  ['libsecret-1-0'],
  // Electron shows notifications through it.
  ['libnotify4'],
];
/** certutil and update-ca-certificates: what the app changes trust stores with. */
const trustTools = [['libnss3-tools'], ['ca-certificates']];
const virtualDisplay = [['xvfb'], ['dbus'], ['fonts-dejavu-core']];
const testTools = [
  ['gnome-keyring'],
  ['chromium'],
  ['chromium-sandbox'],
  ['firefox-esr'],
  ['curl'],
  ['git'],
  ['wget'],
  ['openssl'],
  ['python3'],
  ['sudo'],
  ['procps'],
  ['libsecret-tools'],
  // The command line at other dates.
  ['faketime'],
  // The peers and the lessons that certificates are made for.
  ['mkcert'],
  ['gnutls-bin'],
  ['openssh-client'],
  ['python3-flask'],
  ['python3-requests'],
  // The notification server, the tray and the calendar program of the tests of reminders.
  ['python3-dbus'],
  ['python3-gi'],
  ['python3-icalendar'],
  ['uwsgi-core'],
  ['uwsgi-plugin-python3'],
  ['default-jdk-headless'],
  // Reloaded on renewed files while clients come.
  ['nginx-light', 'nginx'],
  // What it finds out of a server is held against what Sealwax finds out.
  ['sslscan'],
  // Clients of the ACME server.
  ['certbot'],
  ['lego'],
  ['dehydrated'],
  ['uacme'],
  ['caddy'],
  ['apache2-bin'],
];

/** What the stage `recipes` alone needs: the servers that it starts, and their clients. */
const recipeTools = [
  ['iproute2'],
  ['apache2'],
  ['haproxy'],
  ['python3-django'],
  ['python3-fastapi'],
  ['uvicorn'],
  ['gunicorn'],
  ['php-cli'],
  ['puma'],
  ['tomcat10'],
  ['postgresql'],
  ['mariadb-server'],
  ['redis-server'],
  ['mosquitto'],
  ['mosquitto-clients'],
  // Reads the YAML of what cannot be started here.
  ['python3-yaml'],
];

/** @param {'start' | 'test'} purpose */
function neededPackages(purpose, hasDisplay, recipes) {
  const forTests = purpose === 'test';
  return [
    ...electronLibraries,
    ...trustTools,
    ...(forTests || !hasDisplay ? virtualDisplay : []),
    ...(forTests ? testTools : []),
    ...(recipes ? recipeTools : []),
  ];
}

/**
 * Installs what is missing of Debian's packages, with root or passwordless sudo; else says the command to type and stops.
 * `recipes`: also the servers that the stage of that name starts.
 */
export async function ensureSystemPackages(purpose, hasDisplay, recipes = false) {
  if (process.platform !== 'linux') return;
  if ((await capture('dpkg-query', ['--version'])).code !== 0) {
    console.log(adviceFor(readOsRelease()));
    return;
  }
  const missing = await missingOf(neededPackages(purpose, hasDisplay, recipes));
  if (missing.length === 0) return;
  await updateIndex(missing);
  const { known, unknown } = await candidates(missing);
  if (unknown.length > 0)
    console.log(`Not in this system's package sources: ${unknown.join(', ')}. What needs them will say so.`);
  if (known.length > 0) await install(known);
}

async function missingOf(groups) {
  const { stdout } = await capture('dpkg-query', [
    '-W',
    '-f',
    '$' + '{Package} $' + '{db:Status-Status}\n',
    ...groups.flat(),
  ]);
  const installed = new Set([...stdout.matchAll(/^(\S+) installed$/gm)].map(([, name]) => name));
  return groups.filter((names) => !names.some((name) => installed.has(name)));
}

/** The way to run a command as root, or undefined. */
async function asRoot() {
  if (process.getuid() === 0) return [];
  return (await capture('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined;
}

async function updateIndex(missing) {
  const prefix = await asRoot();
  if (prefix === undefined) {
    const { known } = await candidates(missing);
    const names = known.length > 0 ? known : missing.map(([name]) => name);
    throw new SetupError(
      `These Debian packages are missing: ${names.join(', ')}. Install them, then start again:\n\n  sudo apt-get update && sudo apt-get install --no-install-recommends -y ${names.join(' ')}\n`,
    );
  }
  console.log('Reading the lists of Debian packages …');
  const [command, ...args] = [...prefix, 'apt-get', 'update', '-qq'];
  // A source that cannot be read is apt's to tell; the packages may come from another one.
  await show(command, args);
}

/** Which package of each group this system can install. */
async function candidates(groups) {
  const { stdout } = await capture('apt-cache', ['policy', ...groups.flat()], { env: { ...process.env, LC_ALL: 'C' } });
  const available = new Set(
    [...stdout.matchAll(/^(\S+?)(?::\S+)?:\n(?:.*\n)?\s+Candidate: (?!\(none\))/gm)].map(([, name]) => name),
  );
  const chosen = groups.map((names) => names.find((name) => available.has(name)));
  return {
    known: chosen.filter((name) => name !== undefined),
    unknown: groups.filter((_, index) => chosen[index] === undefined).map(([name]) => name),
  };
}

/**
 * As root: installs what is named without leaving a server behind. Debian starts what it installs unless policy-rc.d says no
 * (invoke-rc.d(8)), and enables it for the next boot; whatever was enabled before stays as it is.
 */
const installScript = `
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\\nexit 101\\n' >"$policy"
  chmod 755 "$policy"
fi
enabled() { systemctl list-unit-files --state=enabled --no-legend --plain | cut -d ' ' -f 1 | sort; }
[ ! -d /run/systemd/system ] || before=$(enabled)
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 "$@" || exit
[ ! -d /run/systemd/system ] || enabled | grep -Fxv "$before" | xargs -r systemctl disable --quiet
`;

async function install(names) {
  console.log(`Installing Debian packages: ${names.join(', ')} …`);
  const prefix = await asRoot();
  const [command, ...args] = [...prefix, 'bash', '-c', installScript, 'bash', ...names];
  const { code, output } = await capture(command, args);
  if (code !== 0) throw new SetupError(`${output}\napt-get could not install the packages (exit code ${code}).`);
}

function readOsRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}

/** Said on Linux systems without Debian's packages, where nothing is checked. */
function adviceFor(osRelease) {
  if (/fedora|rhel|centos/i.test(osRelease))
    return 'System packages are not checked here. Sealwax needs: sudo dnf install gtk3 nss nss-tools alsa-lib mesa-libgbm libXScrnSaver libXtst libsecret ca-certificates';
  if (/\barch\b/i.test(osRelease))
    return 'System packages are not checked here. Sealwax needs: sudo pacman -S gtk3 nss alsa-lib mesa libxss libxtst libsecret ca-certificates';
  if (/suse/i.test(osRelease))
    return 'System packages are not checked here. Sealwax needs: sudo zypper install gtk3 mozilla-nss mozilla-nss-tools libasound2 libgbm1 libXss1 libXtst6 libsecret-1-0 ca-certificates';
  return 'System packages are not checked here. Sealwax needs GTK 3, NSS with certutil, ALSA, GBM, libXss, libXtst and libsecret.';
}
