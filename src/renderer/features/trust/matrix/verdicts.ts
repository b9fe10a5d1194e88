import type { Cell, CellVerdict, Matrix, MatrixRow } from '../../../../ipc/trust-schemas';
import { pastDate } from '../../../text/dates';
import { sentenceList } from '../../../text/names';
import type { Sign } from '../../../ui/status';

export const verdictSigns: Record<CellVerdict, Sign> = {
  trusted: { tone: 'ok', icon: 'tick', word: 'trusted' },
  unchecked: { tone: 'idle', icon: 'clock', word: 'not checked yet' },
  'not-trusted': { tone: 'bad', icon: 'cross', word: 'not trusted' },
  absent: { tone: 'idle', icon: 'dash', word: 'not installed' },
  'tool-missing': { tone: 'warn', icon: 'warning', word: 'tool missing' },
  locked: { tone: 'warn', icon: 'lock', word: 'locked' },
  follows: { tone: 'idle', icon: 'follow', word: 'follows' },
  unknown: { tone: 'warn', icon: 'question', word: 'cannot tell' },
};

/** The sign of a cell. A program that was never run has not failed to tell: nobody has asked it. */
export const signOf = (row: MatrixRow, { verdict, verified }: Cell): Sign =>
  isClient(row) && verdict === 'unknown' && verified === null
    ? { tone: 'idle', icon: 'question', word: 'not checked' }
    : verdictSigns[verdict];

/** What a verdict means, for where the store itself said no more. */
const meanings: Record<CellVerdict, string> = {
  trusted: 'The root is here, and a real client opened a page with it.',
  unchecked: 'The root is here. No client has tried it since it was put here; Check now does.',
  'not-trusted': 'A page with this root is refused here.',
  absent: 'The root is not here, so pages with your certificates show a warning.',
  'tool-missing': 'The program that changes this store is not installed.',
  locked: 'A primary password protects it, so Sealwax cannot look inside.',
  follows: 'It is filled from another store, so Sealwax leaves it alone.',
  unknown: 'Sealwax cannot tell whether the root is here.',
};

export const meaningOf = (cell: Cell): string => cell.message ?? meanings[cell.verdict];

/** "curl and git, 4 minutes ago", or what a client said when it refused; undefined where no client has tried. */
export function verifiedWords({ verified }: Cell, now: number): { ok: boolean; text: string } | undefined {
  if (verified === null) return undefined;
  const when = pastDate(verified.at, now);
  const who = sentenceList(verified.by);
  if (verified.passed) return { ok: true, text: who === '' ? when : `${who}, ${when}` };
  const said = verified.message ?? 'refused';
  return { ok: false, text: who === '' ? `${said}, ${when}` : `${who}: ${said}, ${when}` };
}

/** The same for a line of the matrix: a place that was checked by its own program alone need not name it again. */
export function knownWords(row: MatrixRow, cell: Cell, now: number): { ok: boolean; text: string } {
  const { verified, message } = cell;
  const [first, ...others] = verified?.by ?? [];
  if (verified?.passed && others.length === 0 && first !== undefined && row.label.startsWith(first)) {
    return { ok: true, text: `opened a page ${pastDate(verified.at, now)}` };
  }
  const words = verifiedWords(cell, now);
  return words?.ok ? words : { ok: false, text: message ?? words?.text ?? '' };
}

export const cellOf = (row: MatrixRow, authorityId: string): Cell | undefined =>
  row.cells.find((cell) => cell.authorityId === authorityId);

/** A row that only a recipe changes: it has no store of its own. */
export const isClient = (row: MatrixRow): boolean => row.group === 'clients';

export const groupNames: Record<MatrixRow['group'], string> = {
  system: 'System',
  browsers: 'Browsers and mail',
  java: 'Java',
  clients: 'Other programs',
};
export const groups = ['system', 'browsers', 'java', 'clients'] as const satisfies MatrixRow['group'][];

/** The rows as they are shown: group by group, in the order of the answer inside a group. */
export const rowsInOrder = (matrix: Matrix): MatrixRow[] =>
  groups.flatMap((group) => matrix.rows.filter((row) => row.group === group));

/** What the button at the end of a row leads to, when there is one root. */
export function nextStep(row: MatrixRow): 'install' | 'repair' | 'recipe' | undefined {
  const [cell] = row.cells;
  if (cell?.actions.includes('repair')) return 'repair';
  if (cell?.actions.includes('install')) return 'install';
  return row.recipe !== undefined && cell?.verdict === 'not-trusted' ? 'recipe' : undefined;
}

export interface Summary {
  tone: Sign['tone'];
  trusted: number;
  /** Stores that count: those that follow another, programs without a store and empty optional ones are left out. */
  places: number;
  headline: string;
  /** "1 locked, 2 not installed"; empty when there is nothing else to say. */
  rest: string;
  /** Instant of the newest check that said something; undefined before the first. */
  checkedAt: string | undefined;
}

const wrong: readonly CellVerdict[] = ['not-trusted', 'absent', 'locked', 'tool-missing', 'unknown', 'unchecked'];

/** One root over all places, in words. */
export function summaryOf(matrix: Matrix, authorityId: string): Summary {
  const all = matrix.rows.flatMap((row) => {
    const cell = cellOf(row, authorityId);
    return cell ? [{ row, cell }] : [];
  });
  const counted = all.filter(
    ({ row, cell }) => !isClient(row) && row.follows === undefined && !(row.optional && cell.verdict === 'absent'),
  );
  const count = (verdict: CellVerdict) => counted.filter(({ cell }) => cell.verdict === verdict).length;
  const trusted = count('trusted');
  const places = counted.length;
  const refused = all.some(({ cell }) => cell.verdict === 'not-trusted' && cell.actions.length > 0);
  const checks = all.flatMap(({ cell }) => (cell.verified ? [cell.verified.at] : []));
  return {
    tone: refused ? 'bad' : trusted === places ? 'ok' : 'warn',
    trusted,
    places,
    headline: headlineOf(trusted, count('unchecked'), places),
    rest: wrong
      .filter((verdict) => count(verdict) > 0)
      .map((verdict) => `${count(verdict)} ${verdictSigns[verdict].word}`)
      .join(', '),
    checkedAt: checks.sort().at(-1),
  };
}

/** Freshly installed is no failure, though nothing is proven yet. */
function headlineOf(trusted: number, unchecked: number, places: number): string {
  if (trusted === places) return `Trusted in ${places === 1 ? 'the one place' : `all ${places} places`}`;
  if (trusted === 0 && unchecked > 0) return `Installed in ${unchecked} of ${places} places, not checked yet`;
  return `Trusted in ${trusted} of ${places} places`;
}
