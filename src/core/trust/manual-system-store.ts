import { createHash } from 'node:crypto';
import { shellQuote } from './shell-quote';
import type { RootCertificate, StoreAction, StoreOutcome, TrustStore } from './trust-store';

interface ManualPlatform {
  name: string;
  location: string;
  commands(root: RootCertificate, action: StoreAction): string[];
}

/** Both platforms name certificates by SHA-1 in these commands; here it only picks one out, it protects nothing. */
const sha1 = (der: Uint8Array) => createHash('sha1').update(der).digest('hex').toUpperCase();

const loginKeychain = '~/Library/Keychains/login.keychain-db';

const mac: ManualPlatform = {
  name: 'macOS',
  location: loginKeychain,
  // The person's own domain: macOS itself asks, no administrator is needed (security(1)).
  commands: ({ pemPath, der }, action) =>
    action === 'install'
      ? [`security add-trusted-cert -r trustRoot -p ssl -k ${loginKeychain} ${shellQuote(pemPath)}`]
      : [
          `security remove-trusted-cert ${shellQuote(pemPath)}`,
          `security delete-certificate -Z ${sha1(der)} ${loginKeychain}`,
        ],
};

const windows: ManualPlatform = {
  name: 'Windows',
  location: 'Cert:\\CurrentUser\\Root',
  // The person's own store: Windows asks yes or no by itself (Microsoft's documentation of certutil, -addstore and -delstore).
  commands: ({ pemPath, der }, action) =>
    action === 'install'
      ? [`certutil -addstore -user Root "${pemPath}"`]
      : [`certutil -delstore -user Root ${sha1(der)}`],
};

/** A system store that Sealwax cannot change yet: it says so, and says what to type. It never claims a success. */
export function manualSystemStore(platform: 'darwin' | 'win32'): TrustStore {
  const { name, location, commands } = platform === 'darwin' ? mac : windows;
  const message = `Sealwax cannot read or change the system store of ${name} yet.`;
  const outcome = (root: RootCertificate, action: StoreAction): StoreOutcome => ({
    outcome: 'failed',
    message: `${message} Nothing was changed.`,
    hint: 'Type the command below in a terminal.',
    commands: commands(root, action),
  });
  return {
    id: 'system',
    kind: 'system',
    label: 'System store',
    location,
    privileged: false,
    status: async (root) => ({
      state: 'unknown',
      message,
      hint: `To add the root, type: ${commands(root, 'install').join(' && ')}`,
    }),
    change: (root, action) => ({
      description: `${message} The command does it, after a question of ${name} itself.`,
      commands: commands(root, action),
    }),
    install: async (root) => outcome(root, 'install'),
    remove: async (root) => outcome(root, 'remove'),
  };
}
