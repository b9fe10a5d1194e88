import type { ActivityEntry, ActivityFormat } from '../../ipc/activity-schemas';
import { factsOf, parseLine } from './entry';
import type { RawLine } from './journal-lines';

/**
 * A value of a CSV file (RFC 4180, section 2). One that a spreadsheet would take for a formula gets an apostrophe before it:
 * names and subjects come out of other people's files (OWASP, "CSV Injection").
 */
export function csvField(value: string): string {
  const plain = /^[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

const csvLine = (values: readonly string[]): string => `${values.map(csvField).join(',')}\r\n`;

const columns = ['at', 'who', 'group', 'what', 'sentence', 'outcome', 'subject', 'data', 'previous'] as const;

/** What stands before the first line of a format. */
export const exportHeader = (format: ActivityFormat): string => (format === 'csv' ? csvLine(columns) : '');

/**
 * One line of the history in a format. JSON lines are those of the file, byte for byte, so that an export of all of them can be
 * checked as the file can; one that cannot be read stands in an object of its own, and every line stays JSON.
 */
export function exportLine(format: ActivityFormat, raw: RawLine, entry: ActivityEntry): string {
  const line = parseLine(raw);
  if (format === 'jsonl') {
    return line === undefined
      ? `${JSON.stringify({ unreadable: raw.bytes.toString('utf8') })}\n`
      : `${raw.bytes.toString('utf8')}\n`;
  }
  const facts = line === undefined ? {} : factsOf(line);
  const data = line === undefined ? raw.bytes.toString('utf8') : JSON.stringify(facts);
  return csvLine([
    entry.at,
    entry.who,
    entry.group,
    entry.what,
    entry.sentence,
    entry.mark ?? 'done',
    entry.subject,
    data === '{}' ? '' : data,
    entry.previous,
  ]);
}
