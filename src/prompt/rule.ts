import type { PromptRequest } from '../ipc/prompt-contract';

export type Rule = NonNullable<PromptRequest['rule']>;

/**
 * The fewest characters of a new passphrase. "authority": what NIST SP 800-63B-4, section 3.1.1.2, asks where it is the only
 * factor; the file can be tried offline. "any": what another program, or the person that the file is for, may dictate.
 * The main process holds the first rule too (core/authority/passphrase-rule.ts) and has the last word.
 */
export const fewestCharacters: Record<Rule, number> = { authority: 15, any: 1 };

/** Below this, one that will do is called short: NIST SP 800-63B-4, section 3.1.1.2, never allows fewer. */
const shortCharacters = 8;

/** Characters are code points. */
const lengthOf = (text: string): number => [...text].length;

/** What is wrong with a new passphrase, with what would be right; undefined when it will do. */
export function newPassphraseProblem(passphrase: string, again: string, rule: Rule): string | undefined {
  const length = lengthOf(passphrase);
  if (length === 0) return 'Type a passphrase.';
  const missing = fewestCharacters[rule] - length;
  if (missing > 0) return `Too short: ${missing} more ${missing === 1 ? 'character is' : 'characters are'} needed.`;
  if (again === '') return 'Type it a second time, to be sure.';
  if (again !== passphrase) return 'The two are not the same.';
  return undefined;
}

/** What the page says under the fields of a new passphrase, given what is typed so far. */
export function ruleWords(passphrase: string, rule: Rule): { text: string; warning: boolean } {
  const length = lengthOf(passphrase);
  if (rule === 'any' && length > 0 && length < shortCharacters) {
    return {
      text: `Short: whoever gets the file can try every passphrase of ${length} ${length === 1 ? 'character' : 'characters'}. It is accepted; ${shortCharacters} or more are better.`,
      warning: true,
    };
  }
  const lost = 'It is stored nowhere and nobody can recover it.';
  return {
    text:
      rule === 'any'
        ? `Any length; ${shortCharacters} characters or more are better. ${lost}`
        : `At least ${fewestCharacters.authority} characters; a few words with spaces are good. ${lost}`,
    warning: false,
  };
}
