import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const home = (...parts) => join(homedir(), ...parts);

/** What the tests must leave as it was: trust stores, keychain, users, and what Sealwax itself would write. */
const watched = [
  '/etc/ssl/certs',
  '/etc/ca-certificates',
  '/etc/ca-certificates.conf',
  '/etc/passwd',
  '/etc/group',
  '/etc/sudoers.d',
  '/usr/local/share/ca-certificates',
  home('.pki'),
  home('.local/share/pki'),
  home('.local/share/keyrings'),
  home('.local/share/sealwax'),
  home('.config/Sealwax'),
  home('.config/sealwax'),
  home('.mozilla'),
  home('.config/mozilla'),
];

/** In a Firefox profile only the trust is compared: a browser that runs meanwhile writes the rest. */
const trustFiles = /\/(cert9\.db|key4\.db|pkcs11\.txt|profiles\.ini)$/;
const isCompared = (path) => !/\/\.?mozilla\//.test(path) || trustFiles.test(path);

/** @returns {Map<string, string>} path to what is there */
export function machineState() {
  const state = new Map();
  const look = (path) => {
    let stats;
    try {
      stats = lstatSync(path);
    } catch {
      return;
    }
    if (stats.isDirectory()) for (const name of readdirSync(path)) look(join(path, name));
    else if (isCompared(path)) state.set(path, describe(path, stats));
  };
  for (const path of watched) look(path);
  return state;
}

function describe(path, stats) {
  if (stats.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  if (!stats.isFile()) return 'special';
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    // Not ours to read, so not ours to change either; its size and time still tell.
    return `${stats.size} bytes of ${stats.mtimeMs}`;
  }
}

/** One line for each path that differs. */
export function differences(before, after) {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => `${before.has(path) ? (after.has(path) ? 'changed' : 'removed') : 'added'}: ${path}`);
}
