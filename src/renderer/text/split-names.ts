/** A comma, semicolon or tab ends a name, and so does a line break. A space does not: "my app" is one wrong name, said whole. */
const separator = /[,;\t\r\n]+/;

/** What a person typed or pasted, as single names without the white space around them. */
export function splitNames(text: string): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** True when typing it must turn what stands in the field into chips at once. */
export const hasSeparator = (text: string): boolean => separator.test(text);
