/** A word as a POSIX shell takes it literally (POSIX.1-2017, Shell Command Language, 2.2.2); plain words stay as they are. */
export function shellQuote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
