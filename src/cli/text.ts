import type { CertificateName } from '../ipc/schemas';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A day as people write it, in UTC, e.g. "24 Dec 2027". */
export function day(instant: string): string {
  const date = new Date(instant);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** A day and the minute, in UTC, e.g. "24 Dec 2027 10:00 UTC". */
export const minute = (instant: string): string =>
  `${day(instant)} ${new Date(instant).toISOString().slice(11, 16)} UTC`;

/** A name as a person reads it, with its ASCII form where that differs. */
export const nameText = ({ display, value }: CertificateName): string =>
  display === value ? value : `${display} (${value})`;

/** Rows in columns of their own width, without a frame; the last one runs on. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Facts as "label  value", those without a value left out; a value of several lines is set below its first. */
export function facts(
  pairs: readonly (readonly [label: string, value: string | readonly string[] | undefined])[],
): string[] {
  const shown = pairs.flatMap(([label, value]) => {
    const values = typeof value === 'string' ? [value] : (value ?? []);
    return values.filter((each) => each !== '').map((each, index) => [index === 0 ? label : '', each] as const);
  });
  const width = Math.max(0, ...shown.map(([label]) => label.length));
  return shown.map(([label, value]) => `${label.padEnd(width)}  ${value}`);
}

/**
 * What a terminal would obey or hide (colours, cursor moves, a new title, turned writing) is shown as its number: names and
 * subjects come out of other people's files. Line breaks and tabs stay.
 */
export const visible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}]/gu, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
