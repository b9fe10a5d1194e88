import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectEarly } from '../core/keychain/keytar';
import { dataFolder } from '../core/system/paths';
import type { CliIo } from './io';

/** Commands that open the key of an authority. */
const signing = new Set(['issue', 'renew', 'sign']);

/**
 * Connects to the keychain while the command itself is still loaded, where a passphrase is in it. Only on Linux, whose keychain
 * is another process on a message bus.
 */
export function connectKeychainFor(command: string, io: CliIo): void {
  if (io.platform !== 'linux' || !signing.has(command)) return;
  const folder = join(dataFolder(io), 'authorities');
  try {
    const records = readdirSync(folder).map((id) => readFileSync(join(folder, id, 'authority.json'), 'utf8'));
    if (records.some((record) => record.includes('"keep": "keychain"'))) connectEarly();
  } catch {
    // What is wrong with the folder, the command will say.
  }
}
