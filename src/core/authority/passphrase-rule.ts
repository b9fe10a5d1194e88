import { AppError } from '../errors';

/** NIST SP 800-63B-4 section 3.1.1.2 asks 15 characters where the passphrase is the only factor. */
export const shortestPassphrase = 15;

/**
 * What a typed passphrase must be: long enough, and not one thing repeated. The key file may be copied and attacked offline,
 * so length is the defence; no rules of composition, as NIST advises. Throws `passphrase-weak`.
 */
export function checkPassphrase(passphrase: Buffer): void {
  const text = passphrase.toString('utf8');
  const length = [...text].length;
  if (length < shortestPassphrase) {
    throw new AppError(
      'passphrase-weak',
      `That passphrase has ${length} characters; it needs at least ${shortestPassphrase}.`,
      {
        hint: 'Four or five words that do not belong together are easy to keep in mind.',
      },
    );
  }
  if (new Set(text).size < 5) {
    throw new AppError('passphrase-weak', 'That passphrase repeats the same few characters.', {
      hint: 'Four or five words that do not belong together are easy to keep in mind.',
    });
  }
}
