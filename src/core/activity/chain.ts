import type { Chain, ChainProblem } from '../../ipc/activity-schemas';
import { firstLink, tailChanged } from '../journal';
import type { EndFault } from './chain-end';
import { parseLine } from './entry';
import type { RawLine } from './journal-lines';

/** So many problems are kept; of a file that is no history at all every line would be one. */
const problemsKept = 100;

/** How far the chain was followed, and what was found on the way. Following it goes on from here when lines are added. */
export interface ChainState {
  /** Where the next line begins (bytes), and its number. */
  end: number;
  line: number;
  /** Lines that are not blank. */
  lines: number;
  /** SHA-256 of the last line, and where it begins. */
  last: string;
  lastStart: number;
  /** The number of a last line that could not be read: whether a crash tore it off is known by the line after it. */
  unread: number | undefined;
  problems: ChainProblem[];
  problemCount: number;
}

export const chainStart = (): ChainState => ({
  end: 0,
  line: 1,
  lines: 0,
  last: firstLink,
  lastStart: 0,
  unread: undefined,
  problems: [],
  problemCount: 0,
});

function found(state: ChainState, kind: ChainProblem['kind'], line: number, message: string): void {
  state.problemCount += 1;
  if (state.problems.length < problemsKept) state.problems.push({ kind, line, message });
}

/** Follows the chain over one whole line (with its line break). */
export function follow(state: ChainState, raw: RawLine): void {
  const number = state.line;
  state.line += 1;
  state.end = raw.end;
  if (raw.bytes.length === 0 && !raw.tooLong) return;
  state.lines += 1;
  const line = parseLine(raw);
  if (line === undefined) {
    // A second one in a row: nobody wrote a line after the first, so a crash did not tear it off.
    if (state.unread !== undefined) unreadable(state, state.unread);
    state.unread = number;
  } else {
    checkLink(state, number, line.previous);
    if (line.what === tailChanged) {
      found(
        state,
        'tail',
        number,
        `Before line ${number} was written, lines at the end had been taken out or changed by something other than Sealwax.`,
      );
    }
  }
  state.last = raw.sha256 ?? '';
  state.lastStart = raw.start;
}

function checkLink(state: ChainState, number: number, previous: string): void {
  const { unread } = state;
  state.unread = undefined;
  const fits = previous === state.last;
  if (unread !== undefined && fits) {
    found(
      state,
      'torn',
      unread,
      `Line ${unread} is cut off, as a crash leaves it: what it said is lost. It was so when the next line was written, and the chain holds.`,
    );
  } else if (unread !== undefined) {
    unreadable(state, unread);
  } else if (!fits && state.lines === 1) {
    found(
      state,
      'start',
      number,
      `The history does not begin with line ${number}: lines before it were taken out, or the line was changed.`,
    );
  } else if (!fits) {
    found(
      state,
      'link',
      number,
      `Line ${number} does not follow from line ${number - 1}: line ${number - 1} was changed, or lines between them were taken out or put in.`,
    );
  }
}

const unreadable = (state: ChainState, line: number) =>
  found(state, 'unreadable', line, `Line ${line} cannot be read: it was damaged or changed after it was written.`);

/**
 * The verdict at the end of the file. `rest` is a last line without its line break, if there is one; `fault` is what is wrong
 * with the end.
 */
export function verdict(state: ChainState, rest: RawLine | undefined, fault: EndFault | undefined, at: Date): Chain {
  const end: ChainState = { ...state, problems: [...state.problems] };
  // What is wrong with the end is told once.
  if (state.unread !== undefined && fault === undefined) unreadable(end, state.unread);
  if (rest !== undefined) end.lines += 1;
  if (fault === undefined && rest !== undefined) {
    found(
      end,
      'torn',
      state.line,
      `Line ${state.line} is cut off, as a crash leaves it. The next thing that is noted goes on after it.`,
    );
  }
  if (fault?.kind === 'cut') {
    found(end, 'tail', state.line, `The end is missing: from line ${state.line} on, it was cut off.`);
  } else if (fault !== undefined) {
    const { line } = fault;
    found(end, 'tail', line, `Line ${line} was changed, or taken out, after it was written.`);
  }
  const brokenAt = end.problems.find(({ kind }) => kind !== 'torn')?.line;
  return {
    state: brokenAt === undefined ? 'intact' : 'broken',
    lines: end.lines,
    ...(brokenAt === undefined ? {} : { brokenAt }),
    problems: end.problems,
    problemCount: end.problemCount,
    at: at.toISOString(),
  };
}
