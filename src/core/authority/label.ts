import { AppError } from '../errors';

/** Characters of a name in lists: more than a line of a table shows, and little enough for a dialog. */
const longest = 100;

/**
 * What an authority is called here, as typed, without the space around it. Throws `invalid-input` when it is empty, has more than
 * 100 characters, or one that cannot be seen: those could make it look like another authority.
 */
export function checkLabel(typed: string): string {
  const fail = (message: string, hint: string) => new AppError('invalid-input', message, { field: 'name', hint });
  const text = typed.trim().normalize('NFC');
  if (text === '') throw fail('The authority needs a name.', 'Type the name that lists should show.');
  const length = [...text].length;
  if (length > longest) throw fail(`The name has ${length} characters.`, `Use ${longest} at most.`);
  // Controls, and the marks that turn the direction of text or take no room.
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u.test(text)) {
    throw fail('The name has a character that cannot be seen.', 'Type it anew.');
  }
  return text;
}
