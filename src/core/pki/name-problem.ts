/** What can be wrong with a name that a person typed. */
export type NameProblemCode =
  | 'empty'
  | 'space'
  | 'wildcard'
  | 'label-too-long'
  | 'name-too-long'
  | 'bad-ip'
  | 'bad-name'
  | 'duplicate'
  | 'outside-limits'
  | 'too-many'
  | 'has-port'
  | 'is-url';

export interface NameProblem {
  code: NameProblemCode;
  /** What is wrong, as a sentence that names the text. */
  message: string;
  /** What would be right, with an example to copy. */
  hint: string;
}

/** Characters of typed text that a message repeats; a 300-character label would push the reason out of sight. */
const quotedMax = 40;

/** Typed text as a message shows it: in quotation marks, shortened when it is long. */
export function quoted(text: string): string {
  const characters = [...text];
  return characters.length <= quotedMax ? `“${text}”` : `“${characters.slice(0, quotedMax).join('')}…”`;
}
