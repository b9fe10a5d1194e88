/**
 * The fewest characters of a new passphrase: what NIST SP 800-63B-4, section 3.1.1.2, asks where it is the only factor. The key
 * file can be tried offline. The main process holds the same rule (core/authority/passphrase-rule.ts) and has the last word.
 */
export const fewestCharacters = 15;

/** What is wrong with a new passphrase, with what would be right; undefined when it will do. Characters are code points. */
export function newPassphraseProblem(passphrase: string, again: string): string | undefined {
  const length = [...passphrase].length;
  if (length === 0) return 'Type a passphrase.';
  if (length < fewestCharacters) {
    const missing = fewestCharacters - length;
    return `Too short: ${missing} more ${missing === 1 ? 'character is' : 'characters are'} needed.`;
  }
  if (again === '') return 'Type it a second time, to be sure.';
  if (again !== passphrase) return 'The two are not the same.';
  return undefined;
}
