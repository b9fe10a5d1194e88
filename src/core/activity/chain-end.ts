import type { ChainState } from './chain';
import type { JournalHead } from './journal-head';
import type { RawLine } from './journal-lines';

/** The end is cut off, or the line of this number is not the one that was written. */
export type EndFault = { kind: 'cut' } | { kind: 'changed'; line: number };

/** Compares the end of the file with how it was left: the chain alone cannot tell that its last lines are gone. */
export class ChainEnd {
  private found: boolean;
  private line: number | undefined;

  constructor(
    private readonly head: JournalHead | undefined,
    state: ChainState,
  ) {
    // A check goes on only from one that found the end as it was left.
    this.found = head === undefined || state.last === head.last || (state.end > 0 && head.size < state.end);
  }

  /** To be called for each line, after the state has followed it. */
  pass(raw: RawLine, state: ChainState): void {
    if (this.head === undefined || this.found) return;
    // Wherever it stands: when lines before it were changed, the chain tells of that. Lines after it were written by a process
    // that a crash kept from writing them down as the last ones.
    this.found = raw.sha256 === this.head.last;
    if (raw.end >= this.head.size) this.line ??= raw.ended ? state.line - 1 : state.line;
  }

  fault(): EndFault | undefined {
    if (this.found) return undefined;
    return this.line === undefined ? { kind: 'cut' } : { kind: 'changed', line: this.line };
  }
}
