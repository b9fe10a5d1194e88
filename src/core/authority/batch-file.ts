import { parse } from 'csv-parse/sync';
import type { BatchRow } from '../../ipc/issue-schemas';
import type { NameLimits, Purpose } from '../../ipc/schemas';
import { AppError } from '../errors';
import { checkNames } from '../pki/names';
import { maxNames } from '../pki/profile';
import { paced } from '../system/bounded';
import { namesProblem } from './issue';

/** Rows of one batch; more are a script's work. */
export const batchRowsMax = 10_000;
/** Characters of one batch: 400 for each row. */
const textMax = 4_000_000;

type Problem = NonNullable<BatchRow['problem']>;

const purposeWords: Record<string, Purpose> = {
  server: 'server',
  client: 'client',
  'server-client': 'server-client',
  'client-server': 'server-client',
  'server and client': 'server-client',
  both: 'server-client',
  mtls: 'server-client',
  'mutual tls': 'server-client',
  email: 'email',
  'e-mail': 'email',
  's/mime': 'email',
  smime: 'email',
};

/** The columns of a header line, by the words that people write there. */
const columnWords: Record<string, 'name' | 'names' | 'purpose'> = {
  name: 'name',
  'common name': 'name',
  host: 'name',
  hostname: 'name',
  names: 'names',
  'more names': 'names',
  'other names': 'names',
  'alternative names': 'names',
  san: 'names',
  sans: 'names',
  purpose: 'purpose',
  usage: 'purpose',
  use: 'purpose',
};

interface Cells {
  line: number;
  cells: string[];
}

/**
 * Reads a list of names or a CSV: one certificate a line. In a list the names of a line stand with spaces, commas or semicolons
 * between them. A CSV has commas, semicolons or tabs between its columns, quotes (RFC 4180) where a cell holds separators, and
 * may begin with a header of "name", "more names" and "purpose"; without one, the last cell counts as the purpose when it is
 * the word for one. What follows a # is a comment. A row that cannot be read carries its problem; the others stand.
 * Throws `invalid-input` for more than 10,000 rows or 4 million characters.
 */
export function readBatch(text: string): BatchRow[] {
  if (text.length > textMax) throw tooMuch(`The list has more than ${textMax / 1_000_000} million characters.`);
  const { rows, broken } = split(text);
  const [first] = rows;
  const header = first === undefined ? undefined : headerOf(first.cells);
  const body = header === undefined ? rows : rows.slice(1);
  if (body.length > batchRowsMax) throw tooMuch(`The list has more than ${batchRowsMax.toLocaleString('en-GB')} rows.`);
  const read = body.flatMap((row) => rowOf(row, header) ?? []);
  return [...read, ...broken].sort((one, other) => one.line - other.line);
}

/** Adds what is wrong with the names of each row: their form, the limits, and how many there are. */
export async function checkBatchRows(
  rows: readonly BatchRow[],
  { limits, purpose }: { limits: NameLimits; purpose: Purpose },
): Promise<BatchRow[]> {
  const pause = paced();
  const checked: BatchRow[] = [];
  for (const row of rows) {
    const problem = row.problem ?? tooManyNames(row.names) ?? problemOf(row, limits, purpose);
    checked.push(problem === undefined ? row : { ...row, problem });
    await pause();
  }
  return checked;
}

/** The problem of a row with more names than a certificate holds, found without looking at each. */
export function tooManyNames(names: readonly string[]): (Problem & { hint: string }) | undefined {
  if (names.length <= maxNames) return undefined;
  return {
    code: 'too-many-names',
    message: `${names.length} names are too many: one certificate holds ${maxNames} at most.`,
    hint: 'Spread them over several rows, or use a wildcard such as *.app.test.',
  };
}

function problemOf(row: BatchRow, limits: NameLimits, purpose: Purpose): Problem | undefined {
  const found = namesProblem(checkNames(row.names, { limits, purpose: row.purpose ?? purpose }));
  if (found === undefined) return undefined;
  const { code, message, hint } = found;
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}

function tooMuch(message: string): AppError {
  return new AppError('invalid-input', message, { field: 'text', hint: 'Split it into several batches.' });
}

/** Rows as cells. Quotes that do not close, and the like, become rows with a problem. */
function split(text: string): { rows: Cells[]; broken: BatchRow[] } {
  const broken: BatchRow[] = [];
  const found = parse(text, {
    bom: true,
    comment: '#',
    comment_no_infix: true,
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    // One more than is accepted and one for a header, so that too many are noticed and not read.
    to: batchRowsMax + 2,
    on_skip: (error) => {
      const line = Math.max(1, Number((error as { lines?: number } | undefined)?.lines ?? 1));
      broken.push({ line, names: [], problem: unreadable });
      return undefined;
    },
  }) as unknown as { record: string[]; info: { lines: number } }[];
  return { rows: found.map(({ record, info }) => ({ line: info.lines, cells: record })), broken };
}

const unreadable: Problem = {
  code: 'invalid-input',
  message: 'This row cannot be read: its quotes do not pair up.',
  hint: 'Put one " before and one " after a cell, and write a " inside it twice.',
};

/** The separator of the first line that is not a comment. A list with spaces alone is one column. */
function delimiterOf(text: string): string {
  const line = /^\uFEFF?(?:[ \t]*(?:#.*)?\r?\n)*([^\r\n]*)/.exec(text)?.[1] ?? '';
  if (line.includes('\t')) return '\t';
  return line.includes(';') && !line.includes(',') ? ';' : ',';
}

function headerOf(cells: readonly string[]): ('name' | 'names' | 'purpose' | undefined)[] | undefined {
  const columns = cells.map((cell) => columnWords[cell.toLowerCase()]);
  return columns[0] === undefined && !columns.includes('name') ? undefined : columns;
}

function rowOf({ line, cells }: Cells, header: ReturnType<typeof headerOf>): BatchRow | undefined {
  const named: string[] = [];
  let purposeCell: string | undefined;
  const used = withoutComment(cells);
  for (const [column, cell] of used.entries()) {
    const isPurpose =
      header === undefined
        ? column > 0 && column === used.length - 1 && purposeWords[cell.toLowerCase()] !== undefined
        : header[column] === 'purpose';
    if (isPurpose) purposeCell = cell;
    else if (header === undefined || header[column] !== undefined) named.push(...cell.split(/[\s,;]+/));
  }
  const names = distinct(named);
  if (names.length === 0 && used.every((cell) => cell === '')) return undefined;
  const purpose = purposeWords[purposeCell?.toLowerCase() ?? ''];
  const problem =
    names.length === 0 ? noName : purposeCell && purpose === undefined ? badPurpose(purposeCell) : undefined;
  return { line, names, ...(purpose === undefined ? {} : { purpose }), ...(problem === undefined ? {} : { problem }) };
}

/** A # at the start of a word ends the row; one inside a URI does not. */
function withoutComment(cells: readonly string[]): string[] {
  const at = cells.findIndex((cell) => /(^|\s)#/.test(cell));
  if (at < 0) return [...cells];
  const last = (cells[at] as string).replace(/(^|\s)#[\s\S]*$/, '').trim();
  return last === '' ? cells.slice(0, at) : [...cells.slice(0, at), last];
}

/** The same name twice in a row is a habit of spreadsheets, not a mistake. */
function distinct(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => {
    const key = name.toLowerCase();
    if (name === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const noName: Problem = {
  code: 'invalid-input',
  message: 'This row has no name.',
  hint: 'Put a name such as app.test into its first column.',
};

function badPurpose(cell: string): Problem {
  return {
    code: 'invalid-input',
    message: `“${cell.slice(0, 40)}” is not a purpose.`,
    hint: 'Write server, client, server-client or email, or leave it empty.',
  };
}
