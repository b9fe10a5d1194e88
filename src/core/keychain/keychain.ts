import { randomBytes } from 'node:crypto';
import type { KeychainReport, KeychainState } from '../../ipc/schemas';
import { AppError, assertNever, type ErrorCode } from '../errors';
import { type Keytar, service } from './keytar';

/** The system's keychain, as the product needs it. Secrets are short texts, since Windows caps a credential at 2,560 bytes. */
export interface Keychain {
  /** The secret, or null when there is none. Throws `keychain-…` errors. */
  get(account: string): Promise<string | null>;
  /** Stores the secret and reads it back. Throws `keychain-…` errors. */
  set(account: string, secret: string): Promise<void>;
  /** True when there was one to remove. Throws `keychain-…` errors. */
  remove(account: string): Promise<boolean>;
  /** Tries the keychain by writing, reading and deleting a worthless entry. Never throws. */
  report(): Promise<KeychainReport>;
}

/** A probe must not hold up the window (milliseconds). */
const probeTimeoutMs = 10_000;
/** A call that the user started may wait for them to answer the system's own unlock prompt (milliseconds). */
const promptTimeoutMs = 60_000;

/**
 * keytar has no error codes; the texts are those of libsecret and the D-Bus library as seen with gnome-keyring in each
 * state, and of the Windows and macOS services.
 */
export function classifyKeychainError(message: string): Exclude<KeychainState, 'ready'> {
  if (/dismissed|denied|not authori[sz]ed|user cancel+ed|interaction is not allowed|AccessDenied/i.test(message))
    return 'refused';
  if (/locked collection|is locked|prompt.*required/i.test(message)) return 'locked';
  if (/no such object path|does not exist at path|no such collection/i.test(message)) return 'no-collection';
  if (
    /autolaunch|disabled:|not provided by any \.service|ServiceUnknown|could not connect|connection refused|no such file or directory|cannot open shared object|cannot find module|unable to (find|connect)|connection is closed|Spawn\.|launch/i.test(
      message,
    )
  ) {
    return 'absent';
  }
  return 'unknown';
}

interface Explanation {
  code: ErrorCode;
  message: string;
  hint: string;
}

/** What each state means for a person, and the way on. */
export function explainKeychain(state: Exclude<KeychainState, 'ready'>, use: 'read' | 'write'): Explanation {
  const explanation = explain(state);
  // Whose passphrase is in a keychain cannot be typed instead; that way on is there only when a root is made.
  return use === 'write'
    ? explanation
    : { ...explanation, hint: explanation.hint.replace(/[;,] or type a passphrase instead/, '') };
}

function explain(state: Exclude<KeychainState, 'ready'>): Explanation {
  switch (state) {
    case 'absent':
      return {
        code: 'keychain-unavailable',
        message: 'This session has no system keychain: no Secret Service answers on its message bus.',
        hint: 'Start GNOME Keyring or KWallet (Debian: sudo apt install gnome-keyring), then restart Sealwax; or type a passphrase instead.',
      };
    case 'no-collection':
      return {
        code: 'keychain-unavailable',
        message: 'The system keychain runs, but it has no place to keep passwords in (no default keyring).',
        hint: 'Create a default keyring in “Passwords and Keys” and try again, or type a passphrase instead.',
      };
    case 'locked':
      return {
        code: 'keychain-locked',
        message: 'The system keychain is locked, and it was not unlocked when asked.',
        hint: 'Unlock it (log in again, or open “Passwords and Keys”) and try again, or type a passphrase instead.',
      };
    case 'refused':
      return {
        code: 'keychain-refused',
        message: 'The system keychain refused: its prompt was dismissed, or Sealwax is not allowed to use it.',
        hint: 'Try again and allow the access, or type a passphrase instead.',
      };
    case 'timeout':
      return {
        code: 'keychain-timeout',
        message: 'The system keychain did not answer in time.',
        hint: 'Look for an open prompt of the keychain and answer it, or type a passphrase instead.',
      };
    case 'unknown':
      return {
        code: 'keychain-unavailable',
        message: 'The system keychain failed in a way Sealwax does not know.',
        hint: 'Try again, or type a passphrase instead.',
      };
    default:
      return assertNever(state);
  }
}

class Timeout extends Error {}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Timeout('timed out')), milliseconds);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

function stateOf(error: unknown): Exclude<KeychainState, 'ready'> {
  if (error instanceof Timeout) return 'timeout';
  return classifyKeychainError(error instanceof Error ? error.message : String(error));
}

/** The keychain through keytar. `load` is called at the first use, so that a missing library is an answer and not a crash. */
export function createKeychain(load: () => Promise<Keytar>): Keychain {
  const attempt = async <T>(
    use: 'read' | 'write',
    step: string,
    limit: number,
    work: (keytar: Keytar) => Promise<T>,
  ): Promise<T> => {
    try {
      return await within(limit, load().then(work));
    } catch (error) {
      const { code, message, hint } = explainKeychain(stateOf(error), use);
      throw new AppError(code, `Could not ${step}. ${message}`, { hint, cause: error });
    }
  };

  return {
    get: (account) =>
      attempt('read', 'read the passphrase from the keychain', promptTimeoutMs, (keytar) =>
        keytar.getPassword(service, account),
      ),
    set: (account, secret) =>
      attempt('write', 'put the passphrase into the keychain', promptTimeoutMs, async (keytar) => {
        await keytar.setPassword(service, account, secret);
        // Some backends say yes and keep nothing; the key would be lost at the next start.
        if ((await keytar.getPassword(service, account)) !== secret)
          throw new Error('the keychain did not keep the entry');
      }),
    remove: (account) =>
      attempt('read', 'remove the passphrase from the keychain', promptTimeoutMs, (keytar) =>
        keytar.deletePassword(service, account),
      ),
    async report() {
      const account = `probe-${randomBytes(4).toString('hex')}`;
      try {
        await within(
          probeTimeoutMs,
          load().then(async (keytar) => {
            const secret = randomBytes(8).toString('hex');
            await keytar.setPassword(service, account, secret);
            const read = await keytar.getPassword(service, account);
            await keytar.deletePassword(service, account);
            if (read !== secret) throw new Error('the keychain did not keep the entry');
          }),
        );
        return { state: 'ready', message: 'The system keychain works: an entry was written, read back and deleted.' };
      } catch (error) {
        const state = stateOf(error);
        const { message, hint } = explainKeychain(state, 'write');
        return { state, message, hint };
      }
    },
  };
}
