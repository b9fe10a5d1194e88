/** Content lines of iCalendar (RFC 5545 section 3.1): CRLF, and no line longer than 75 octets without its break. */

const limit = 75;

/** A value of type TEXT (RFC 5545 section 3.3.11). Control characters other than line breaks may not stand in one. */
export const textValue = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');

/** A date and time in UTC (RFC 5545 section 3.3.5, form 2), e.g. "20271224T100000Z". */
export const utcValue = (instant: number): string =>
  `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

/** One line with its breaks: a line that goes on begins with a space, and no character is torn apart. */
export function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    // The space that begins a continued line counts too.
    const room = parts.length === 0 ? limit : limit - 1;
    if (octets + size > room) {
      parts.push(part);
      part = '';
      octets = 0;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n ');
}

/** Lines as a file: folded, each ended by CRLF. */
export const contentLines = (lines: readonly string[]): string => lines.map((line) => `${folded(line)}\r\n`).join('');
