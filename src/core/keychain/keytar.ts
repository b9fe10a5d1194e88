import { createRequire } from 'node:module';

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
  return createRequire(import.meta.url)('keytar') as Keytar;
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
